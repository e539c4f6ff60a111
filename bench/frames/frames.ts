// Bundled by build.mjs with the collector's own sources: what is measured is what runs.
export { openStore } from '../../packages/collector/src/store/clickhouse/open-store.ts';
