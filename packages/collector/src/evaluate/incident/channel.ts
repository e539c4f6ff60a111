import { faultDomain, type Outcome, outcomes } from '@faultline/conventions';
import type { SeriesFrame } from '../../model/frame.ts';
import type { Incident, IncidentKind } from '../../model/incident.ts';

/** One way of failing that is watched by itself; an open incident belongs to one provider and one channel. */
export type ChannelName = Incident['channel'];

export interface Channel {
  readonly name: ChannelName;
  readonly kind: IncidentKind;
  readonly bad: ReadonlySet<Outcome>;
  /** Below this share nothing is an incident, however quiet the series usually is. */
  readonly floor: number;
  /** Prior of the usual share, as (bad, attempts) seen before anything was seen. */
  readonly prior: { readonly bad: number; readonly attempts: number };
  /** Shares the evidence is gathered for, given the usual one: a small grid stands in for "any worse share". */
  readonly alternatives: (usual: number) => readonly number[];
}

const serving = outcomes.filter(
  (outcome) =>
    outcome !== 'blank' && (faultDomain[outcome] === 'vendor' || faultDomain[outcome] === 'network'),
);

/**
 * Account and caller faults have channels of their own: 429s are naturally multi-model (shared rate-limit buckets) and
 * must never look like a vendor-wide failure. All attempts stay in every denominator: with a revoked key the remainder
 * would be a handful of connection errors, "100 % failing".
 */
export const channels: readonly Channel[] = [
  {
    name: 'errors',
    kind: 'errors',
    bad: new Set(serving),
    floor: 0.005,
    prior: { bad: 1, attempts: 250 },
    alternatives: (usual) => [usual + 0.02, Math.max(0.1, 4 * usual), 0.6],
  },
  {
    name: 'blank',
    kind: 'blank',
    bad: new Set<Outcome>(['blank']),
    floor: 0.003,
    prior: { bad: 0.5, attempts: 400 },
    alternatives: (usual) => [usual + 0.03, 0.3],
  },
  {
    name: 'rate_limit',
    kind: 'errors',
    bad: new Set<Outcome>(['rate_limited', 'quota_exhausted']),
    floor: 0.01,
    prior: { bad: 1, attempts: 300 },
    alternatives: (usual) => [Math.max(0.1, usual + 0.06), 0.5],
  },
  {
    name: 'credential',
    kind: 'errors',
    bad: new Set<Outcome>(['auth']),
    floor: 0.003,
    prior: { bad: 0.2, attempts: 400 },
    alternatives: () => [0.05, 0.5],
  },
  {
    name: 'client_error',
    kind: 'errors',
    bad: new Set<Outcome>(['caller_error']),
    floor: 0.01,
    prior: { bad: 1, attempts: 150 },
    alternatives: (usual) => [Math.max(0.06, usual + 0.05), 0.5],
  },
];

/** The channel that vendors and SLOs are about. */
export const errorsChannel: Channel = channels[0] as Channel;

/**
 * Attempts that never got an answer, at whatever vendor: what one's own broken network looks like. No vendor is judged
 * by it; its incident is about all of them.
 */
export const connectionChannel: Channel = {
  name: 'connection',
  kind: 'errors',
  bad: new Set<Outcome>(['network', 'timeout']),
  floor: 0.005,
  prior: { bad: 1, attempts: 250 },
  alternatives: (usual) => [usual + 0.02, Math.max(0.1, 4 * usual), 0.6],
};

export const allChannels: readonly Channel[] = [...channels, connectionChannel];

/** Whose own fault a channel shows: ours, in our account or our requests, or somebody else's. */
export function isOurs(channel: Channel): boolean {
  return channel.name === 'rate_limit' || channel.name === 'credential' || channel.name === 'client_error';
}

export function channelNamed(name: ChannelName): Channel {
  return allChannels.find((channel) => channel.name === name) ?? errorsChannel;
}

/** Ends that show neither a fault nor service: an app that gives up on a hanging vendor is no proof that it serves. */
const silent: readonly Outcome[] = ['cancelled', 'unknown'];

/** Attempts that say something, repeats of one failing request left out. */
export function tellingAttempts(frame: SeriesFrame): number {
  const repeats = Object.values(frame.repeats).reduce((sum, count) => sum + count, 0);
  return silent.reduce((rest, outcome) => rest - (frame.outcomes[outcome] ?? 0), frame.attempts - repeats);
}

/** Attempts that were served: only they prove that something works again. */
export function servedAttempts(frame: SeriesFrame): number {
  return (frame.outcomes.ok ?? 0) + (frame.outcomes.filtered ?? 0);
}

/** Failures of a channel in a frame, without those of requests that had failed twice before. */
export function badAttempts(channel: Channel, frame: SeriesFrame): number {
  let bad = 0;
  for (const outcome of channel.bad) bad += (frame.outcomes[outcome] ?? 0) - (frame.repeats[outcome] ?? 0);
  return bad;
}
