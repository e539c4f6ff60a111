import { plural, providerDisplayName } from '@faultline/conventions';
import { type Incident, type IncidentKind, isOpen } from '../../model/incident.ts';
import { sayDuration } from '../wall/duration.ts';
import { isPublicModel } from './public-names.ts';

const trouble: Readonly<Record<IncidentKind, string>> = {
  errors: 'elevated errors',
  blank: 'empty answers',
  latency: 'slow answers',
  hang: 'no answers',
};

/** "Anthropic: elevated errors on claude-opus-4-8": the same from the beginning to the end of an incident. */
export function publicTitle(incident: Incident): string {
  const models = incident.evidence.affected.map(({ model }) => model);
  const [only] = models;
  const where = models.length === 1 && only !== undefined && isNamed(incident, only) ? ` on ${only}` : '';
  return `${nameOf(incident)}: ${trouble[incident.kind]}${where}`;
}

const symptom: Readonly<Record<IncidentKind, (share: string) => string>> = {
  errors: (share) => `${share} of requests fail`,
  blank: (share) => `${share} of answers are empty`,
  latency: (share) => `${share} of answers come later than usual`,
  hang: () => 'requests get no answer',
};

/**
 * Told anew from the facts that are nobody's secret, never taken from the sentence that we read ourselves: that one counts
 * services, keys and attempts.
 */
export function publicSentence(
  incident: Incident,
  status: 'investigating' | 'identified' | 'monitoring' | 'resolved',
): string {
  const name = nameOf(incident);
  const { firstBadMs, resolvedMs } = incident;
  if (status === 'resolved')
    return `${name} answers as usual again. It lasted ${sayDuration((resolvedMs ?? firstBadMs) - firstBadMs)}.`;
  if (status === 'monitoring') return `${name} answers again. We keep watching.`;
  const { bad, attempts } = incident.evidence;
  const what = symptom[incident.kind](share(bad, attempts));
  const found = `${what}${where(incident)}.`;
  return status === 'investigating'
    ? `We are looking into it: ${found}`
    : `The fault is with ${name}: ${found}`;
}

function nameOf({ provider }: Incident): string {
  return providerDisplayName(provider ?? '');
}

function isNamed({ provider }: Incident, model: string): boolean {
  return provider !== null && isPublicModel(provider, model);
}

/** Which region is not told: it is where we are. */
function where(incident: Incident): string {
  const place = incident.region === null ? '' : ' in one region';
  const failing = incident.evidence.affected.filter(
    ({ recoveredMs }) => !isOpen(incident) || recoveredMs === null,
  );
  const named = failing.map(({ model }) => model).filter((model) => isNamed(incident, model));
  if (named.length > 0 && named.length === failing.length)
    return ` on ${[...named].sort().join(', ')}${place}`;
  return failing.length > 0 ? ` on ${plural(failing.length, 'model')}${place}` : place;
}

/** Whole percents: finer ones would tell of how few requests they are. */
function share(part: number, whole: number): string {
  return whole === 0 ? 'A part' : `${Math.round((100 * part) / whole)} %`;
}
