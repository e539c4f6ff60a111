import type { Fault } from '../fault.ts';

export type Ending = 'ok' | Fault;

/** Counts of one series in one tick. */
export interface SeriesCounts {
  readonly provider: string;
  readonly model: string;
  readonly region: string;
  readonly credential: string;
  readonly started: number;
  /** Attempts that ended in this tick. */
  readonly ended: EndingCounts;
  /** The part of `ended` whose request had failed twice before. */
  readonly repeated: EndingCounts;
  /** In flight, and since this tick for longer than 99.5 % usually take. */
  readonly overdue: number;
  readonly promptTokens: number;
  /** Lower edge in milliseconds → good answers whose first content took so long. */
  readonly firstChunkMs: Readonly<Record<string, number>>;
}

export type EndingCounts = Readonly<Partial<Record<Ending, number>>>;
