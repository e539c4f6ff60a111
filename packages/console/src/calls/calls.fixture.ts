import {
  type AttemptView,
  type CallView,
  faultDomain,
  type Outcome,
  type Page,
} from '@faultline/conventions';
import { sampleNowMs, sampleSite } from '../sample-walls.fixture.ts';

/** Calls of the outage of June 22: one saved by its third attempt, one lost, one that nobody answered. */

type CallsPage = Extract<Page, { readonly kind: 'calls' }>;
type TracePage = Extract<Page, { readonly kind: 'trace' }>;

const startMs = Date.UTC(2026, 5, 22, 0, 41, 7, 120);
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const callSpanId = '00f067aa0ba902b7';

interface End {
  readonly outcome: Outcome;
  readonly errorType?: string;
  readonly httpStatus?: number;
}

function ended(fromMs: number, durationMs: number, { outcome, errorType = '', httpStatus = 200 }: End) {
  return {
    ...{ traceId, spanId: callSpanId, startMs: fromMs, endMs: fromMs + durationMs, durationMs },
    ...{ service: 'checkout', environment: 'prod', provider: 'anthropic', model: 'claude-opus-4-8' },
    ...{ region: 'eu-west-1', credential: 'team-payments', outcome, faultDomain: faultDomain[outcome] },
    ...{ errorType, httpStatus, timeToFirstChunkMs: null, vendorRequestId: 'req_011CQ8Zp2mVxT4Hn9aLr' },
  };
}

const overloaded: End = { outcome: 'overloaded', errorType: 'overloaded_error', httpStatus: 529 };

function failedAttempt(
  resendCount: number,
  fromMs: number,
  durationMs: number,
  retryAfterMs: number,
): AttemptView {
  return {
    ...ended(fromMs, durationMs, overloaded),
    spanId: `a${resendCount}f067aa0ba902b7`,
    vendorRequestId: `req_011CQ8Zp2mVxT4Hn9a${resendCount}`,
    ...{ callSpanId, resendCount, retryAfterMs, fingerprint: 'c0ffee', repeat: resendCount > 0 },
  };
}

const failures = [failedAttempt(0, startMs, 310, 500), failedAttempt(1, startMs + 900, 280, 1000)];

export const savedCall: CallView = {
  ...ended(startMs, 4_230, { outcome: 'ok' }),
  ...{ operation: 'chat', streaming: true, attemptCount: 3, source: 'faultline', vantage: 'client' },
  ...{ responseModel: 'claude-opus-4-8-20260601', responseId: 'msg_01XyZ', finishReason: 'end_turn' },
  ...{
    inputTokens: 1842,
    outputTokens: 310,
    cacheReadTokens: 1024,
    cacheWriteTokens: null,
    reasoningTokens: null,
  },
  timeToFirstChunkMs: 3_050,
  attempts: [
    ...failures,
    {
      ...ended(startMs + 2_300, 1_930, { outcome: 'ok' }),
      timeToFirstChunkMs: 750,
      ...{ callSpanId, resendCount: 2, retryAfterMs: null, fingerprint: 'c0ffee', repeat: false },
    },
  ],
};

export const lostCall: CallView = {
  ...savedCall,
  ...ended(startMs + 60_000, 12_100, overloaded),
  ...{
    spanId: '11f067aa0ba902b7',
    traceId: '5bf92f3577b34da6a3ce929d0e0e4737',
    responseModel: '',
    responseId: '',
  },
  ...{
    finishReason: '',
    inputTokens: null,
    outputTokens: null,
    cacheReadTokens: null,
    timeToFirstChunkMs: null,
  },
  attempts: [failedAttempt(0, startMs + 60_000, 310, 5_000), failedAttempt(1, startMs + 66_200, 280, 5_000)],
};

export const tracePage: TracePage = {
  ...{ kind: 'trace', ...sampleSite, traceId, calls: [savedCall], attemptsOnly: [], truncated: false },
};

/** A trace in the middle of a call: two failures, and no end yet. */
export const unfinishedPage: TracePage = { ...tracePage, calls: [], attemptsOnly: failures };

const { attempts: _, ...summary } = savedCall;

function listed(secondsAgo: number, durationMs: number, end: End, changes: Partial<CallView> = {}) {
  const index = secondsAgo.toString(16).padStart(8, '0');
  return {
    ...summary,
    ...ended(sampleNowMs - secondsAgo * 1000 - durationMs, durationMs, end),
    ...{ traceId: traceId.slice(8) + index, attemptCount: 1, ...changes },
  };
}

const nothingAsked = { id: '', provider: '', model: '', service: '', outcome: '', from: '', until: '' };

export const listPage: CallsPage = {
  ...{ kind: 'calls', ...sampleSite, asked: nothingAsked, problem: null },
  calls: [
    listed(4, 12_100, overloaded, { attemptCount: 3 }),
    listed(9, 2_210, { outcome: 'ok' }, { model: 'gpt-5.5', provider: 'openai', timeToFirstChunkMs: 430 }),
    listed(
      11,
      31,
      { outcome: 'rate_limited', errorType: 'rate_limit_error', httpStatus: 429 },
      { service: 'search' },
    ),
    listed(15, 60_000, { outcome: 'timeout', errorType: 'TimeoutError' }, { httpStatus: null }),
    listed(21, 4_230, { outcome: 'ok' }, { attemptCount: 3, timeToFirstChunkMs: 3_050 }),
    listed(
      24,
      800,
      { outcome: 'cancelled' },
      { service: '', model: 'gemini-3-flash', provider: 'gcp.gemini' },
    ),
    listed(32, 12, { outcome: 'network', errorType: 'ECONNRESET' }, { httpStatus: null }),
    listed(86_400, 900, { outcome: 'unknown' }, { durationMs: null }),
  ],
  nextHref: '/calls?after=1782089000000.ab12',
};

export const unmatchedPage: CallsPage = {
  ...listPage,
  ...{ calls: [], nextHref: null, asked: { ...nothingAsked, id: 'req_nobody' } },
};

export const refusedCallsPage: CallsPage = {
  ...unmatchedPage,
  asked: { ...nothingAsked, from: 'noon' },
  problem: 'from is "noon", expected a time such as 2026-06-22T14:00:00Z, or milliseconds since 1970',
};
