import type { Outcome, StripAxis } from '@faultline/conventions';
import { allChannels } from '../../evaluate/incident/channel.ts';
import type { Incident } from '../../model/incident.ts';
import type { SeriesOfModels } from '../../store/store.ts';

export { shareOf } from '@faultline/conventions';

type ModelPoints = SeriesOfModels['series'][number];

/** Attempts of something in one cell of an axis, and those of them that failed in the way of an incident. */
export interface CellCounts {
  readonly attempts: number;
  readonly bad: number;
  readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
}

export const noAttempts: CellCounts = { attempts: 0, bad: 0, outcomes: {} };

/** What counts as failing in an incident of this channel; late answers are none, so what fails beside them is told. */
export function failuresOf(channel: Incident['channel']): ReadonlySet<Outcome> {
  const own = allChannels.flatMap(({ subject, bad }) => (subject === channel ? [...bad] : []));
  return own.length > 0 ? new Set(own) : failuresOf('errors');
}

/** One count per cell of the axis, oldest first, over all the given models. */
export function countCells(
  models: readonly ModelPoints[],
  axis: StripAxis,
  failures: ReadonlySet<Outcome>,
): readonly CellCounts[] {
  const cells = new Array<CellCounts>(axis.cells).fill(noAttempts);
  for (const { points } of models) {
    for (const { startMs, attempts, outcomes } of points) {
      const index = Math.floor((startMs - axis.startMs) / axis.cellMs);
      const before = cells[index];
      if (before)
        cells[index] = addCounts(before, { attempts, bad: failuresIn(outcomes, failures), outcomes });
    }
  }
  return cells;
}

/** The cells that touch `[sinceMs, untilMs)`. */
export function cellsWithin(
  cells: readonly CellCounts[],
  { startMs, cellMs }: StripAxis,
  sinceMs: number,
  untilMs: number,
): readonly CellCounts[] {
  return cells.filter((_, index) => {
    const cellStartMs = startMs + index * cellMs;
    return cellStartMs + cellMs > sinceMs && cellStartMs < untilMs;
  });
}

/** Everything in them. */
export function sumCells(
  cells: readonly CellCounts[],
  axis: StripAxis,
  sinceMs: number,
  untilMs: number,
): CellCounts {
  return cellsWithin(cells, axis, sinceMs, untilMs).reduce(addCounts, noAttempts);
}

/** What most of the failures were; null where nothing failed. */
export function dominantOutcome({ outcomes }: CellCounts, failures: ReadonlySet<Outcome>): Outcome | null {
  const counted = (Object.entries(outcomes) as [Outcome, number][]).filter(
    ([outcome, count]) => failures.has(outcome) && count > 0,
  );
  const [first] = counted.sort(([nameA, a], [nameB, b]) => b - a || nameA.localeCompare(nameB));
  return first?.[0] ?? null;
}

function failuresIn(outcomes: CellCounts['outcomes'], failures: ReadonlySet<Outcome>): number {
  let bad = 0;
  for (const outcome of failures) bad += outcomes[outcome] ?? 0;
  return bad;
}

export function addCounts(a: CellCounts, b: CellCounts): CellCounts {
  const outcomes = { ...a.outcomes };
  for (const [outcome, count] of Object.entries(b.outcomes) as [Outcome, number][])
    outcomes[outcome] = (outcomes[outcome] ?? 0) + count;
  return { attempts: a.attempts + b.attempts, bad: a.bad + b.bad, outcomes };
}
