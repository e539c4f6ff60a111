export { attemptRole, attribute, resourceAttribute } from './attributes.ts';
export { classify, classifyStatus, type Ending, type VendorError } from './classify.ts';
export { clientMetric, collectorMetric, durationBucketsSeconds, modelLabelsMax } from './metrics.ts';
export {
  inFlightAttribute,
  operationDurationBuckets,
  otlpMetric,
  tokenTypeAttribute,
  tokenUsageBuckets,
} from './otlp-metrics.ts';
export {
  type FaultDomain,
  faultDomain,
  isOutcome,
  type Judgement,
  type Outcome,
  outcomes,
  type SliPolicyName,
  sliPolicies,
} from './outcome.ts';
export { plural } from './plural.ts';
export { type Endpoint, endpointForHost, providerDisplayName } from './provider.ts';
export type {
  HealthState,
  StripAxis,
  Wall,
  WallIncident,
  WallModel,
  WallOfficial,
  WallRow,
  WallVendor,
} from './wall.ts';
