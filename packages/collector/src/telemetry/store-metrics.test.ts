import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { registerStoreMetrics } from './store-metrics.ts';

it('every reason has a series from the start, so that its first occurrence is an increase', async () => {
  const store = createMemoryStore();
  const registry = new Registry();
  const stats = { ...store.stats(), insertFailures: { disk_full: 3 }, appendsRefused: { spool_full: 2 } };
  registerStoreMetrics(registry, { ...store, stats: () => stats });
  const series = (await registry.metrics())
    .split('\n')
    .filter((line) => /^faultline_store_(insert_failures|appends_refused)_total/.test(line));
  expect(series).toMatchInlineSnapshot(`
    [
      "faultline_store_insert_failures_total{reason="memory"} 0",
      "faultline_store_insert_failures_total{reason="disk_full"} 3",
      "faultline_store_insert_failures_total{reason="too_many_parts"} 0",
      "faultline_store_insert_failures_total{reason="timeout"} 0",
      "faultline_store_insert_failures_total{reason="unreachable"} 0",
      "faultline_store_insert_failures_total{reason="other"} 0",
      "faultline_store_appends_refused_total{reason="starting"} 0",
      "faultline_store_appends_refused_total{reason="stopping"} 0",
      "faultline_store_appends_refused_total{reason="spool_full"} 2",
      "faultline_store_appends_refused_total{reason="disk_slow"} 0",
      "faultline_store_appends_refused_total{reason="disk_full"} 0",
      "faultline_store_appends_refused_total{reason="disk_error"} 0",
    ]
  `);
});
