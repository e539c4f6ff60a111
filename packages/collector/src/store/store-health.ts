/** What `/readyz` and `/metrics` tell. */
export interface StoreHealth {
  readonly ready: boolean;
  readonly engine: 'starting' | 'up' | 'down';
  /** Durable, not yet queryable. */
  readonly spooledRows: number;
  readonly spooledBytes: number;
  readonly detail: string;
}

/** Why ClickHouse did not take rows. They wait in the spool and are tried again. */
export type InsertFailure = 'memory' | 'disk_full' | 'too_many_parts' | 'timeout' | 'unreachable' | 'other';

/** Why a sender was told to come again. */
export type AppendRefusal =
  | 'starting'
  | 'stopping'
  | 'spool_full'
  /** Rows come faster than the disk takes them. */
  | 'disk_slow'
  | 'disk_full'
  | 'disk_error';

/** Counters since the start, for `/metrics`; the last two are gauges. */
export interface StoreStats {
  readonly rowsAppended: number;
  /** Rows that had been seen before and were skipped. */
  readonly rowsDuplicate: number;
  readonly rowsInserted: number;
  /** Rows the database refused for good; their segments are kept in the spool's folder `rejected`. */
  readonly rowsRejected: number;
  readonly segmentsInserted: number;
  readonly segmentsRejected: number;
  /** What never happened is left out, here and in the next one. */
  readonly insertFailures: Readonly<Partial<Record<InsertFailure, number>>>;
  readonly appendsRefused: Readonly<Partial<Record<AppendRefusal, number>>>;
  /** Lines of rows that a crash cut short while they were written: never acknowledged. */
  readonly tornLines: number;
  readonly engineRestarts: number;
  readonly spooledRows: number;
  readonly spooledBytes: number;
}
