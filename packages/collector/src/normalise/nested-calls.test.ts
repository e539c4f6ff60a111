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

  it('keep what each of three layers knows: name, usage and status', () => {
    const sdk = nested(middleId, outerId, {
      ...chat,
      'gen_ai.usage.output_tokens': 77,
      'gen_ai.response.id': 'c-1',
    });
    const request = nested(innerId, middleId, {
      'url.full': 'https://my-team.openai.azure.com/openai/deployments/x/chat/completions',
      'http.response.status_code': 200,
    });
    const rows = normaliseNow(framework, sdk, request);
    expect(rows.calls).toMatchObject([
      { spanId: outerId, model: 'gpt-5', outputTokens: 77, httpStatus: 200, attempts: 1 },
    ]);
    expect(rows.dropped).toEqual({ nested: 2 });
  });

  it('count once however deep a sender nests them', () => {
    const id = (index: number): string => (index + 1).toString(16).padStart(16, '0');
    const chain = Array.from({ length: 20_000 }, (_, index) =>
      nested(id(index), index === 0 ? '' : id(index - 1), chat),
    );
    expect(normaliseNow(...chain).calls).toMatchObject([{ spanId: id(0) }]);
  });

  it('count once when they name two vendors for one model', () => {
    const sdk = nested(innerId, outerId, {
      ...chat,
      'server.address': 'llm.internal',
      'gen_ai.provider.name': 'vllm',
    });
    expect(normaliseNow(framework, sdk).calls).toMatchObject([{ spanId: outerId, provider: 'openai' }]);
  });

  it('count once through three layers', () => {
    const rows = normaliseNow(framework, nested(middleId, outerId, chat), nested(innerId, middleId, chat));
    expect(rows.calls).toHaveLength(1);
    expect(rows.attempts).toHaveLength(1);
    expect(rows.dropped).toEqual({ nested: 2 });
  });
});

describe('HTTP requests under the span of a call', () => {
  const post = (spanId: string, status: number, fields: Partial<Span> = {}): Span =>
    nested(
      spanId,
      outerId,
      { 'url.full': 'https://api.openai.com/v1/chat/completions', 'http.response.status_code': status },
      fields,
    );
  const early = { startUnixNano: endedAtNs - 1_900_000_000n, endUnixNano: endedAtNs - 1_500_000_000n };
  const late = { startUnixNano: endedAtNs - 1_000_000_000n };

  it('are its attempts, in the order they ended, with the model of the call', () => {
    const call = nested(outerId, '', { ...chat, 'gen_ai.response.time_to_first_chunk': 1.25 });
    const rows = normaliseNow(post(secondId, 200, late), post(innerId, 529, early), call);
    expect(rows.calls).toMatchObject([
      { spanId: outerId, source: 'gen_ai', outcome: 'ok', httpStatus: 200, attempts: 2, durationMs: 2000 },
    ]);
    expect(rows.attempts).toMatchObject([
      {
        spanId: innerId,
        model: 'gpt-5',
        outcome: 'overloaded',
        httpStatus: 529,
        durationMs: 400,
        timeToFirstChunkMs: null,
      },
      // The call waited 1.25 s for its first chunk, and this request began a second after the call.
      {
        spanId: outerId,
        model: 'gpt-5',
        outcome: 'ok',
        httpStatus: 200,
        durationMs: 1000,
        timeToFirstChunkMs: 250,
      },
    ]);
    expect(rows.attempts.every(({ callSpanId }) => callSpanId === outerId)).toBe(true);
  });

  it('say what a failure was where the call does not, and leave a clearer word to the call', () => {
    const failed = { statusCode: 2 };
    const vague = nested(outerId, '', { ...chat, 'error.type': 'APIError' }, failed);
    expect(onlyCall(post(innerId, 529), vague)).toMatchObject({ outcome: 'overloaded', httpStatus: 529 });
    const quota = nested(outerId, '', chat, {
      exceptions: [{ type: 'insufficient_quota', message: '429 You exceeded' }],
    });
    expect(onlyCall(post(innerId, 429), quota)).toMatchObject({
      outcome: 'quota_exhausted',
      httpStatus: 429,
    });
  });

  it('tell the vendor by their host, whatever the call says', () => {
    const request = nested(innerId, outerId, {
      'url.full': 'https://api.groq.com/openai/v1/chat/completions',
    });
    expect(onlyCall(request, nested(outerId, '', chat)).provider).toBe('groq');
  });

  it("are left to our own SDK's span, which has grouped its attempts already", () => {
    const own = nested(outerId, '', { ...chat, 'faultline.outcome': 'ok', 'faultline.attempts': 3 });
    const rows = normaliseNow(post(innerId, 529, early), post(secondId, 200), own);
    expect(rows.calls).toMatchObject([{ source: 'faultline', attempts: 3, httpStatus: null }]);
    expect(rows.attempts).toHaveLength(1);
    expect(rows.dropped).toEqual({ nested: 2 });
  });

  it('are calls of their own under a span that is none', () => {
    const handler = nested(outerId, '', { 'http.route': '/chat' });
    expect(onlyCall(post(innerId, 500), handler)).toMatchObject({
      source: 'http_client',
      outcome: 'vendor_error',
    });
  });

  it('are one when two HTTP instrumentations saw the same', () => {
    const inner = nested(secondId, innerId, { 'url.full': 'https://api.openai.com/v1/responses' });
    expect(normaliseNow(post(innerId, 200), inner).calls).toHaveLength(1);
  });
});

describe('spans of different calls', () => {
  it('count each when the model differs: a fallback is a call of its own', () => {
    const other = nested(innerId, outerId, { ...chat, 'gen_ai.request.model': 'gpt-5-mini' });
    expect(normaliseNow(nested(outerId, '', chat), other).calls).toHaveLength(2);
  });

  it('count each when they are siblings or in different traces', () => {
    const sibling = nested(innerId, middleId, chat);
    const foreign = nested(secondId, outerId, chat, { traceId: 'f'.repeat(32) });
    expect(normaliseNow(nested(outerId, middleId, chat), sibling, foreign).calls).toHaveLength(3);
  });

  it('are not lost altogether when their parents go in a circle', () => {
    expect(onlyCall(nested(outerId, innerId, chat), nested(innerId, outerId, chat)).spanId).toBe(outerId);
    expect(onlyCall(nested(outerId, outerId, chat)).spanId).toBe(outerId);
  });
});
