/** Prometheus metric names. The `llm_client_` family is written by the instrumentation, the rest by the collector. */
export const clientMetric = {
  calls: 'llm_client_calls_total',
  attempts: 'llm_client_attempts_total',
  callDuration: 'llm_client_call_duration_seconds',
  timeToFirstChunk: 'llm_client_time_to_first_chunk_seconds',
  tokens: 'llm_client_tokens_total',
  callsInFlight: 'llm_client_calls_in_flight',
  /** Seconds since the last sign of life of the call that has been silent longest. */
  callsInFlightSilence: 'llm_client_calls_in_flight_silence_seconds',
} as const;

export const collectorMetric = {
  calls: 'llm_calls_total',
  attempts: 'llm_attempts_total',
  callDuration: 'llm_call_duration_seconds',
  timeToFirstChunk: 'llm_time_to_first_chunk_seconds',
  vendorHealthState: 'llm_vendor_health_state',
  vendorHealthOverride: 'llm_vendor_health_override',
  incidentActive: 'llm_incident_active',
  sloBurnRate: 'llm_slo_burn_rate',
  sloBudgetRemaining: 'llm_slo_error_budget_remaining_ratio',
  sloExhaustion: 'llm_slo_error_budget_exhaustion_seconds',
  sloObjective: 'llm_slo_objective_ratio',
  sloEvents: 'llm_slo_events_total',
  sloAlert: 'llm_slo_alert_firing',
  sloOmitted: 'llm_slo_instances_omitted',
  sloEvaluated: 'llm_slo_evaluated_until_timestamp_seconds',
  /** Clock of the last evaluation that succeeded. */
  evaluated: 'faultline_evaluation_timestamp_seconds',
} as const;

/** Beyond this many model names per provider a label becomes `other`: a typo in a loop must not mint series for ever. */
export const modelLabelsMax = 100;

/** Seconds. Exact log edges, so that an SLO threshold can sit on one. Source: the duration buckets of GenAI semconv, widened. */
export const durationBucketsSeconds: readonly number[] = [
  0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 5, 7.5, 10, 15, 20, 30, 60, 125, 300, 600,
];
