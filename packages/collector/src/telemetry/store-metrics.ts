import { Counter, Gauge, type Registry } from 'prom-client';
import type { Store, StoreStats } from '../store/store.ts';

type CounterName = Exclude<keyof StoreStats, 'spooledRows' | 'spooledBytes'>;

const counters: Readonly<Record<CounterName, readonly [name: string, help: string]>> = {
  rowsAppended: ['faultline_store_rows_appended_total', 'Rows made durable in the spool.'],
  rowsDuplicate: ['faultline_store_rows_duplicate_total', 'Rows seen before and skipped.'],
  rowsInserted: ['faultline_store_rows_inserted_total', 'Rows the database has confirmed.'],
  rowsRejected: [
    'faultline_store_rows_rejected_total',
    'Rows the database refused for good; kept in spool/rejected.',
  ],
  segmentsInserted: ['faultline_store_segments_inserted_total', 'Spool segments inserted.'],
  segmentsRejected: ['faultline_store_segments_rejected_total', 'Spool segments refused for good.'],
  insertRetries: ['faultline_store_insert_retries_total', 'Inserts tried again.'],
  appendsRefused: ['faultline_store_appends_refused_total', 'Batches sent back to their sender with 503.'],
  tornLines: ['faultline_store_torn_lines_total', 'Never acknowledged rows that a crash cut short.'],
  engineRestarts: ['faultline_store_engine_restarts_total', 'Restarts of the embedded engine.'],
};

/** The store counts for itself; a scrape reads it. */
export function registerStoreMetrics(registry: Registry, store: Store): void {
  for (const [key, [name, help]] of Object.entries(counters) as [CounterName, readonly [string, string]][]) {
    registry.registerMetric(
      new Counter({
        name,
        help,
        registers: [],
        collect() {
          this.reset();
          this.inc(store.stats()[key]);
        },
      }),
    );
  }
  const gauge = (name: string, help: string, read: () => number): void => {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        registers: [],
        collect() {
          this.set(read());
        },
      }),
    );
  };
  gauge(
    'faultline_store_spooled_rows',
    'Rows durable but not yet queryable.',
    () => store.stats().spooledRows,
  );
  gauge('faultline_store_spooled_bytes', 'Size of the spool.', () => store.stats().spooledBytes);
  gauge('faultline_store_ready', '1 when rows can be taken and read.', () => (store.health().ready ? 1 : 0));
}
