// Bundled by build.mjs with the collector's own sources: what is measured is what runs.

export { measureMonth, measureStep } from './cost.ts';
export { kinds, sparseKinds } from './kinds.ts';
export { runQuiet } from './quiet.ts';
export { runKind } from './run-kind.ts';
export { runScenario } from './run-scenario.ts';
