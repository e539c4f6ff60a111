import type { MeteredCalls } from '../../model/metered-calls.ts';
import type { CallSource, SeriesSource, TellerSource, TimeRange } from '../store.ts';
import type { CountedAttempts } from './counted.ts';
import { createRows, type KeptRows } from './rows.ts';
import { seriesOf } from './series.ts';
import { sourcesOf } from './tellers.ts';

export interface Explored extends KeptRows {
  readonly ended: (range: TimeRange) => readonly CountedAttempts[];
  /** Of metrics, those that stand. */
  readonly counts: () => readonly MeteredCalls[];
}

/** What people look at one by one. */
export function createExplorer(explored: Explored): CallSource & SeriesSource & TellerSource {
  return {
    ...createRows(explored),
    series: async (question) => seriesOf(explored.ended, question),
    sources: async (range) => sourcesOf(range, [...explored.calls.values()], explored.counts()),
  };
}
