import {
  type ModelSeries,
  type SeriesAnswer,
  type SeriesCounts,
  type SeriesPoint,
  type StripAxis,
  shareOf,
} from '@faultline/conventions';

/** The time axis of an answer. Points are found by their step: a step without attempts has none. */
export function stepsOf({ fromMs, untilMs, stepMs }: SeriesAnswer): number {
  return Math.max(1, Math.ceil((untilMs - fromMs) / stepMs));
}

/** One place per step, undefined where nothing was attempted. */
export function pointsByStep(
  series: ModelSeries,
  answer: SeriesAnswer,
): readonly (SeriesPoint | undefined)[] {
  const steps: (SeriesPoint | undefined)[] = Array.from({ length: stepsOf(answer) });
  for (const point of series.points) {
    const step = Math.floor((point.startMs - answer.fromMs) / answer.stepMs);
    // A range that begins within a step has that step's point from before its beginning.
    steps[Math.min(steps.length - 1, Math.max(0, step))] = point;
  }
  return steps;
}

/** More bars than this are thinner than a pixel in a table column. */
const stripCellsMax = 96;

function stepsPerCell(answer: SeriesAnswer): number {
  return Math.ceil(stepsOf(answer) / stripCellsMax);
}

export function stripAxisOf(answer: SeriesAnswer): StripAxis {
  const perCell = stepsPerCell(answer);
  return {
    startMs: answer.fromMs,
    cellMs: perCell * answer.stepMs,
    cells: Math.ceil(stepsOf(answer) / perCell),
  };
}

/** Error shares on that axis. Counts add up, so that several steps in one bar are exact. */
export function stripSharesOf(series: ModelSeries, answer: SeriesAnswer): readonly (number | null)[] {
  const perCell = stepsPerCell(answer);
  const points = pointsByStep(series, answer);
  return Array.from({ length: stripAxisOf(answer).cells }, (_, cell) =>
    shareOf(sumCounts(points.slice(cell * perCell, (cell + 1) * perCell))),
  );
}

type Counts = Pick<SeriesCounts, 'attempts' | 'bad'>;

/** Undefined counts for nothing: a step without attempts has no point. */
export function sumCounts(counts: readonly (Counts | undefined)[]): Counts {
  let attempts = 0;
  let bad = 0;
  for (const one of counts) {
    attempts += one?.attempts ?? 0;
    bad += one?.bad ?? 0;
  }
  return { attempts, bad };
}
