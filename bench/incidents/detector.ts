export { defaultIncidentSettings } from '../../packages/collector/src/evaluate/incident/settings.ts';
export { initialState, step } from '../../packages/collector/src/evaluate/incident/step.ts';
export { replay } from '../../packages/collector/src/replay/replay.ts';
export { readScenario } from '../../packages/collector/src/replay/scenario-folder.ts';
export { score } from './score.ts';
export { runKind } from './run-kind.ts';
export { kinds } from './scenarios.ts';
