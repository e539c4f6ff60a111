import type { TimeRange } from './time-range.ts';

/** Which attempts are to be counted, by which steps. */
export interface SeriesQuestion {
  /** Moved to the beginnings of steps. */
  readonly range: TimeRange;
  /** Read from the coarsest rollup whose cells fit into it: a multiple of two seconds, better of a minute or an hour. */
  readonly stepMs: number;
  /** Of more models those with most attempts are told. */
  readonly modelsMax: number;
  readonly filter: { readonly [Name in 'provider' | 'model' | 'region' | 'service']?: string | undefined };
}
