import { describe, expect, it } from 'vitest';
import { createMemory } from '../memory.ts';
import { logsNow, onlyLoggedCall, recordOf } from '../record.fixture.ts';
import { endedAtNs } from '../span.fixture.ts';

const turn = { 'conversation.id': 'c-1', model: 'gpt-5-mini' };
const trace = { traceId: 'ab'.repeat(16), spanId: 'cd'.repeat(8) };
const ago = (ms: number): { timeUnixNano: bigint } => ({ timeUnixNano: endedAtNs - BigInt(ms) * 1_000_000n });

const answered = recordOf(
  'codex.api_request',
  { ...turn, duration_ms: '50', 'http.response.status_code': '200', attempt: '0', endpoint: '/responses' },
  { ...trace, ...ago(200) },
);
const completed = recordOf('codex.sse_event', {
  ...turn,
  'event.kind': 'response.completed',
  input_token_count: '1310',
  output_token_count: '88',
  cached_token_count: '512',
  reasoning_token_count: '44',
  ttft_ms: '119',
});

describe("Codex' log records", () => {
  it('of a request and of the end of its stream are one call', () => {
    const rows = logsNow([
      answered,
      recordOf('codex.sse_event', { ...turn, 'event.kind': 'response.created' }),
      completed,
    ]);
    expect(rows.calls).toMatchObject([
      {
        source: 'codex',
        provider: 'openai',
        model: 'gpt-5-mini',
        outcome: 'ok',
        httpStatus: 200,
        // From the request's beginning, 50 ms before its response head.
        durationMs: 250,
        timeToFirstChunkMs: 119,
        streaming: true,
        inputTokens: 1310,
        outputTokens: 88,
        cacheReadTokens: 512,
        reasoningTokens: 44,
        traceId: trace.traceId,
      },
    ]);
    expect(rows.dropped).toEqual({ part: 2 });
  });

  it('are one call in two exports, and the same one when the second is sent again', () => {
    const memory = createMemory();
    logsNow([answered], memory);
    const first = logsNow([completed], memory).calls;
    expect(first).toHaveLength(1);
    expect(logsNow([completed], memory).calls).toEqual(first);
  });

  it.each([
    [{ 'http.response.status_code': '429', 'error.message': 'rate limit reached' }, 'rate_limited', 429],
    [{ 'http.response.status_code': '503' }, 'vendor_error', 503],
    [{ 'error.message': 'error sending request: operation timed out' }, 'timeout', null],
  ])('of a request that failed are a call that failed: %j', (failure, outcome, httpStatus) => {
    const record = recordOf('codex.api_request', { ...turn, duration_ms: '40', attempt: '2', ...failure });
    expect(onlyLoggedCall(record)).toMatchObject({ outcome, httpStatus, durationMs: 40, attempts: 1 });
  });

  it.each([
    [
      {
        'event.kind': 'response.failed',
        'error.message': '{"code":"server_error","message":"The server had an error"}',
      },
      'vendor_error',
    ],
    [{ 'error.message': 'idle timeout waiting for SSE' }, 'timeout'],
  ])('of a stream that failed are a call that failed: %j', (failure, outcome) => {
    const { calls } = logsNow([answered, recordOf('codex.sse_event', { ...turn, ...failure })]);
    expect(calls).toMatchObject([{ outcome, durationMs: 250 }]);
  });

  it('of models listed, or of a part that could not be read, are no calls', () => {
    const listing = recordOf('codex.api_request', {
      ...turn,
      endpoint: '/models',
      'http.response.status_code': '500',
    });
    const part = recordOf('codex.sse_event', {
      ...turn,
      'event.kind': 'response.output_item.done',
      'error.message': 'x',
    });
    expect(logsNow([listing, part]).calls).toEqual([]);
  });
});
