import { Counter, Gauge, type Registry } from 'prom-client';
import type { Store, StoreStats } from '../store/store.ts';

type ByReason = 'insertFailures' | 'appendsRefused';
type Plain = Exclude<keyof StoreStats, ByReason | 'spooledRows' | 'spooledBytes'>;
type Described = readonly [name: string, help: string];

const counters: Readonly<Record<Plain, Described>> = {
  rowsAppended: ['faultline_store_rows_appended_total', 'Rows made durable in the spool.'],
  rowsDuplicate: ['faultline_store_rows_duplicate_total', 'Rows seen before and skipped.'],
  rowsInserted: ['faultline_store_rows_inserted_total', 'Rows the database has confirmed.'],
  rowsRejected: [
    'faultline_store_rows_rejected_total',
    'Rows the database refused for good; kept in spool/rejected.',
  ],
  segmentsInserted: ['faultline_store_segments_inserted_total', 'Spool segments inserted.'],
  segmentsRejected: ['faultline_store_segments_rejected_total', 'Spool segments refused for good.'],
  tornLines: [
    'faultline_store_torn_lines_total',
    'Lines of rows that a crash cut short in the spool: never acknowledged.',
  ],
  engineRestarts: ['faultline_store_engine_restarts_total', 'Restarts of the embedded engine.'],
};

const countersByReason: Readonly<Record<ByReason, Described>> = {
  insertFailures: [
    'faultline_store_insert_failures_total',
    'Inserts that failed; their rows wait in the spool and are tried again.',
  ],
  appendsRefused: ['faultline_store_appends_refused_total', 'Batches sent back to their sender with 503.'],
};

/** Every reason there is, so that its series exists before it happens: a rate needs a first value. */
const reasons: { readonly [Key in ByReason]: Readonly<Record<keyof StoreStats[Key], 0>> } = {
  insertFailures: { memory: 0, disk_full: 0, too_many_parts: 0, timeout: 0, unreachable: 0, other: 0 },
  appendsRefused: { starting: 0, stopping: 0, spool_full: 0, disk_slow: 0, disk_full: 0, disk_error: 0 },
};

/** The store counts for itself; a scrape reads it. */
export function registerStoreMetrics(registry: Registry, store: Store): void {
  for (const [key, [name, help]] of Object.entries(counters) as [Plain, Described][]) {
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
  for (const [key, [name, help]] of Object.entries(countersByReason) as [ByReason, Described][]) {
    registry.registerMetric(
      new Counter({
        name,
        help,
        labelNames: ['reason'],
        registers: [],
        collect() {
          this.reset();
          const counts = Object.entries({ ...reasons[key], ...store.stats()[key] });
          for (const [reason, count] of counts) this.inc({ reason }, count);
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
