import type { Channel } from './channel.ts';
import type { IncidentSettings } from './settings.ts';
/** What is usual for one series and channel, and how much that varies by itself. Counts are decayed. */
export interface Baseline {
  readonly bad: number;
  readonly attempts: number;
  /** Blocks learnt, and over them the sums that tell how bursty failures are; see {@link burstiness}. */
  readonly blocks: number;
  readonly excess: number;
  readonly pairs: number;
  /** The stretch of blocks that the next estimate of the drift is made of. */
  readonly stretch: Stretch;
  /** Variance of the usual share over hours, beyond what chance and bursts explain; null until it has been seen. */
  readonly drift: number | null;
}
interface Stretch {
  readonly blocks: number;
  readonly bad: number;
  readonly attempts: number;
}
export declare const emptyBaseline: Baseline;
/** Learns a block of traffic that has been found usual. */
export declare function learn(
  baseline: Baseline,
  channel: Channel,
  block: {
    readonly bad: number;
    readonly attempts: number;
    readonly widthMs: number;
  },
  settings: Pick<IncidentSettings, 'blockSeconds' | 'sliceSeconds' | 'learnHalfLifeSeconds'>,
): Baseline;
/** The expected bad share. */
export declare function usualShare(baseline: Baseline, channel: Channel): number;
/** The share evidence is gathered against: the usual one, plus what we do not know about it, never under the floor. */
export declare function referenceShare(baseline: Baseline, channel: Channel, isCautious?: boolean): number;
/**
 * Intra-class correlation of failures within a slice, by moments: the mean squared error of a block's count, in units of
 * its binomial variance, is 1 + (attempts per slice - 1) x correlation.
 */
export declare function burstiness({ blocks, excess, pairs }: Baseline, isCautious?: boolean): number;
/** Variance of so many attempts within one slice over that of independent ones (quasi-likelihood over-dispersion). */
export declare function dispersion(attemptsPerSlice: number, correlation: number): number;
