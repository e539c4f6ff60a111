import type { ModelSeries, SeriesAnswer } from '@faultline/conventions';
import { formatMoment } from '../format.ts';
import { modelInWords } from '../words.ts';
import { formatMeasure, type Measure, measured, measureWords } from './measure.ts';
import { pointsByStep, stepsOf } from './steps.ts';

export interface ChartLine {
  readonly name: string;
  /** Lengths of dash and gap: lines differ without colour. */
  readonly dash: readonly number[];
  /** One per step, null where there was nothing to measure. */
  readonly values: readonly (number | null)[];
  /** Of the whole range. */
  readonly total: number | null;
}

/** One for each tone `--series-1` to `--series-6`. */
const dashes: readonly (readonly number[])[] = [[], [7, 3], [2, 3], [10, 3, 2, 3], [4, 4], [12, 4]];

/** More lines than this cannot be told from each other. */
export const linesMax = dashes.length;

/** The models with most attempts, in the order of the table. */
export function chartedSeries({ series }: SeriesAnswer): readonly ModelSeries[] {
  const most = [...series].sort((a, b) => b.totals.attempts - a.totals.attempts).slice(0, linesMax);
  return series.filter((one) => most.includes(one));
}

export function chartLines(answer: SeriesAnswer, measure: Measure): readonly ChartLine[] {
  return chartedSeries(answer).map((series, index) => ({
    name: modelInWords(series.model),
    dash: dashes[index] ?? [],
    values: pointsByStep(series, answer).map((point) => (point ? measured(point, measure) : null)),
    total: measured(series.totals, measure),
  }));
}

/** When each step begins. */
export function stepStartsMs(answer: SeriesAnswer): readonly number[] {
  return Array.from({ length: stepsOf(answer) }, (_, step) => answer.fromMs + step * answer.stepMs);
}

/** What the chart shows, for those who cannot see it. */
export function describeChart(
  lines: readonly ChartLine[],
  measure: Measure,
  { fromMs, untilMs, stepMs }: SeriesAnswer,
): string {
  const span = `${measureWords[measure]} of ${lines.length === 1 ? 'one model' : `${lines.length} models`} from ${formatMoment(fromMs, fromMs)} to ${formatMoment(untilMs, fromMs)}.`;
  let highest: { readonly name: string; readonly value: number; readonly atMs: number } | undefined;
  for (const { name, values } of lines) {
    values.forEach((value, step) => {
      if (value === null || value <= (highest?.value ?? 0)) return;
      highest = { name, value, atMs: fromMs + step * stepMs };
    });
  }
  if (!highest) return `${span} Never above zero.`;
  const { name, value, atMs } = highest;
  return `${span} Highest: ${name}, ${formatMeasure(value, measure)} at ${formatMoment(atMs, fromMs)}.`;
}
