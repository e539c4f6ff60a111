import type { Channel } from './channel.ts';
import { type Counts, countBetween, noCounts, samplesSince, share, sumCounts, weigh } from './counts.ts';
import { failingShare } from './judged.ts';
import { logLikelihoodRatio } from './likelihood.ts';
import { badIn, trialsOf } from './sample.ts';
import { referenceOf, type SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';

/** Windows in a row that have to agree before anybody is paged. */
const windowsInARow = 3;
const windowNatsMin = 2.3;
const togetherNatsMin = 12;
/**
 * Each window's excess over usual, compared with the worst of the three: a blip that is already over does not page. The
 * newest window tells that, if it holds enough failures for their number to mean something.
 */
const excessShareMin = 0.4;
const newestExcessShareMin = 0.45;
const tellingAttemptsMin = 100;
const fastShareMin = 0.5;
const fastAttemptsMin = 6;
/** The oldest of three short windows must have failed from its beginning on, if it holds enough to tell. */
const wholeShareMin = 0.6;
const wholeAttemptsMin = 10;

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
  const usual = Math.max(...affected.map((each) => referenceOf(each, channel, true)));
  const failing = failingShare(rate, usual);
  const windows = (seconds: number): readonly Counts[] =>
    lastWindows(affected, channel, nowMs, Math.max(seconds * 1000, frameWidthMs), settings);

  if (isMostlyFailing(windows(settings.fastSeconds), channel)) return true;
  return settings.sustainSeconds.some((seconds) => {
    const counts = windows(seconds);
    const excess = counts.map((each) => share(each) - usual);
    const largest = Math.max(...excess);
    const agree = (each: Counts, age: number): boolean =>
      weigh(each, failing, usual) > windowNatsMin && share(each) - usual >= leastExcess(each, age) * largest;
    return (
      weigh(sumCounts(counts), failing, usual) > togetherNatsMin &&
      counts.every(agree) &&
      isSteady(affected, channel, { failing, usual }, nowMs - windowsInARow * seconds * 1000, settings)
    );
  });
}

function isMostlyFailing(windows: readonly Counts[], { subject }: Channel): boolean {
  if (sumCounts(windows).attempts < fastAttemptsMin) return false;
  const oldest = windows.at(-1) ?? noCounts;
  // Answers grow late by and by, and not from one second to the next.
  const isRamp = subject === 'latency' || oldest.attempts < wholeAttemptsMin;
  const isWhole = isRamp || share(oldest) >= wholeShareMin;
  return isWhole && windows.every((counts) => share(counts) >= fastShareMin);
}

function leastExcess({ attempts }: Counts, age: number): number {
  return age === 0 && attempts >= tellingAttemptsMin ? newestExcessShareMin : excessShareMin;
}

/** Slices with enough attempts to be asked whether they fail, and how many of those must say yes. */
const askedFailuresMin = 4;
const steadyShareMin = 0.8;

/**
 * Whether the failures are spread over the time and are not a few bursts in it: each slice with enough attempts votes.
 * Bursts make up any share over minutes, but they leave most of the seconds between them alone.
 */
function isSteady(
  affected: readonly SeriesState[],
  channel: Channel,
  { failing, usual }: { readonly failing: number; readonly usual: number },
  sinceMs: number,
  settings: IncidentSettings,
): boolean {
  const slices = new Map<number, { attempts: number; bad: number }>();
  for (const sample of samplesSince(affected, sinceMs)) {
    const index = Math.floor(sample.startMs / (settings.sliceSeconds * 1000));
    const slice = slices.get(index) ?? { attempts: 0, bad: 0 };
    slice.attempts += trialsOf(channel, sample);
    slice.bad += badIn(channel, sample);
    slices.set(index, slice);
  }
  const asked = [...slices.values()].filter(({ attempts }) => attempts * failing >= askedFailuresMin);
  const failed = asked.filter(({ attempts, bad }) => logLikelihoodRatio(bad, attempts, failing, usual) > 0);
  return failed.length >= steadyShareMin * asked.length;
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

/** Newest first. */
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
      affected.map((each) => countBetween(each, channel, untilMs - widthMs, settings, untilMs, true)),
    );
  });
}
