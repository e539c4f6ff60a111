import type { Histogram, SeriesFrame } from '../../model/frame.ts';
import type { Timing } from './sample.ts';
import type { IncidentSettings } from './settings.ts';

/**
 * How long good answers of a series usually take, as decayed counts in bins of one size on a log scale, and how long
 * the prompts are they answer.
 */
export interface UsualLatency {
  /** Until the first content; for a series that does not stream, until the end. */
  readonly measure: 'firstChunkMs' | 'durationMs';
  /** Counts weighted by 2^(age of the memory / half-life): newer ones weigh more instead of older ones less. */
  readonly bins: readonly number[];
  readonly total: number;
  readonly promptTokens: number;
  /** When a weight was 1, epoch milliseconds. */
  readonly weightedSinceMs: number;
}

/** Two bins to a factor of 1.5: the buckets of others, such as the benchmark's, fall on every second one. */
const firstEdgeMs = 20;
const binRatio = Math.sqrt(1.5);
const binCount = 40;

/** Answers slower than all but this share of the usual ones are slow. */
const slowShare = 0.1;
/** Below this many answers nothing is known about the usual latency. */
const answersMin = 100;
/** Longer prompts take longer to read: up to this factor they count as usual. */
const promptGrowthMin = 1.2;

export const unknownLatency: UsualLatency = {
  measure: 'durationMs',
  bins: [],
  total: 0,
  promptTokens: 0,
  weightedSinceMs: 0,
};

function binOf(edgeMs: number): number {
  // A hair above the edge, so that an edge written with few digits falls into its own bin.
  const bin = Math.floor(Math.log((edgeMs * 1.01) / firstEdgeMs) / Math.log(binRatio));
  return Math.min(binCount - 1, Math.max(0, bin));
}

/** Remembered, because there are only a few dozen edges and every frame names them again. */
const binsByEdge = new Map<string, number>();

function binOfEdge(edge: string): number {
  const known = binsByEdge.get(edge);
  if (known !== undefined) return known;
  const bin = binOf(Number(edge));
  if (binsByEdge.size < 1000) binsByEdge.set(edge, bin);
  return bin;
}

/** How many of a frame's good answers came later than nine of ten usually do, with allowance for longer prompts. */
export function timeAnswers(usual: UsualLatency, counts: SeriesFrame): Timing {
  const histogram = counts[usual.measure];
  if (!histogram || !isKnown(usual)) return { timed: 0, slow: 0 };
  const from = slowFrom(usual) + binsForPrompts(usual, counts.promptTokens);
  let timed = 0;
  let slow = 0;
  for (const edge in histogram) {
    const count = histogram[edge] ?? 0;
    timed += count;
    if (binOfEdge(edge) >= from) slow += count;
  }
  return { timed, slow };
}

/** The bin above which the share of the usual answers is nearest to the one that is called slow. */
function slowFrom({ bins, total }: UsualLatency): number {
  let above = 0;
  for (let bin = binCount - 1; bin > 0; bin -= 1) {
    const next = above + (bins[bin] ?? 0);
    if (next > slowShare * total) return next - slowShare * total < slowShare * total - above ? bin : bin + 1;
    above = next;
  }
  return 1;
}

function binsForPrompts(usual: UsualLatency, promptTokens: number | undefined): number {
  const growth = promptGrowth(usual, promptTokens);
  return growth < promptGrowthMin ? 0 : Math.ceil(Math.log(growth) / Math.log(binRatio));
}

function promptGrowth(usual: UsualLatency, promptTokens: number | undefined): number {
  return promptTokens === undefined || usual.promptTokens === 0 ? 1 : promptTokens / usual.promptTokens;
}

/** Whether enough answers have been timed to say what is usual. */
export function isKnown({ total }: UsualLatency): boolean {
  return total >= answersMin;
}

/** Upper edge of the bin that holds a quantile, milliseconds; null while too little is known. */
export function quantileMsOf(usual: UsualLatency, quantile: number): number | null {
  if (!isKnown(usual)) return null;
  const { bins, total } = usual;
  let left = quantile * total;
  for (const [bin, count] of bins.entries()) {
    left -= count;
    if (left <= 0) return firstEdgeMs * binRatio ** (bin + 1);
  }
  return firstEdgeMs * binRatio ** binCount;
}

/** Whether the prompts are so much longer than usual that it is no wonder if answers take their time. */
export function hasLongPrompts(usual: UsualLatency, { promptTokens }: SeriesFrame): boolean {
  return promptGrowth(usual, promptTokens) >= promptGrowthMin;
}

/**
 * Learns at once, unlike shares: the half-life is so much longer than it takes to notice a brownout that its first
 * minute is not learnt as usual.
 */
export function learnLatency(
  before: UsualLatency,
  counts: SeriesFrame,
  atMs: number,
  settings: Pick<IncidentSettings, 'latencyHalfLifeSeconds'>,
): UsualLatency {
  const streams = counts.firstChunkMs !== undefined && before.measure === 'durationMs';
  return learnMeasure(
    streams ? { ...unknownLatency, measure: 'firstChunkMs' } : before,
    counts,
    atMs,
    settings,
  );
}

/** A weight beyond this would cost precision: all of them are taken back to where they began. */
const weightMax = 2 ** 30;

/** The same for one measure, whatever else is known. */
export function learnMeasure(
  usual: UsualLatency,
  counts: SeriesFrame,
  atMs: number,
  { latencyHalfLifeSeconds }: Pick<IncidentSettings, 'latencyHalfLifeSeconds'>,
): UsualLatency {
  const histogram = counts[usual.measure];
  if (!histogram) return usual;
  const sinceMs = usual.total === 0 ? atMs : usual.weightedSinceMs;
  const weight = 2 ** ((atMs - sinceMs) / 1000 / latencyHalfLifeSeconds);
  const bins = usual.bins.length === 0 ? new Array<number>(binCount).fill(0) : usual.bins.slice();
  const added = addCounts(bins, histogram, weight);
  const total = usual.total + added;
  const part = total === 0 ? 0 : added / total;
  const tokens = counts.promptTokens ?? usual.promptTokens;
  const promptTokens = usual.promptTokens + (tokens - usual.promptTokens) * part;
  const learnt = { measure: usual.measure, bins, total, promptTokens, weightedSinceMs: sinceMs };
  return weight > weightMax ? reweigh(learnt, weight, atMs) : learnt;
}

function reweigh(usual: UsualLatency, weight: number, atMs: number): UsualLatency {
  const bins = usual.bins.map((count) => count / weight);
  return { ...usual, bins, total: usual.total / weight, weightedSinceMs: atMs };
}

function addCounts(bins: number[], histogram: Histogram, weight: number): number {
  let added = 0;
  for (const edge in histogram) {
    const count = (histogram[edge] ?? 0) * weight;
    const bin = binOfEdge(edge);
    bins[bin] = (bins[bin] ?? 0) + count;
    added += count;
  }
  return added;
}
