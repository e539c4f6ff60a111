import { faultDomain, outcomes } from '@faultline/conventions';

/** Latency wanders more than outcomes do. */
const latencyExtraNats = 2;
const serving = outcomes.filter(
  (outcome) =>
    outcome !== 'blank' && (faultDomain[outcome] === 'vendor' || faultDomain[outcome] === 'network'),
);
function channel(name, bad, rest) {
  return {
    name,
    subject: name === 'slow' || name === 'overdue' ? 'latency' : name,
    kind: 'errors',
    bad: new Set(bad),
    wander: 0.15,
    extraNats: 0,
    ...rest,
  };
}
/** Attempts that failed by the vendor's fault or on the way to it. */
export const errorsChannel = channel('errors', serving, {
  floor: 0.005,
  prior: { bad: 1, attempts: 250 },
  alternatives: (usual) => [usual + 0.02, Math.max(0.1, 4 * usual), 0.6],
});
/**
 * Attempts that never got an answer, at whatever vendor: what one's own broken network looks like. No vendor is judged
 * by it; its incident is about all of them.
 */
export const connectionChannel = channel('connection', ['network', 'timeout'], {
  floor: 0.005,
  prior: { bad: 1, attempts: 250 },
  alternatives: (usual) => [usual + 0.02, Math.max(0.1, 4 * usual), 0.6],
});
/** Attempts in flight for longer than nearly all others ever were. When they end, they end as something else. */
export const overdueChannel = channel('overdue', [], {
  kind: 'latency',
  floor: 0.02,
  prior: { bad: 0.5, attempts: 100 },
  alternatives: (usual) => [usual + 0.13, 0.6],
  wander: 0.1,
  extraNats: latencyExtraNats,
});
/** Requests that were refused for what they are. */
export const clientErrorChannel = channel('client_error', ['caller_error'], {
  floor: 0.01,
  prior: { bad: 1, attempts: 150 },
  alternatives: (usual) => [Math.max(0.06, usual + 0.05), 0.5],
});
/**
 * Account and caller faults have channels of their own: 429s are naturally multi-model (shared rate-limit buckets) and
 * must never look like a vendor-wide failure. All attempts stay in every denominator: with a revoked key the remainder
 * would be a handful of connection errors, "100 % failing".
 */
export const channels = [
  errorsChannel,
  channel('blank', ['blank'], {
    kind: 'blank',
    floor: 0.003,
    prior: { bad: 0.5, attempts: 400 },
    alternatives: (usual) => [usual + 0.03, 0.3],
  }),
  channel('rate_limit', ['rate_limited', 'quota_exhausted'], {
    floor: 0.01,
    prior: { bad: 1, attempts: 300 },
    alternatives: (usual) => [Math.max(0.1, usual + 0.06), 0.5],
  }),
  channel('credential', ['auth'], {
    floor: 0.003,
    prior: { bad: 0.2, attempts: 400 },
    alternatives: () => [0.05, 0.5],
  }),
  clientErrorChannel,
  // Good answers that began later than nine of ten usually do; see latency.ts.
  channel('slow', [], {
    kind: 'latency',
    floor: 0.12,
    prior: { bad: 10, attempts: 100 },
    alternatives: (usual) => [usual + 0.22, usual + 0.55],
    wander: 0.15,
    extraNats: latencyExtraNats,
  }),
  overdueChannel,
];
export const allChannels = [...channels, connectionChannel];
/** Whose own fault a channel shows: ours, in our account or our requests, or somebody else's. */
export function isOurs({ name }) {
  return name === 'rate_limit' || name === 'credential' || name === 'client_error';
}
const byName = new Map(allChannels.map((each) => [each.name, each]));
export function channelNamed(name) {
  return byName.get(name) ?? errorsChannel;
}
