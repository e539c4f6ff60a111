import { plural, providerDisplayName } from '@faultline/conventions';
import { isOpen, modelsCalled } from '../../model/incident.js';

const className = {
  single_model: 'one model',
  vendor_partial: 'part of the vendor',
  vendor_wide: 'vendor-wide',
  vendor_region: 'one region of the vendor',
  rate_limit: 'our rate limit or quota',
  credential: 'one key',
  client_error: 'our own requests',
  local_network: 'our own network',
};
const outcomeName = {
  vendor_error: 'server errors',
  timeout: 'timeouts',
  stalled: 'stalled streams',
  truncated: 'truncated answers',
  blank: 'blank answers',
  malformed: 'malformed answers',
  network: 'no connection',
  rate_limited: 'rate limited',
  quota_exhausted: 'quota exhausted',
  auth: 'key refused',
  caller_error: 'requests refused',
};
/**
 * One sentence a tired person understands: "Anthropic: 4 of 5 models failing (98.1 % of 4,120 attempts, overloaded),
 * OpenAI and Google Gemini normal, 6 services, 2 keys: vendor-wide, since 14:02:10 UTC."
 */
export function explain(incident) {
  const { evidence } = incident;
  const subject =
    incident.channel === 'connection'
      ? describeReach(incident)
      : `${nameOf(incident)}: ${describeModels(incident)}`;
  const counts = `${percent(evidence.bad, evidence.attempts)} of ${count(evidence.attempts)} ${tried[incident.kind]}, ${reasonOf(incident)}`;
  const parts = [`${subject} (${counts})`, ...describeControls(incident), ...describeCallers(incident)];
  return `${parts.join(', ')}: ${className[isOpen(incident) ? incident.class : incident.widestClass]}, since ${clock(incident.firstBadMs)} UTC.`;
}
/** What the bad ones are a part of: only good answers are late. */
const tried = {
  errors: 'attempts',
  blank: 'attempts',
  latency: 'answers',
  hang: 'attempts',
};
function reasonOf({ kind, evidence }) {
  if (kind === 'latency') return 'later than nine of ten usually';
  return kind === 'hang' ? 'no answer' : (outcomeName[evidence.dominantOutcome] ?? evidence.dominantOutcome);
}
const failing = {
  errors: 'failing',
  blank: 'answering with nothing',
  latency: 'answering late',
  hang: 'not answering',
};
function nameOf({ provider }) {
  return provider === null ? 'Several vendors' : providerDisplayName(provider);
}
function describeReach(incident) {
  if (!isOpen(incident)) return 'Every vendor reachable again';
  return incident.state === 'recovering'
    ? 'Every vendor reachable again, being watched'
    : 'No vendor reachable';
}
function describeModels(incident) {
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
function describeControls(incident) {
  const normal = incident.evidence.controls
    .filter((control) => control.attempts > 0 && control.bad <= 0.05 * control.attempts)
    .map((control) => providerDisplayName(control.provider));
  return normal.length === 0 ? [] : [`${listNames(normal)} normal`];
}
function describeCallers(incident) {
  const { services, credentials } = incident.evidence;
  const parts = [];
  if (services.length > 0) parts.push(plural(services.length, 'service'));
  if (credentials.length > 0) parts.push(plural(credentials.length, 'key'));
  return parts;
}
function listNames(names) {
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last;
}
function percent(part, whole) {
  return whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`;
}
function count(amount) {
  return amount.toLocaleString('en-US');
}
function clock(atMs) {
  return new Date(atMs).toISOString().slice(11, 19);
}
