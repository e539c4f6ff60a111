import { describe, expect, it } from 'vitest';
import type { Span } from '../decode/span.ts';
import { createMemory } from './memory.ts';
import { normalise } from './normalise.ts';
import { logsNow, recordOf } from './record.fixture.ts';
import { endedAtMs, endedAtNs, spanOf } from './span.fixture.ts';
import { completeCalls } from './supplement.fixture.ts';
import { createToldCalls } from './told-calls.ts';

const chat = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-5',
};
const details = 'gen_ai.client.inference.operation.details';
const answered = { ...chat, 'gen_ai.response.model': 'gpt-5-2026' };
const call = (fields: Partial<Span> = {}) => spanOf(chat, { spanId: '11'.repeat(8), ...fields });
const { traceId } = call();
const inCall = { traceId, spanId: '11'.repeat(8) };
const spans = (memory: ReturnType<typeof createMemory>, ...all: Span[]) =>
  normalise(all, endedAtMs + 1000, memory);
/** Written around the call, and around any other. */
const inApp = { traceId, spanId: '99'.repeat(8) };
const ms = (count: number): bigint => BigInt(count) * 1_000_000n;

describe('a call that a span and a log record tell', () => {
  it('is the row of its span, completed by the record that comes later', () => {
    const memory = createMemory();
    const { calls } = spans(memory, call());
    const later = logsNow([recordOf(details, answered, inCall)], memory);
    expect(later).toMatchObject({ calls: [], attempts: [], dropped: { reported_twice: 1 } });
    expect(completeCalls(calls, later.supplements)).toMatchObject([{ responseModel: 'gpt-5-2026' }]);
  });

  it('is the row of its record, completed by the span that comes later', () => {
    const memory = createMemory();
    const { calls } = logsNow([recordOf(details, answered, inCall)], memory);
    const told = { ...chat, 'http.response.status_code': 200, 'gen_ai.response.time_to_first_chunk': 0.5 };
    const later = spans(memory, spanOf(told, { spanId: inCall.spanId }));
    expect(later.calls).toEqual([]);
    expect(completeCalls(calls, later.supplements)).toMatchObject([
      { responseModel: 'gpt-5-2026', httpStatus: 200, timeToFirstChunkMs: 500, durationMs: 2000 },
    ]);
  });

  it('is one when either comes again', () => {
    const memory = createMemory();
    spans(memory, call());
    const record = recordOf(details, answered, inCall);
    const first = logsNow([record], memory);
    expect(logsNow([record], memory)).toEqual(first);
    expect(spans(memory, call()).calls).toMatchObject([{ spanId: inCall.spanId }]);
    expect(logsNow([record], memory).calls).toEqual([]);
  });

  it('is found by its session where an agent writes its records outside of any trace', () => {
    const scope = { name: 'qwen-code', version: '' };
    const memory = createMemory();
    const told = { ...chat, 'session.id': 's-1', 'gen_ai.request.model': 'qwen3-coder-plus' };
    const { calls } = spans(memory, spanOf(told, { scope }));
    const answer = { 'session.id': 's-1', model: 'qwen3-coder-plus', duration_ms: 2000, status_code: 200 };
    const later = logsNow([recordOf('qwen-code.api_response', answer, { scope })], memory);
    expect(later.calls).toEqual([]);
    expect(completeCalls(calls, later.supplements)).toMatchObject([{ httpStatus: 200 }]);
    const other = recordOf('qwen-code.api_response', { ...answer, 'session.id': 's-2' }, { scope });
    expect(logsNow([other], memory).calls).toHaveLength(1);
  });

  it('adds nothing that is known already', () => {
    const memory = createMemory();
    spans(memory, spanOf({ ...answered, 'gen_ai.usage.input_tokens': 400 }, { spanId: inCall.spanId }));
    const less = { ...answered, 'gen_ai.usage.input_tokens': 41 };
    expect(logsNow([recordOf(details, less, inCall)], memory).supplements).toEqual([]);
  });
});

