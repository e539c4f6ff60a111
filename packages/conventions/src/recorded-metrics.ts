/**
 * Metrics that recording rules write, as `level:metric:operation` (Prometheus, "Recording rules"): rates of five minutes, for
 * reading weeks.
 */
export const recordedMetric = {
  attemptRate: 'provider_model:llm_attempts:rate5m',
  failedAttemptRate: 'provider_model:llm_failed_attempts:rate5m',
  firstChunkBucketRate: 'provider_model:llm_time_to_first_chunk_seconds_bucket:rate5m',
  durationBucketRate: 'provider_model:llm_call_duration_seconds_bucket:rate5m',
} as const;
