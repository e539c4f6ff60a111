import { outcomeInWords, plural, providerDisplayName } from '@faultline/conventions';
import {
  type Incident,
  type IncidentClass,
  type IncidentKind,
  isOpen,
  modelsCalled,
  shownClass,
} from '../../model/incident.ts';

const className: Readonly<Record<IncidentClass, string>> = {
  single_model: 'one model',
  vendor_partial: 'part of the vendor',
  vendor_wide: 'vendor-wide',
  vendor_region: 'one region of the vendor',
  rate_limit: 'our rate limit or quota',
  credential: 'one key',
  client_error: 'our own requests',
  local_network: 'our own network',
};

/**
 * One sentence a tired person understands: "Anthropic: 4 of 5 models failing (98.1 % of 4,120 attempts, overloaded),
 * OpenAI and Google Gemini normal, 6 services, 2 keys: vendor-wide, since 14:02:10 UTC."
 */
export function explain(incident: Incident): string {
  const { evidence } = incident;
  const subject =
    incident.channel === 'connection'
      ? describeReach(incident)
      : `${nameOf(incident)}: ${describeModels(incident)}`;
  const counts = `${percent(evidence.bad, evidence.attempts)} of ${count(evidence.attempts)} ${tried[incident.kind]}, ${reasonOf(incident)}`;
  const parts = [`${subject} (${counts})`, ...describeControls(incident), ...describeCallers(incident)];
  return `${parts.join(', ')}: ${className[shownClass(incident)]}, since ${clock(incident.firstBadMs)} UTC.`;
}

/** What the bad ones are a part of: only good answers are late. */
const tried: Readonly<Record<IncidentKind, string>> = {
  errors: 'attempts',
  blank: 'attempts',
  latency: 'answers',
  hang: 'attempts',
};

function reasonOf({ kind, evidence }: Incident): string {
  if (kind === 'latency') return 'later than nine of ten usually';
  return kind === 'hang' ? 'no answer' : outcomeInWords(evidence.dominantOutcome);
}

const failing: Readonly<Record<IncidentKind, string>> = {
  errors: 'failing',
  blank: 'answering with nothing',
  latency: 'answering late',
  hang: 'not answering',
};

function nameOf({ provider }: Incident): string {
  return provider === null ? 'Several vendors' : providerDisplayName(provider);
}

function describeReach(incident: Incident): string {
  if (!isOpen(incident)) return 'Every vendor reachable again';
  return incident.state === 'recovering'
    ? 'Every vendor reachable again, being watched'
    : 'No vendor reachable';
}

function describeModels(incident: Incident): string {
  const { affected } = incident.evidence;
  const hit = affected.filter((model) => model.recoveredMs === null);
  const doing = failing[incident.kind];
  const called = modelsCalled(incident.evidence);
  if (!isOpen(incident))
    return affected.every((model) => model.abandoned) ? 'no longer called' : 'normal again';
  if (hit.length === 0) return 'recovered, being watched';
  if (called.size === 1) return `${hit[0]?.model} ${doing}, the only model we call`;
  const names = hit.length === 1 ? ` (${hit[0]?.model})` : '';
  const place = incident.region ? ` in ${incident.region}` : '';
  return `${hit.length} of ${called.size} models ${doing}${names}${place}`;
}

function describeControls(incident: Incident): readonly string[] {
  const normal = incident.evidence.controls
    .filter((control) => control.attempts > 0 && control.bad <= 0.05 * control.attempts)
    .map((control) => providerDisplayName(control.provider));
  return normal.length === 0 ? [] : [`${listNames(normal)} normal`];
}

function describeCallers(incident: Incident): readonly string[] {
  const { services, credentials } = incident.evidence;
  const parts: string[] = [];
  if (services.length > 0) parts.push(plural(services.length, 'service'));
  if (credentials.length > 0) parts.push(plural(credentials.length, 'key'));
  return parts;
}

function listNames(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}

function count(amount: number): string {
  return amount.toLocaleString('en-US');
}

function clock(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19);
}
