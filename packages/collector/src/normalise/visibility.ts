import type { VisibilityTable } from '../model/visibility.ts';

/**
 * By `Call.source`; the last is for what metrics alone tell, which has no rows of calls. Measured on captured failures
 * of each library, November 2026; those not run are graded by their source. With HTTP client spans beside it, any source
 * gains status and attempts.
 */
export const visibilityOf: VisibilityTable = {
  faultline: {
    failures: 'full',
    httpStatus: 'full',
    attempts: 'full',
    timeToFirstChunk: 'full',
    caveat: '',
  },
  gen_ai: {
    failures: 'partial',
    httpStatus: 'partial',
    attempts: 'partial',
    timeToFirstChunk: 'partial',
    caveat: 'An instrumentation nobody has measured: what the conventions allow, it may leave out.',
  },
  anthropic_sdk: {
    failures: 'full',
    httpStatus: 'full',
    attempts: 'full',
    timeToFirstChunk: 'full',
    caveat: 'A stream that is cut cannot be told from one with an error in it; a cancelled one looks ok.',
  },
  otel_openai: {
    failures: 'partial',
    httpStatus: 'partial',
    attempts: 'none',
    timeToFirstChunk: 'none',
    caveat: 'Streams that fail on the way have no span. The status stands in message text.',
  },
  traceloop: {
    failures: 'partial',
    httpStatus: 'partial',
    attempts: 'none',
    timeToFirstChunk: 'none',
    caveat:
      'OpenAI calls that fail have no span, and tokens of OpenAI streams are its own estimate, far from the bill.',
  },
  openinference: {
    failures: 'partial',
    httpStatus: 'partial',
    attempts: 'none',
    timeToFirstChunk: 'none',
    caveat: 'OpenAI calls that fail have no span; a stream that fails on the way can kill the app.',
  },
  openlit: {
    failures: 'partial',
    httpStatus: 'partial',
    attempts: 'none',
    timeToFirstChunk: 'full',
    caveat: 'A stream closed early may never end its span. The status stands in message text.',
  },
  vercel_ai: {
    failures: 'partial',
    httpStatus: 'none',
    attempts: 'full',
    timeToFirstChunk: 'full',
    caveat: 'Version 5 shows a stream that fails on the way as ok. Every retry is a call of its own.',
  },
  vercel_ai_7: {
    failures: 'full',
    httpStatus: 'full',
    attempts: 'none',
    timeToFirstChunk: 'full',
    caveat: '',
  },
  langfuse: {
    failures: 'partial',
    httpStatus: 'partial',
    attempts: 'none',
    timeToFirstChunk: 'full',
    caveat: 'Whole answers overwrite the requested model. The status stands in message text.',
  },
  langsmith: {
    failures: 'partial',
    httpStatus: 'partial',
    attempts: 'none',
    timeToFirstChunk: 'none',
    caveat: 'Failures have the span status OK; only the exception event tells.',
  },
  mastra: {
    failures: 'partial',
    httpStatus: 'none',
    attempts: 'none',
    timeToFirstChunk: 'full',
    caveat: 'The call span of a failure ends well; what it was stands on an ancestor, without a class.',
  },
  genkit: {
    failures: 'partial',
    httpStatus: 'partial',
    attempts: 'none',
    timeToFirstChunk: 'none',
    caveat: "The status is the exception's type. Usage of long answers is not read.",
  },
  google_adk: {
    failures: 'none',
    httpStatus: 'none',
    attempts: 'none',
    timeToFirstChunk: 'none',
    caveat: 'The span of a failed call is the same as that of one that went well, only emptier.',
  },
  sentry: {
    failures: 'partial',
    httpStatus: 'partial',
    attempts: 'partial',
    timeToFirstChunk: 'none',
    caveat: 'What a failure was, only the HTTP span inside says. Anthropic input leaves cached tokens out.',
  },
  dd_trace: {
    failures: 'partial',
    httpStatus: 'full',
    attempts: 'full',
    timeToFirstChunk: 'none',
    caveat: "The error's type is that of the vendor's body, such as `tokens`.",
  },
  aws_sdk: {
    failures: 'partial',
    httpStatus: 'full',
    attempts: 'none',
    timeToFirstChunk: 'none',
    caveat: 'The span ends when a stream begins: a stream that fails on the way looks ok.',
  },
  claude_code: {
    failures: 'partial',
    httpStatus: 'full',
    attempts: 'partial',
    timeToFirstChunk: 'full',
    caveat:
      'A stream that fails on the way is silently sent again without streaming and looks ok. Without its log records, the model that answered is missing; without its spans, the one asked for.',
  },
  codex: {
    failures: 'partial',
    httpStatus: 'partial',
    attempts: 'full',
    timeToFirstChunk: 'partial',
    caveat:
      'Its spans do not tell how a request ended; its log records do, and every retry is a call of its own. A run that ends with a failure may end before it has sent them.',
  },
  gemini_cli: {
    failures: 'partial',
    httpStatus: 'partial',
    attempts: 'none',
    timeToFirstChunk: 'none',
    caveat: 'Status, cached tokens and the model that answered stand in its log records only.',
  },
  strands: {
    failures: 'partial',
    httpStatus: 'none',
    attempts: 'none',
    timeToFirstChunk: 'partial',
    caveat: 'It names itself or the service as the vendor; the time to first token comes from Python only.',
  },
  langtrace: {
    failures: 'partial',
    httpStatus: 'none',
    attempts: 'none',
    timeToFirstChunk: 'none',
    caveat: 'Two of its instrumentations may report one call; failures were not measured.',
  },
  laminar: {
    failures: 'partial',
    httpStatus: 'partial',
    attempts: 'none',
    timeToFirstChunk: 'none',
    caveat: 'Built on OpenLLMetry, and not measured.',
  },
  litellm: {
    failures: 'partial',
    httpStatus: 'partial',
    attempts: 'none',
    timeToFirstChunk: 'none',
    caveat: 'What the proxy itself rejects has no span.',
  },
  mlflow: {
    failures: 'partial',
    httpStatus: 'none',
    attempts: 'none',
    timeToFirstChunk: 'none',
    caveat: 'Not measured.',
  },
  http_client: {
    failures: 'partial',
    httpStatus: 'full',
    attempts: 'full',
    timeToFirstChunk: 'none',
    caveat:
      'No model and no tokens; errors inside a 200 are not seen, and a cancelled call looks like a timeout.',
  },
  gen_ai_metrics: {
    failures: 'partial',
    httpStatus: 'none',
    attempts: 'none',
    timeToFirstChunk: 'partial',
    caveat:
      'Counts, not calls: how one failed is told by `error.type` alone, durations are estimates, and up to a minute comes at once.',
  },
};
