import { describe, expect, it } from 'vitest';
import type { AttributeValue, Span } from '../decode/span.ts';
import { endedAtNs, normaliseNow, onlyCall, spanOf } from './span.fixture.ts';

const chat = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-5',
};
const [outerId, middleId, innerId, secondId] = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(16)) as [
  string,
  string,
  string,
  string,
];

function nested(
  spanId: string,
  parentSpanId: string,
  values: Record<string, AttributeValue>,
  fields: Partial<Span> = {},
): Span {
  return spanOf(values, { spanId, parentSpanId, ...fields });
}

describe('spans of one call seen by several layers', () => {
  const framework = nested(outerId, '', { ...chat, 'gen_ai.usage.output_tokens': 10 });

  it('count once: the outer one names the call, the inner one knows how it went', () => {
    const between = nested(middleId, outerId, { 'http.route': '/x' });
    const sdk = nested(
      innerId,
      middleId,
      {
        ...chat,
        'gen_ai.usage.output_tokens': 77,
        'http.response.status_code': 200,
        'gen_ai.response.time_to_first_chunk': 0.3,
      },
      { startUnixNano: endedAtNs - 1_500_000_000n },
    );
    const rows = normaliseNow(sdk, between, framework);
    expect(rows.calls).toMatchObject([
      // The inner span began half a second after the outer one.
      { spanId: outerId, durationMs: 2000, outputTokens: 77, httpStatus: 200, timeToFirstChunkMs: 800 },
    ]);
    expect(rows.attempts).toMatchObject([
      { spanId: outerId, callSpanId: outerId, durationMs: 1500, timeToFirstChunkMs: 300 },
    ]);
    expect(rows.dropped).toEqual({ nested: 1, not_llm: 1 });
  });

  it('are one call of several attempts when the outer layer retried', () => {
    const failed = nested(
      innerId,
      outerId,
      { ...chat, 'http.response.status_code': 500 },
      {
        statusCode: 2,
        endUnixNano: endedAtNs - 1_000_000_000n,
      },
    );
    const succeeded = nested(secondId, outerId, { ...chat, 'http.response.status_code': 200 });
    const rows = normaliseNow(framework, succeeded, failed);
    expect(rows.calls).toMatchObject([{ spanId: outerId, outcome: 'ok', attempts: 2 }]);
    expect(rows.attempts).toMatchObject([
      { spanId: innerId, callSpanId: outerId, outcome: 'vendor_error', resendCount: 0 },
      { spanId: outerId, callSpanId: outerId, outcome: 'ok', resendCount: 1 },
    ]);
    expect(rows.dropped).toEqual({ nested: 1 });
  });

  it('are several calls when more than one succeeded: the outer one was an agent', () => {
    const rows = normaliseNow(framework, nested(innerId, outerId, chat), nested(secondId, outerId, chat));
    expect(rows.calls.map((call) => call.spanId)).toEqual([innerId, secondId]);
    expect(rows.dropped).toEqual({ nested: 1 });
  });

  it("leave the count to our own SDK's span, whose id its attempts carry", () => {
    const own = nested(innerId, outerId, { ...chat, 'faultline.outcome': 'timeout' });
    const rows = normaliseNow(framework, own);
    expect(rows.calls).toMatchObject([{ spanId: innerId, source: 'faultline', outcome: 'timeout' }]);
    expect(rows.dropped).toEqual({ nested: 1 });
  });

  it('count once through three layers', () => {
    const rows = normaliseNow(framework, nested(middleId, outerId, chat), nested(innerId, middleId, chat));
    expect(rows.calls).toHaveLength(1);
    expect(rows.attempts).toHaveLength(1);
    expect(rows.dropped).toEqual({ nested: 2 });
  });
});

describe('spans of different calls', () => {
  it('count each when model or provider differ: a fallback is a call of its own', () => {
    const other = nested(innerId, outerId, { ...chat, 'gen_ai.request.model': 'gpt-5-mini' });
    expect(normaliseNow(nested(outerId, '', chat), other).calls).toHaveLength(2);
  });

  it('count each when they are siblings or in different traces', () => {
    const sibling = nested(innerId, middleId, chat);
    const foreign = nested(secondId, outerId, chat, { traceId: 'f'.repeat(32) });
    expect(normaliseNow(nested(outerId, middleId, chat), sibling, foreign).calls).toHaveLength(3);
  });

  it('count each when their parents go in a circle', () => {
    expect(normaliseNow(nested(outerId, innerId, chat), nested(innerId, outerId, chat)).calls).toHaveLength(
      2,
    );
    expect(onlyCall(nested(outerId, outerId, chat)).spanId).toBe(outerId);
  });
});
