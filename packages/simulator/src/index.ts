export {
  type AggregateFrame,
  type AggregateOptions,
  aggregateFrames,
} from './aggregate/aggregate.ts';
export type { Retry } from './aggregate/retry.ts';
export type { Ending, SeriesCounts } from './aggregate/series-counts.ts';
export type { Noise } from './aggregate/usual-failures.ts';
export { type Fault, faults } from './fault.ts';
export { createScenarioClock, type ScenarioClock } from './scenario/clock.ts';
export { faultFor } from './scenario/conditions.ts';
export { formatOffset, parseOffset } from './scenario/offset.ts';
export { parseScenario } from './scenario/parse-scenario.ts';
export { type Arrival, type ArrivalOptions, planArrivals } from './scenario/plan-arrivals.ts';
export { ScenarioError, type ScenarioProblem } from './scenario/problem.ts';
export {
  type Diurnal,
  type FleetModel,
  type Job,
  type Phase,
  type Provider,
  type Pulse,
  providers,
  type RequestIdentity,
  type Scenario,
  type SimulatedProvider,
  type StatusPost,
  type Truth,
} from './scenario/scenario.ts';
export { loadShippedScenario, shippedScenarios } from './scenario/shipped.ts';
export { apiKeyFor, regionHeader } from './server/caller.ts';
export type { Override, ScriptedFault } from './server/script.ts';
export type { ServedRequest } from './server/served-log.ts';
export { startVendors, type Vendors, type VendorsOptions } from './server/start-vendors.ts';
