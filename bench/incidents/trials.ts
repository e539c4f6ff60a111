export {
  burstiness,
  referenceShare,
  usualShare,
} from '../../packages/collector/src/evaluate/incident/baseline.ts';
export { errorsChannel } from '../../packages/collector/src/evaluate/incident/channel.ts';
export { defaultIncidentSettings } from '../../packages/collector/src/evaluate/incident/settings.ts';
export { initialState, step } from '../../packages/collector/src/evaluate/incident/step.ts';
export { replay } from '../../packages/collector/src/replay/replay.ts';
export { readScenario } from '../../packages/collector/src/replay/scenario-folder.ts';
export { framesOf } from './frames.ts';
export { runQuiet } from './quiet.ts';
export { runKind } from './run-kind.ts';
export { fleet, kinds } from './scenarios.ts';
export { score } from './score.ts';
