// Bundled by build.mjs with the collector's own sources: what is measured is what runs.
export { evaluateSlos, windowsNeeded } from '../../packages/collector/src/evaluate/slo/evaluate.ts';
export { defaultTierRules } from '../../packages/collector/src/evaluate/slo/tier.ts';
export { openStore } from '../../packages/collector/src/store/clickhouse/open-store.ts';
