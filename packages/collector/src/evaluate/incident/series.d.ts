import type { Frame, SeriesFrame, SeriesKey } from '../../model/frame.ts';
import { type Baseline } from './baseline.ts';
import { type Channel, type ChannelName } from './channel.ts';
import { type Evidence } from './evidence.ts';
import { type UsualLatency } from './latency.ts';
import { type Sample } from './sample.ts';
import type { IncidentSettings } from './settings.ts';
export interface ChannelState {
  readonly baseline: Baseline;
  readonly evidence: Evidence;
  /** What the first minute of the series held. */
  readonly early: {
    readonly attempts: number;
    readonly bad: number;
  };
  /** Whether it began like this; null while it begins. */
  readonly chronic: boolean | null;
}
export interface SeriesState extends SeriesKey {
  readonly samples: readonly Sample[];
  readonly services: readonly string[];
  readonly firstTrafficMs: number;
  readonly lastTrafficMs: number;
  readonly usualLatency: UsualLatency;
  readonly usualDuration: UsualLatency;
  /** Calls in flight that were overdue at the end of the last frame. */
  readonly waiting: number;
  readonly channels: Readonly<Record<ChannelName, ChannelState>>;
}
export declare function seriesId(key: SeriesKey): string;
export declare function createSeries({ provider, model, region, credential }: SeriesKey): SeriesState;
/** `frozen` channels are in an open incident: they gather evidence but learn nothing. */
export declare function observe(
  before: SeriesState,
  counts: SeriesFrame,
  { startMs, widthMs }: Frame,
  frozen: ReadonlySet<ChannelName>,
  settings: IncidentSettings,
): SeriesState;
/** Strongest evidence of a channel, nats. */
export declare function level(series: SeriesState, channel: ChannelName): number;
/** When the change of a channel began; null without evidence. */
export declare function onset(series: SeriesState, channel: ChannelName): number | null;
export declare function referenceOf(series: SeriesState, channel: Channel, isCautious?: boolean): number;
/** Not what would be news, but what is most likely if nothing is wrong: halfway between, on a log scale. */
export declare function expectedOf(series: SeriesState, channel: Channel): number;
/** After an incident is over: what spoke for it must not open the next one. */
export declare function forgetEvidence(series: SeriesState, channel: ChannelName): SeriesState;
/**
 * An incident turned out to have begun at `sinceMs`: what a channel has counted since then is not usual. Or it turned out
 * to have been none, and is.
 */
export declare function taintSince(
  series: SeriesState,
  channel: ChannelName,
  sinceMs: number,
  isIncident: boolean,
): SeriesState;
