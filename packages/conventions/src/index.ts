export { attemptRole, attribute, resourceAttribute } from './attributes.ts';
export type { AttemptView, CallSummary, CallView, TraceView, Vantage } from './calls.ts';
export type {
  ModelView,
  ProviderView,
  SourceView,
  SourceVisibility,
  VisibilityGrade,
} from './catalogue.ts';
export { classify, classifyStatus, type Ending, type VendorError } from './classify.ts';
export type {
  AffectedModel,
  AttemptReference,
  ClockMark,
  ControlStrip,
  FeedbackVerdict,
  IncidentCost,
  IncidentHead,
  IncidentPage,
  TimelineEntry,
} from './incident-page.ts';
export { clientMetric, collectorMetric, durationBucketsSeconds, modelLabelsMax } from './metrics.ts';
export {
  inFlightAttribute,
  operationDurationBuckets,
  otlpMetric,
  tokenTypeAttribute,
  tokenUsageBuckets,
} from './otlp-metrics.ts';
export {
  badOutcomes,
  type FaultDomain,
  faultDomain,
  goodOutcomes,
  isOutcome,
  type Judgement,
  type Outcome,
  outcomes,
  type SliPolicyName,
  sliPolicies,
  sliPolicyNames,
} from './outcome.ts';
export { outcomeInWords } from './outcome-words.ts';
export type {
  CallsPage,
  ExplorePage,
  IncidentLine,
  IncidentsPage,
  Page,
  PageKind,
  ProblemPage,
  Site,
} from './page.ts';
export { plural } from './plural.ts';
export { type Endpoint, endpointForHost, providerDisplayName } from './provider.ts';
export { recordedMetric } from './recorded-metrics.ts';
export type { ModelSeries, Percentiles, SeriesAnswer, SeriesCounts, SeriesPoint } from './series.ts';
export { shareOf } from './share.ts';
export {
  type SloPeriodView,
  type SloScope,
  type SlosAnswer,
  type SloThresholdView,
  type SloView,
  sloScopes,
  type ThresholdMeasure,
  type TierView,
  thresholdMeasures,
  type WindowBurnView,
} from './slo-view.ts';
export {
  downShareMin,
  type HealthState,
  type IncidentState,
  type StripAxis,
  type Wall,
  type WallIncident,
  type WallModel,
  type WallOfficial,
  type WallRow,
  type WallVendor,
} from './wall.ts';
