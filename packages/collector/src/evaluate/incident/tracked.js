import { channelNamed } from './channel.js';
import { countBetween, noCounts, sumCounts } from './counts.js';
import { dominantOutcome } from './tally.js';
/** What an incident is counted by: models, or, for our own network, vendors. */
export function unitOf(series, channel) {
  return channel === 'connection' ? series.provider : series.model;
}
/** The series of one unit that the incident is about: only those of its region or credential where it has one. */
export function partsOf(series, unit, channel, scope) {
  return series.filter((each) => unitOf(each, channel) === unit && isInside(each, scope));
}
export function isInside(series, scope) {
  if (scope.region !== null && series.region !== scope.region) return false;
  return scope.credential === null || series.credential === scope.credential;
}
/** The incident as everyone else sees it. */
export function viewIncident(tracked) {
  const failing = Object.entries(tracked.tallies).filter(([, tally]) => tally.recoveredMs === null);
  return {
    channel: channelNamed(tracked.channel).subject,
    id: tracked.id,
    state: tracked.state,
    class: tracked.class,
    widestClass: tracked.widestClass,
    kind: tracked.kind,
    provider: tracked.provider,
    models: tracked.channel === 'connection' ? [] : failing.map(([model]) => model).sort(),
    region: tracked.scope.region,
    credential: tracked.scope.credential,
    confidence: tracked.scope.confidence,
    firstBadMs: tracked.firstBadMs,
    suspectedMs: tracked.suspectedMs,
    confirmedMs: tracked.confirmedMs,
    recoveringMs: tracked.recoveringMs,
    resolvedMs: tracked.resolvedMs,
    evidence: viewEvidence(tracked),
  };
}
function viewEvidence(tracked) {
  const units = Object.entries(tracked.tallies).sort(([a], [b]) => a.localeCompare(b));
  const tallies = units.map(([, tally]) => tally);
  return {
    attempts: tallies.reduce((sum, tally) => sum + tally.attempts, 0),
    bad: tallies.reduce((sum, tally) => sum + tally.bad, 0),
    dominantOutcome: dominantOutcome(tallies),
    affected: units.map(([model, tally]) => ({
      model,
      attempts: tally.attempts,
      bad: tally.bad,
      firstBadMs: tally.firstBadMs,
      recoveredMs: tally.recoveredMs,
      abandoned: tally.abandoned,
    })),
    healthyModels: tracked.scope.healthyModels,
    undecidedModels: tracked.scope.undecidedModels,
    controls: Object.entries(tracked.controls)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([provider, { attempts, bad }]) => ({ provider, attempts, bad })),
    services: tracked.services,
    credentials: tracked.credentials,
    regions: tracked.regions,
    hypotheses: tracked.scope.hypotheses,
  };
}
/** The other vendors in the same minutes: what tells a vendor's fault from ours. */
export function countControls(known, others, channel, sinceMs, settings) {
  const controls = { ...known };
  for (const series of others) {
    const counts = countBetween(series, channel, sinceMs, settings);
    const sum = controls[series.provider] ?? noCounts;
    controls[series.provider] = sumCounts([sum, counts]);
  }
  return controls;
}
