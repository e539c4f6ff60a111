import { type Baseline } from './baseline.ts';
import { type Channel } from './channel.ts';
import { type Sample } from './sample.ts';
import type { IncidentSettings } from './settings.ts';
/** Sequential evidence (CUSUM) that a channel of a series got worse. */
export interface Evidence {
  /** Nats that speak for each of the channel's alternatives, from the mildest to the worst; 0 when nothing does. */
  readonly nats: readonly number[];
  /** Since when they have done so without a break; meaningless where the nats are 0. */
  readonly sinceMs: readonly number[];
  /** Frames of the excursion that spoke for it: one frame alone never opens an incident. */
  readonly positiveFrames: number;
}
export declare const noEvidence: Evidence;
export declare function isNone({ nats }: Evidence): boolean;
export declare function gather(
  evidence: Evidence,
  channel: Channel,
  baseline: Baseline,
  sample: Sample,
  settings: IncidentSettings,
): Evidence;
/** Evidence that opens an incident, nats. */
export declare function thresholdOf({ extraNats }: Channel, { evidenceNats }: IncidentSettings): number;
/**
 * What an attempt counts for, 0..1: many within one slice share their bursts. By the rate, so that the same traffic
 * says the same in frames of any width.
 */
export declare function independence(
  attempts: number,
  widthMs: number,
  correlation: number,
  { sliceSeconds }: Pick<IncidentSettings, 'sliceSeconds'>,
): number;
/** Strongest evidence, nats. */
export declare function levelOf({ nats }: Evidence): number;
/**
 * When the change began; null without evidence. A mild alternative collects background noise before the real onset, so
 * the worst one with at least half the evidence tells.
 */
export declare function onsetOf(evidence: Evidence): number | null;
/**
 * A limit that a series has run into since its first attempt is how it is used, not an incident. Only our own doing is
 * excused so: a vendor that has failed since the first call fails.
 */
export declare function mayBeUsual(channel: Channel, chronic: boolean | null): boolean;