describe('calls that are different', () => {
  it('stay so when one trace has several: each record goes to the span that it was written in, or ended with', () => {
    const memory = createMemory();
    const early = call({ startUnixNano: endedAtNs - ms(4000), endUnixNano: endedAtNs - ms(3000) });
    const late = call({
      spanId: '22'.repeat(8),
      startUnixNano: endedAtNs - ms(2000),
      endUnixNano: endedAtNs,
    });
    const rows = spans(memory, early, late);
    expect(rows.calls).toHaveLength(2);
    const record = (endNs: bigint) => recordOf(details, answered, { ...inApp, timeUnixNano: endNs });
    const told = logsNow([record(late.endUnixNano + ms(2)), record(early.endUnixNano + ms(2))], memory);
    expect(told.calls).toEqual([]);
    expect(told.supplements.map(({ spanId }) => spanId)).toEqual([late.spanId, early.spanId]);
    // Both have their record; a third is a call of its own.
    expect(logsNow([record(late.endUnixNano + ms(3))], memory).calls).toHaveLength(1);
  });

  it.each([
    ['another trace', { ...inCall, traceId: 'ef'.repeat(16) }, answered],
    ['another time', { ...inApp, timeUnixNano: endedAtNs + ms(900) }, answered],
    ['the middle of the span', { ...inApp, timeUnixNano: endedAtNs - ms(900) }, answered],
    ['another end', inApp, { ...chat, 'error.type': 'RateLimitError' }],
    [
      'another model',
      inCall,
      { ...answered, 'gen_ai.request.model': 'gpt-4', 'gen_ai.response.model': 'gpt-4' },
    ],
  ])('stay so when they are of %s', (_what, fields, values) => {
    const memory = createMemory();
    spans(memory, call());
    expect(logsNow([recordOf(details, values, fields)], memory).calls).toHaveLength(1);
  });

  it('stay so when their request ids differ, whatever else agrees', () => {
    const scope = { name: 'com.anthropic.claude_code.events', version: '' };
    const request = (id: string) =>
      recordOf('api_request', { model: 'claude-opus-4-8', request_id: id }, { scope, traceId });
    const memory = createMemory();
    const told = { model: 'claude-opus-4-8', request_id: 'req_1' };
    spans(memory, spanOf(told, { name: 'claude_code.llm_request' }));
    expect(logsNow([request('req_2')], memory).calls).toHaveLength(1);
    expect(logsNow([request('req_1')], memory).calls).toEqual([]);
  });

  it('stay so when two fail at one time: each record goes to its own span', () => {
    const memory = createMemory();
    const failed = (type: string) => ({ ...chat, 'error.type': type });
    const other = { traceId, spanId: '22'.repeat(8) };
    const rows = spans(
      memory,
      spanOf(failed('RateLimitError'), { spanId: inCall.spanId }),
      spanOf(failed('APITimeoutError'), { spanId: other.spanId }),
    );
    expect(rows.calls.map(({ outcome }) => outcome).sort()).toEqual(['rate_limited', 'timeout']);
    const records = [
      recordOf(details, failed('APITimeoutError'), other),
      recordOf(details, failed('RateLimitError'), inCall),
    ];
    expect(logsNow(records, memory).calls).toEqual([]);
  });

  it('stay so for as many calls of one trace as are remembered, and none is told twice within that', () => {
    const memory = { ...createMemory(), toldCalls: createToldCalls(100) };
    const inTurn = Array.from({ length: 150 }, (_, index) => {
      const endUnixNano = endedAtNs + ms(index * 1000);
      const spanId = index.toString(16).padStart(16, 'a');
      const { calls } = spans(memory, call({ spanId, startUnixNano: endUnixNano - ms(500), endUnixNano }));
      const record = recordOf(details, answered, { traceId, spanId, timeUnixNano: endUnixNano + ms(1) });
      return calls.length + logsNow([record], memory).calls.length;
    });
    expect(new Set(inTurn)).toEqual(new Set([1]));
  });

  it('a failure is not silenced by a span that does not know how its call ended', () => {
    const memory = createMemory();
    spans(memory, spanOf({ ...chat, 'error.type': 'Weird' }, { spanId: inCall.spanId }));
    const failed = { ...chat, 'error.type': 'RateLimitError' };
    expect(logsNow([recordOf(details, failed, inCall)], memory).calls).toMatchObject([
      { outcome: 'rate_limited' },
    ]);
  });
});
