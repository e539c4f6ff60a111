import type { ResponseHead } from '../call/attempt.ts';
import type { Answer, Usage } from '../protocols/protocol.ts';
import { type GetHeader, type RateLimit, readRateLimit } from '../protocols/rate-limit.ts';

/** A `Response`, or what any other HTTP client has instead; header names are asked for in lower case. */
export interface HeadSource {
  readonly status: number;
  readonly headers: { get: GetHeader };
}

/** Nobody pays for a header that nobody reads. */
export function readHead({ status, headers }: HeadSource): ResponseHead {
  return new Head(status, headers);
}

/** A class: an object with closures of its own for each response would cost more than reading it. */
class Head implements ResponseHead {
  readonly httpStatus: number;
  readonly #headers: HeadSource['headers'];
  readonly #arrivedMs = Date.now();

  constructor(status: number, headers: HeadSource['headers']) {
    this.httpStatus = status;
    this.#headers = headers;
  }

  get vendorRequestId(): string | undefined {
    return firstOf(requestIdHeaders, this.#get);
  }

  get retryAfter(): number | undefined {
    return readRetryAfterSeconds(this.#get, this.#arrivedMs);
  }

  readRateLimit(): RateLimit | undefined {
    return readRateLimit(this.#get, this.#arrivedMs);
  }

  complete(answer: Answer): Answer {
    if (this.httpStatus >= 400) {
      const type = answer.error?.type ?? readErrorType(this.#get);
      return type === undefined ? answer : { ...answer, error: { ...answer.error, type } };
    }
    const usage = answer.usage ?? readUsage(this.#get);
    return usage === answer.usage ? answer : { ...answer, usage };
  }

  get #get(): GetHeader {
    return (name) => this.#headers.get(name);
  }
}

/** In the order of trust; a gateway in between may add its own `x-request-id`. */
const requestIdHeaders = [
  'request-id',
  'x-request-id',
  'apim-request-id',
  'x-goog-request-id',
  'x-amzn-requestid',
  'x-debug-trace-id',
  'mistral-correlation-id',
];

function firstOf(names: readonly string[], get: GetHeader): string | undefined {
  for (const name of names) {
    const value = get(name);
    if (value) return value;
  }
  return undefined;
}

/** `retry-after-ms` is OpenAI's; `retry-after` is seconds or a date (RFC 9110 10.2.3). */
function readRetryAfterSeconds(get: GetHeader, nowMs: number): number | undefined {
  const milliseconds = Number.parseFloat(get('retry-after-ms') ?? '');
  if (milliseconds >= 0) return milliseconds / 1000;
  const text = get('retry-after');
  if (!text) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return Math.max(0, seconds);
  const atMs = Date.parse(text);
  return Number.isNaN(atMs) ? undefined : Math.max(0, (atMs - nowMs) / 1000);
}

/** The name of the error beside the body, by AWS's JSON protocols: `ThrottlingException`, often with a colon and an address after it. */
function readErrorType(get: GetHeader): string | undefined {
  const type = get('x-amzn-errortype')?.split(':', 1)[0];
  return type === '' ? undefined : type;
}

/** Bedrock counts the tokens of every model here, also of those whose body does not. */
function readUsage(get: GetHeader): Usage | undefined {
  const inputTokens = countOf(get('x-amzn-bedrock-input-token-count'));
  const outputTokens = countOf(get('x-amzn-bedrock-output-token-count'));
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return { inputTokens, outputTokens };
}

function countOf(text: string | null): number | undefined {
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined;
}
