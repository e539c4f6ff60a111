import { type Outcome } from '@faultline/conventions';
import type { Incident, IncidentKind } from '../../model/incident.ts';
/** What an open incident is about, next to its provider. */
export type Subject = Incident['channel'];
/** One way of failing that is watched by itself. */
export type ChannelName = Exclude<Subject, 'latency'> | 'slow' | 'overdue';
export interface Channel {
  readonly name: ChannelName;
  readonly subject: Subject;
  readonly kind: IncidentKind;
  /** Outcomes that are failures of this channel; empty where it is not an outcome that tells. */
  readonly bad: ReadonlySet<Outcome>;
  /** Below this share nothing is an incident, however quiet the series usually is. */
  readonly floor: number;
  /** Prior of the usual share, as (bad, attempts) seen before anything was seen. */
  readonly prior: {
    readonly bad: number;
    readonly attempts: number;
  };
  /** Shares the evidence is gathered for, given the usual one: a small grid stands in for "any worse share". */
  readonly alternatives: (usual: number) => readonly number[];
  /** Before anything has been seen of it, the usual share is taken to wander by this part of itself. */
  readonly wander: number;
  /** Evidence needed on top of the setting, nats. */
  readonly extraNats: number;
}
/** Attempts that failed by the vendor's fault or on the way to it. */
export declare const errorsChannel: Channel;
/**
 * Attempts that never got an answer, at whatever vendor: what one's own broken network looks like. No vendor is judged
 * by it; its incident is about all of them.
 */
export declare const connectionChannel: Channel;
/** Attempts in flight for longer than nearly all others ever were. When they end, they end as something else. */
export declare const overdueChannel: Channel;
/** Requests that were refused for what they are. */
export declare const clientErrorChannel: Channel;
/**
 * Account and caller faults have channels of their own: 429s are naturally multi-model (shared rate-limit buckets) and
 * must never look like a vendor-wide failure. All attempts stay in every denominator: with a revoked key the remainder
 * would be a handful of connection errors, "100 % failing".
 */
export declare const channels: readonly Channel[];
export declare const allChannels: readonly Channel[];
/** Whose own fault a channel shows: ours, in our account or our requests, or somebody else's. */
export declare function isOurs({ name }: Channel): boolean;
export declare function channelNamed(name: ChannelName): Channel;
