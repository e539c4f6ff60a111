import type { Outcome } from '@faultline/conventions';
import type { Channel } from './channel.ts';
import { type Sample } from './sample.ts';
import { type SeriesState } from './series.ts';
/** What one model (for the own network: one provider) did during an incident, from first failure to recovery. */
export interface Tally {
  readonly attempts: number;
  readonly bad: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  readonly firstBadMs: number | null;
  /** Strongest evidence so far that it is affected, nats. */
  readonly nats: number;
  /** Evidence, nats, that it serves again; gathered in recovery.ts. */
  readonly recovery: number;
  /** Frames seen while it may be serving again: part of the failure only if that turns out wrong. */
  readonly pending: readonly Sample[];
  readonly recoveredMs: number | null;
  /** Over because nobody has called it for long, not because it served. */
  readonly abandoned: boolean;
}
/** Counts what a unit that joins an incident has done since its own failing began, in frames before `untilMs`. */
export declare function startTally(
  parts: readonly SeriesState[],
  channel: Channel,
  sinceMs: number,
  untilMs: number,
): Tally;
/** Counts the newest frame; call it after the evidence of recovery has seen that frame. */
export declare function addFrame(
  tally: Tally,
  parts: readonly SeriesState[],
  channel: Channel,
  frameMs: number,
): Tally;
/** A unit that fails again within one incident: one story, so one count. */
export declare function continueTally(before: Tally, again: Tally): Tally;
export declare function samplesAt(parts: readonly SeriesState[], frameMs: number): readonly Sample[];
/** The outcome most of the failures had. */
export declare function dominantOutcome(tallies: readonly Tally[]): Outcome;
