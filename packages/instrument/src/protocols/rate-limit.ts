/** What a response head said about the limits of the account. Absent means "not said". */
export interface RateLimit {
  readonly requestsLimit: number | undefined;
  readonly requestsRemaining: number | undefined;
  readonly tokensLimit: number | undefined;
  readonly tokensRemaining: number | undefined;
  /** Until the limits are whole again: the later of requests and tokens. */
  readonly resetSeconds: number | undefined;
}

/** Looks a header up by its lower-case name. */
export type GetHeader = (name: string) => string | null;

/** OpenAI, Azure, Groq and most compatible hosts; Anthropic; Mistral and Cerebras; OpenRouter and gateways. */
const headerNames: Readonly<Record<keyof RateLimit, readonly string[]>> = {
  requestsLimit: [
    'x-ratelimit-limit-requests',
    'anthropic-ratelimit-requests-limit',
    'x-ratelimit-limit-req-minute',
    'x-ratelimit-limit-requests-day',
    'x-ratelimit-limit',
    'ratelimit-limit',
  ],
  requestsRemaining: [
    'x-ratelimit-remaining-requests',
    'anthropic-ratelimit-requests-remaining',
    'x-ratelimit-remaining-req-minute',
    'x-ratelimit-remaining-requests-day',
    'x-ratelimit-remaining',
    'ratelimit-remaining',
  ],
  tokensLimit: [
    'x-ratelimit-limit-tokens',
    'anthropic-ratelimit-tokens-limit',
    'x-ratelimit-limit-tokens-minute',
    'ratelimitbysize-limit',
    'anthropic-ratelimit-input-tokens-limit',
  ],
  tokensRemaining: [
    'x-ratelimit-remaining-tokens',
    'anthropic-ratelimit-tokens-remaining',
    'x-ratelimit-remaining-tokens-minute',
    'ratelimitbysize-remaining',
    'anthropic-ratelimit-input-tokens-remaining',
  ],
  resetSeconds: [
    'x-ratelimit-reset-requests',
    'x-ratelimit-reset-tokens',
    'anthropic-ratelimit-requests-reset',
    'anthropic-ratelimit-tokens-reset',
    'x-ratelimit-reset-requests-day',
    'x-ratelimit-reset-tokens-minute',
    'ratelimitbysize-reset',
    'x-ratelimit-reset',
    'ratelimit-reset',
  ],
};

/** Undefined when the head says nothing about limits. `nowMs` turns the times at which limits reset into durations. */
export function readRateLimit(get: GetHeader, nowMs: number): RateLimit | undefined {
  const firstCount = (field: keyof RateLimit): number | undefined =>
    headerNames[field].map((name) => countOf(get(name))).find((count) => count !== undefined);
  const resets = headerNames.resetSeconds
    .map((name) => resetSecondsOf(get(name), nowMs))
    .filter((seconds) => seconds !== undefined);
  const rateLimit: RateLimit = {
    requestsLimit: firstCount('requestsLimit'),
    requestsRemaining: firstCount('requestsRemaining'),
    tokensLimit: firstCount('tokensLimit'),
    tokensRemaining: firstCount('tokensRemaining'),
    resetSeconds: resets.length === 0 ? undefined : Math.max(...resets),
  };
  return Object.values(rateLimit).some((value) => value !== undefined) ? rateLimit : undefined;
}

function countOf(text: string | null): number | undefined {
  return text !== null && /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
}

/** Larger numbers are points in time: in seconds from here on, in milliseconds from the next. */
const epochSecondsMin = 1e9;
const epochMillisecondsMin = 1e12;

/** Seconds, a duration like `6m0s` or `6ms`, or a point in time: RFC 3339 (Anthropic), Unix time (OpenRouter). */
function resetSecondsOf(text: string | null, nowMs: number): number | undefined {
  if (!text) return undefined;
  const seconds = countOf(text);
  if (seconds === undefined) return durationSecondsOf(text) ?? untilSeconds(Date.parse(text), nowMs);
  if (seconds >= epochMillisecondsMin) return untilSeconds(seconds, nowMs);
  return seconds >= epochSecondsMin ? untilSeconds(seconds * 1000, nowMs) : seconds;
}

function untilSeconds(atMs: number, nowMs: number): number | undefined {
  return Number.isNaN(atMs) ? undefined : Math.max(0, (atMs - nowMs) / 1000);
}

const unitSeconds: ReadonlyMap<string, number> = new Map([
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
  ['s', 1],
  ['ms', 0.001],
]);

function durationSecondsOf(text: string): number | undefined {
  if (!/^(?:\d+(?:\.\d+)?(?:ms|[dhms]))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|[dhms])/g)];
  return parts.reduce((sum, [, count, unit]) => sum + Number(count) * (unitSeconds.get(unit ?? '') ?? 0), 0);
}
