import type { Outcome } from '@faultline/conventions';
import type { Frame, Histogram, SeriesFrame, SeriesKey } from '../model/frame.ts';
import { byFirst } from './fold.ts';
import { cellStarts } from './grid.ts';
import type { TimeRange } from './store.ts';

/** Attempts of one series that ended alike within one frame. */
export interface FrameCount extends SeriesKey {
  readonly startMs: number;
  readonly outcome: Outcome;
  readonly repeat: boolean;
  readonly attempts: number;
  readonly services: readonly string[];
  /** Of good ones that were told one by one; empty for all others. */
  readonly firstChunkMs: Histogram;
  readonly durationMs: Histogram;
}

/** What calls of one series add to a frame, beside their attempts. */
export interface CallSums extends SeriesKey {
  readonly startMs: number;
  readonly started: number;
  /** Calls that ended and told how long their prompt was. */
  readonly prompts: number;
  /** Of all of them. */
  readonly promptTokens: number;
}

/** Calls of one series that were in flight at the end of a frame. */
export interface InFlightSum extends SeriesKey {
  readonly startMs: number;
  readonly inFlight: Histogram;
}

/** What was counted of some frames. Of each kind there is at most one for a frame, a series and, of attempts, an end. */
export interface FrameParts {
  readonly ended: readonly FrameCount[];
  readonly calls: readonly CallSums[];
  readonly inFlight: readonly InFlightSum[];
}

/**
 * Counts to frames, with the empty frames between them. Series and services are in order of their names. A series is in
 * a frame if one of its attempts ended, one of its calls began, or one was in flight; the length of prompts, or that
 * nothing is in flight, is told of such a series only.
 */
export function foldFrames(range: TimeRange, widthMs: number, parts: FrameParts): readonly Frame[] {
  const frames = openFrames(range, widthMs);
  for (const count of parts.ended) addEnded(frames, count);
  for (const sums of parts.calls) addStarted(frames, sums);
  for (const sum of parts.inFlight) addInFlight(frames, sum);
  for (const sums of parts.calls) addPrompts(frames, sums);
  return frames.close();
}

/** Filled field by field: a frame of a thousand series is read every two seconds, and copies are what that costs. */
type OpenSeries = {
  -readonly [Field in keyof SeriesFrame]: SeriesFrame[Field];
} & {
  readonly outcomes: Partial<Record<Outcome, number>>;
  readonly repeats: Partial<Record<Outcome, number>>;
  firstChunkMs?: Histogram;
  durationMs?: Histogram;
};

type Place = SeriesKey & { readonly startMs: number };

interface OpenFrames {
  /** Undefined for a frame that nobody asked for. */
  open(place: Place): OpenSeries | undefined;
  /** Undefined for a series that is not in the frame so far, too. */
  known(place: Place): OpenSeries | undefined;
  close(): readonly Frame[];
}

function openFrames(range: TimeRange, widthMs: number): OpenFrames {
  const frames = new Map(
    cellStarts(range, widthMs).map((startMs) => [startMs, new Map<string, OpenSeries>()]),
  );
  return {
    open(place) {
      const frame = frames.get(place.startMs);
      if (!frame) return undefined;
      const name = nameOf(place);
      const known = frame.get(name);
      if (known) return known;
      const series = openSeries(place);
      frame.set(name, series);
      return series;
    },
    known: (place) => frames.get(place.startMs)?.get(nameOf(place)),
    close: () =>
      [...frames].map(([startMs, series]) => ({
        startMs,
        widthMs,
        series: [...series].sort(byFirst).map(([, open]) => closeSeries(open)),
      })),
  };
}

function nameOf({ provider, model, region, credential }: SeriesKey): string {
  return JSON.stringify([provider, model, region, credential]);
}

function openSeries({ provider, model, region, credential }: SeriesKey): OpenSeries {
  return { provider, model, region, credential, attempts: 0, outcomes: {}, repeats: {}, services: [] };
}

function addEnded(frames: OpenFrames, count: FrameCount): void {
  const series = frames.open(count);
  if (!series) return;
  series.attempts += count.attempts;
  add(series.outcomes, count.outcome, count.attempts);
  if (count.repeat) add(series.repeats, count.outcome, count.attempts);
  series.services = series.services.length === 0 ? count.services : [...series.services, ...count.services];
  if (hasValues(count.firstChunkMs)) series.firstChunkMs = sum(series.firstChunkMs, count.firstChunkMs);
  if (hasValues(count.durationMs)) series.durationMs = sum(series.durationMs, count.durationMs);
}

function addStarted(frames: OpenFrames, sums: CallSums): void {
  const series = sums.started > 0 ? frames.open(sums) : undefined;
  if (series) series.started = sums.started;
}

function addInFlight(frames: OpenFrames, sum: InFlightSum): void {
  const series = hasValues(sum.inFlight) ? frames.open(sum) : frames.known(sum);
  if (!series) return;
  series.inFlight = sum.inFlight;
  // Who tells what is in flight also tells what began.
  series.started ??= 0;
}

function addPrompts(frames: OpenFrames, { prompts, promptTokens, ...place }: CallSums): void {
  const series = prompts > 0 ? frames.known(place) : undefined;
  if (series) series.promptTokens = promptTokens / prompts;
}

function add<Name extends string>(counts: Partial<Record<Name, number>>, name: Name, count: number): void {
  counts[name] = (counts[name] ?? 0) + count;
}

function sum(histogram: Histogram | undefined, more: Histogram): Histogram {
  if (histogram === undefined) return more;
  const total = { ...histogram };
  for (const edge in more) add(total, edge, more[edge] ?? 0);
  return total;
}

/** What nobody told is not there. */
function closeSeries(series: OpenSeries): SeriesFrame {
  series.services = [...new Set(series.services)].sort();
  return series;
}

function hasValues(histogram: Histogram): boolean {
  for (const _ in histogram) return true;
  return false;
}
