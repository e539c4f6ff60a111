/**
 * Span attribute names. `gen_ai.*`, `http.*`, `server.*` and `error.type` are OpenTelemetry's (GenAI semantic
 * conventions, current generation); they are copied, not imported, because that package changes names between minors.
 */
export const attribute = {
  operation: 'gen_ai.operation.name',
  provider: 'gen_ai.provider.name',
  /** The name of `gen_ai.provider.name` before semantic conventions 1.37; still sent by many instrumentations. */
  providerOld: 'gen_ai.system',
  requestModel: 'gen_ai.request.model',
  requestStream: 'gen_ai.request.stream',
  responseModel: 'gen_ai.response.model',
  responseId: 'gen_ai.response.id',
  finishReasons: 'gen_ai.response.finish_reasons',
  /** Seconds from the start of the call to the first content, streams only. */
  timeToFirstChunk: 'gen_ai.response.time_to_first_chunk',
  inputTokens: 'gen_ai.usage.input_tokens',
  outputTokens: 'gen_ai.usage.output_tokens',
  cacheReadTokens: 'gen_ai.usage.cache_read.input_tokens',
  cacheWriteTokens: 'gen_ai.usage.cache_creation.input_tokens',
  /** Its name in the latest, unreleased conventions. */
  cacheWriteTokensLatest: 'gen_ai.usage.cache_write.input_tokens',
  reasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
  errorType: 'error.type',
  httpMethod: 'http.request.method',
  httpStatus: 'http.response.status_code',
  /** 0-based number of the attempt; absent on the first one (HTTP semantic conventions). */
  resendCount: 'http.request.resend_count',
  /** Bytes of the response body, as the app got it. */
  responseBytes: 'http.response.body.size',
  serverAddress: 'server.address',
  serverPort: 'server.port',

  /** `attempt` on the child span of one failed HTTP attempt; absent on a call span. */
  spanRole: 'faultline.span.role',
  outcome: 'faultline.outcome',
  /** How many HTTP attempts the call took, the last one included. */
  attempts: 'faultline.attempts',
  /** Seconds the attempt that ended the call took; the span's own duration includes retries and back-off. */
  attemptDuration: 'faultline.attempt.duration',
  /** Seconds the SDK waited before the attempt; absent on the first one. */
  backoff: 'faultline.attempt.backoff',
  /** Seconds from the start of the attempt to its response head. */
  timeToHeaders: 'faultline.attempt.time_to_headers',
  /** Endpoint region, where the host tells it. */
  region: 'faultline.region',
  /** Salted hash of the API key's last characters, or a configured alias. Never the key. */
  credential: 'faultline.credential',
  /** The vendor's own id of the request, for their support. */
  vendorRequestId: 'faultline.vendor.request_id',
  /** Seconds the vendor asked us to wait. */
  retryAfter: 'faultline.retry_after',
  /** The account's limits as the vendor stated them with a failure. */
  requestsLimit: 'faultline.rate_limit.requests.limit',
  requestsRemaining: 'faultline.rate_limit.requests.remaining',
  tokensLimit: 'faultline.rate_limit.tokens.limit',
  tokensRemaining: 'faultline.rate_limit.tokens.remaining',
  /** Seconds until the limits are whole again. */
  rateLimitReset: 'faultline.rate_limit.reset',
  /** Of a failure: short salted hash of the request body, equal on every retry and redelivery. No content can be read from it. */
  fingerprint: 'faultline.request.fingerprint',
} as const;

/** Resource attributes that name the caller. */
export const resourceAttribute = {
  serviceName: 'service.name',
  environment: 'deployment.environment.name',
  /** Before semantic conventions 1.27. */
  environmentOld: 'deployment.environment',
} as const;

export const attemptRole = 'attempt';
