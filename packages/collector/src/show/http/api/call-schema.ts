import { type AttemptView, type CallSummary, faultDomain, type TraceView } from '@faultline/conventions';
import { z } from 'zod';
import { amountOrNull, count, named, nextCursor, outcome, time, timeOrNull } from './schema.ts';

const faultDomains = [...new Set(Object.values(faultDomain))];

const ended = {
  traceId: z.string(),
  spanId: z.string(),
  startMs: timeOrNull,
  endMs: time,
  durationMs: amountOrNull,
  service: z.string(),
  environment: z.string(),
  provider: z.string(),
  model: z.string(),
  region: z.string(),
  credential: z.string().describe('A configured alias, or a hash; never the key.'),
  outcome,
  faultDomain: z.enum(faultDomains).describe('Who has to act on the outcome.'),
  errorType: z.string().describe("The vendor's or the client's own word for the error."),
  httpStatus: z.int().nullable(),
  timeToFirstChunkMs: amountOrNull,
  vendorRequestId: z.string().describe("What the vendor's support asks for."),
};

const callFields = {
  ...ended,
  operation: z.string(),
  streaming: z.boolean(),
  attemptCount: count.describe('As the source counts them; their rows may be fewer.'),
  source: z.string().describe('The dialect in which it was told; see `/sources`.'),
  vantage: z.enum(['client', 'gateway', 'vendor']).describe('Who saw it.'),
  responseModel: z.string(),
  responseId: z.string(),
  finishReason: z.string(),
  inputTokens: count.nullable(),
  outputTokens: count.nullable(),
  cacheReadTokens: count.nullable(),
  cacheWriteTokens: count.nullable(),
  reasoningTokens: count.nullable(),
};

const call: z.ZodType<CallSummary> = named(
  'Call',
  'One operation the app asked for, retries included. Unknown text is empty, an unknown number null.',
  z.strictObject(callFields),
);

const attempt: z.ZodType<AttemptView> = named(
  'Attempt',
  'One HTTP request under a call.',
  z.strictObject({
    ...ended,
    callSpanId: z.string().describe('The call that it belongs to.'),
    resendCount: count.describe('0 for the first attempt of its call.'),
    retryAfterMs: amountOrNull,
    fingerprint: z.string().describe('The same for every attempt to send the same request.'),
    repeat: z.boolean().describe('This request had failed twice within five minutes already.'),
  }),
);

interface CallPage {
  readonly calls: readonly CallSummary[];
  readonly nextCursor: string | null;
}

export const callPage: z.ZodType<CallPage> = named(
  'CallPage',
  'Calls, newest first.',
  z.strictObject({ calls: z.array(call), nextCursor }),
);

interface AttemptPage {
  readonly attempts: readonly AttemptView[];
  readonly nextCursor: string | null;
}

export const attemptPage: z.ZodType<AttemptPage> = named(
  'AttemptPage',
  'Attempts, newest first.',
  z.strictObject({ attempts: z.array(attempt), nextCursor }),
);

export const trace: z.ZodType<TraceView> = named(
  'Trace',
  'Everything of one trace, in the order in which it ended.',
  z.strictObject({
    traceId: z.string(),
    calls: z.array(z.strictObject({ ...callFields, attempts: z.array(attempt) })),
    attemptsOnly: z.array(attempt).describe('Of calls that have not ended, or of which nobody has told.'),
    truncated: z.boolean().describe('There is more than fits into an answer.'),
  }),
);
