import type { HealthState, Wall, WallIncident, WallOfficial } from '@faultline/conventions';
import { outcomeInWords } from '@faultline/conventions';

/** A state is always drawn as shape + word + colour; this is the word. */
export const stateWords: Readonly<Record<HealthState, string>> = {
  down: 'failing',
  degraded: 'degraded',
  ok: 'normal',
  recovering: 'recovering',
  unknown: 'unknown',
};

const classWords: Readonly<Record<string, string>> = {
  vendor_wide: 'Vendor-wide',
  vendor_partial: 'Part of the vendor',
  vendor_region: 'One region',
  single_model: 'One model',
  rate_limit: 'Our limit or quota',
  credential: 'Our key',
  client_error: 'Our own requests',
  local_network: 'Our own network',
};

/** The class as a person says it; one this console does not know yet is shown as it came. */
export function classInWords(incidentClass: string): string {
  return classWords[incidentClass] ?? incidentClass.replaceAll('_', ' ');
}

/** Words for a probability of 0..1, strict enough that "sure" is worth saying at 3 a.m. */
export function confidenceInWords(confidence: number): string {
  if (confidence >= 0.95) return 'sure';
  if (confidence >= 0.8) return 'likely';
  if (confidence >= 0.5) return 'possible';
  return 'unclear';
}

/** Who it is about: the vendor's name as the wall spells it; an incident of our own network has none. */
export function incidentSubject(incident: WallIncident, wall: Wall): string | null {
  if (incident.provider === null) return null;
  const vendor = wall.vendors.find(({ provider }) => provider === incident.provider);
  return vendor?.displayName ?? incident.provider;
}

/** Some sources tell of calls and not of their model. */
export function modelInWords(model: string): string {
  return model === '' ? 'no model told' : model;
}

const officialWords: Readonly<Record<WallOfficial['state'], string>> = {
  operational: 'operational',
  degraded: 'degraded',
  outage: 'outage',
  maintenance: 'maintenance',
  unknown: 'says nothing we understand',
};

/** What a vendor's status page says, or that it cannot be believed; what cannot be read is no all-clear. */
export function officialInWords({ state, page }: WallOfficial): string {
  return page === 'ok' ? officialWords[state] : page;
}

const oneOutcomeWords: Readonly<Record<string, string>> = {
  vendor_error: 'server error',
  timeout: 'timeout',
  stalled: 'stalled stream',
  truncated: 'truncated answer',
  blank: 'blank answer',
  malformed: 'malformed answer',
  caller_error: 'request refused',
};

/** The same of a single call or attempt. */
export function oneOutcomeInWords(outcome: string): string {
  return oneOutcomeWords[outcome] ?? outcomeInWords(outcome);
}
