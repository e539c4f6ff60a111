import { faultDomain, type Outcome, outcomes } from '@faultline/conventions';
import type { SeriesFrame } from '../../model/frame.ts';
import type { IncidentKind } from '../../model/incident.ts';

/** One way of failing that is watched by itself; an open incident belongs to one provider and one channel. */
export type ChannelName = 'errors' | 'blank' | 'rate_limit' | 'credential' | 'client_error';

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

/** The channel that vendors, networks and SLOs are about. */
export const errorsChannel: Channel = channels[0] as Channel;

export function channelNamed(name: ChannelName): Channel {
  return channels.find((channel) => channel.name === name) ?? errorsChannel;
}

/** Failures of a channel in a frame, without those of requests that had failed twice before. */
export function badAttempts(channel: Channel, frame: SeriesFrame): number {
  let bad = 0;
  for (const outcome of channel.bad) bad += (frame.outcomes[outcome] ?? 0) - (frame.repeats[outcome] ?? 0);
  return bad;
}

/** Attempts that never got an answer: what one's own broken network looks like. */
export function unansweredAttempts(frame: SeriesFrame): number {
  return (frame.outcomes.network ?? 0) + (frame.outcomes.timeout ?? 0);
}
