import type { SeriesFrame } from '../../model/frame.ts';
import { type Channel, type ChannelName } from './channel.ts';
/** Counts of one series over one frame or several in a row; by channel, how many were bad. */
export interface Sample extends Readonly<Record<ChannelName, number>> {
  readonly startMs: number;
  readonly widthMs: number;
  /** Attempts that ended or began, whichever is more: ended ones alone are biased to fast outcomes when a vendor hangs. */
  readonly attempts: number;
  /** Attempts that were served: only they prove that something works. */
  readonly served: number;
  /** Good answers whose latency can be judged. */
  readonly timed: number;
  /** Null where nothing went wrong. */
  readonly outcomes: SeriesFrame['outcomes'] | null;
  /** Channels, as bits in the order of `allChannels`, whose counts fell into an incident or an excursion: not usual. */
  readonly tainted: number;
}
/** How many good answers took too long; nothing where that cannot be said. */
export interface Timing {
  readonly timed: number;
  readonly slow: number;
}
export declare function sampleOf(
  counts: SeriesFrame,
  startMs: number,
  widthMs: number,
  { timed, slow }: Timing,
  overdue: number,
  tainted?: number,
): Sample;
/** Of how many a channel's bad ones are a part. */
export declare function trialsOf({ name }: Channel, sample: Sample): number;
/** Two samples, the later one second, as one. */
export declare function mergeSamples(a: Sample, b: Sample): Sample;
export declare function isTainted(sample: Sample, { name }: Channel): boolean;
export declare function bitOf(name: ChannelName): number;
