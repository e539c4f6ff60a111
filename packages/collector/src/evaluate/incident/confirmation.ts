import type { Channel } from './channel.ts';
import { failingShare } from './scope.ts';
import {
  type Counts,
  countBetween,
  referenceOf,
  type SeriesState,
  share,
  sumCounts,
  weigh,
} from './series.ts';
import type { IncidentSettings } from './settings.ts';

/** Windows in a row that have to agree before anybody is paged. */
const windowsInARow = 3;
const windowNatsMin = 2.3;
/** Each window's excess over usual, compared with the worst of the three: a blip that is already over does not page. */
const excessShareMin = 0.4;
const fastShareMin = 0.5;
const fastAttemptsMin = 6;

/**
 * True when the affected series have failed for long enough that no blip explains it: three windows of one length in a
 * row, or, when most attempts fail, three short ones.
 */
export function isSustained(
  affected: readonly SeriesState[],
  channel: Channel,
  rate: number,
  nowMs: number,
  frameWidthMs: number,
  settings: IncidentSettings,
): boolean {
  const usual = Math.max(...affected.map((each) => referenceOf(each, channel)));
  const failing = failingShare(rate, usual);
  const windows = (seconds: number): readonly Counts[] =>
    lastWindows(affected, channel, nowMs, Math.max(seconds * 1000, frameWidthMs), settings);

  const fast = windows(settings.fastSeconds);
  const isEnough = sumCounts(fast).attempts >= fastAttemptsMin;
  if (isEnough && fast.every((counts) => share(counts) >= fastShareMin)) return true;

  return settings.sustainSeconds.some((seconds) => {
    const counts = windows(seconds);
    const excess = counts.map((each) => share(each) - usual);
    const largest = Math.max(...excess);
    const agree = (each: Counts): boolean =>
      weigh(each, failing, usual) > windowNatsMin && share(each) - usual >= excessShareMin * largest;
    return counts.every(agree);
  });
}

/** True when the affected series look usual again: an unconfirmed suspicion is then dropped. */
export function isCalm(
  affected: readonly SeriesState[],
  channel: Channel,
  rate: number,
  sinceMs: number,
  settings: IncidentSettings,
): boolean {
  const usual = Math.max(...affected.map((each) => referenceOf(each, channel)));
  const failing = failingShare(rate, usual);
  const counts = sumCounts(affected.map((each) => countBetween(each, channel, sinceMs, settings)));
  return counts.attempts === 0 || weigh(counts, failing, usual) < -2;
}

function lastWindows(
  affected: readonly SeriesState[],
  channel: Channel,
  nowMs: number,
  widthMs: number,
  settings: IncidentSettings,
): readonly Counts[] {
  return Array.from({ length: windowsInARow }, (_, index) => {
    const untilMs = nowMs - index * widthMs;
    return sumCounts(
      affected.map((each) => countBetween(each, channel, untilMs - widthMs, settings, untilMs)),
    );
  });
}
