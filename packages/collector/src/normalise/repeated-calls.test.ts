import { describe, expect, it } from 'vitest';
import type { AttributeValue, Span } from '../decode/span.ts';
import { createMemory } from './memory.ts';
import { normalise } from './normalise.ts';
import { endedAtMs, endedAtNs, normaliseNow, spanOf } from './span.fixture.ts';

const chat = {
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'openai',
  'gen_ai.request.model': 'gpt-5',
};
const usage = { 'gen_ai.usage.input_tokens': 1200, 'gen_ai.usage.output_tokens': 77 };

/** Reported by one instrumentation in a trace of its own. */
function report(scope: string, values: Record<string, AttributeValue>, fields: Partial<Span> = {}): Span {
  const digit = String(scope.length % 10);
  return spanOf(
    { ...chat, ...values },
    { traceId: digit.repeat(32), spanId: digit.repeat(16), scope: { name: scope, version: '' }, ...fields },
  );
}

const within = { startUnixNano: endedAtNs - 1_500_000_000n, endUnixNano: endedAtNs - 500_000_000n };

describe('one call that two instrumentations report in two traces', () => {
  it('counts once when both name the same answer', () => {
    const framework = report('framework', { 'gen_ai.response.id': 'c-1' });
    const sdk = report(
      'sdk',
      { 'gen_ai.response.id': 'c-1', 'http.response.status_code': 200, ...usage },
      within,
    );
    for (const spans of [
      [framework, sdk],
      [sdk, framework],
    ]) {
      const rows = normaliseNow(...spans);
      expect(rows.calls).toMatchObject([{ durationMs: 2000, httpStatus: 200, outputTokens: 77 }]);
      expect(rows.dropped).toEqual({ reported_twice: 1 });
    }
  });

  it('counts once when the two reports come in two requests, and again when they are sent again', () => {
    const framework = report('framework', { 'gen_ai.response.id': 'c-1' });
    const sdk = report('sdk', { 'gen_ai.response.id': 'c-1' }, within);
    const memory = createMemory();
    const calls = (span: Span) => normalise([span], endedAtMs, memory).calls.map(({ traceId }) => traceId);
    expect([framework, sdk, framework, sdk].flatMap(calls)).toEqual([framework.traceId, framework.traceId]);
  });

  it('counts once, as a guess, when model, tokens and time are the same', () => {
    const rows = normaliseNow(report('framework', usage), report('sdk', usage, within));
    expect(rows.calls).toHaveLength(1);
    expect(rows.dropped).toEqual({ likely_twice: 1 });
  });

  it('counts once when only one of them counted the tokens', () => {
    const rows = normaliseNow(report('framework', usage), report('sdk', {}, within));
    expect(rows.calls).toMatchObject([{ inputTokens: 1200 }]);
    expect(rows.dropped).toEqual({ likely_twice: 1 });
  });

  it('counts once when one of them has not heard of cached tokens', () => {
    const cached = { ...usage, 'gen_ai.usage.cache_read.input_tokens': 256 };
    const uncached = { ...usage, 'gen_ai.usage.input_tokens': 944 };
    expect(normaliseNow(report('framework', uncached), report('sdk', cached, within)).calls).toMatchObject([
      { inputTokens: 1200, cacheReadTokens: 256 },
    ]);
  });

  it('has its attempts in its own trace', () => {
    const rows = normaliseNow(report('framework', usage), report('sdk', usage, within));
    expect(rows.attempts).toMatchObject([{ durationMs: 1000 }]);
    expect(rows.attempts[0]?.traceId).toBe(rows.calls[0]?.traceId);
    expect(rows.attempts[0]?.callSpanId).toBe(rows.calls[0]?.spanId);
  });

  it("is left to our own SDK's report", () => {
    const own = report('sdk', { 'gen_ai.response.id': 'c-1', 'faultline.outcome': 'ok' }, within);
    const rows = normaliseNow(report('framework', { 'gen_ai.response.id': 'c-1' }), own);
    expect(rows.calls).toMatchObject([{ source: 'faultline', durationMs: 1000 }]);
  });
});

describe('calls that are alike', () => {
  it('count each when one instrumentation reports them: the same question was asked twice', () => {
    const again = report('sdk', usage, { ...within, traceId: 'f'.repeat(32) });
    expect(normaliseNow(report('sdk', usage), again).calls).toHaveLength(2);
  });

  it('count each when they do not lie within one another', () => {
    const later = { startUnixNano: endedAtNs - 1_000_000_000n, endUnixNano: endedAtNs + 1_000_000_000n };
    expect(normaliseNow(report('framework', usage), report('sdk', usage, later)).calls).toHaveLength(2);
  });

  it('count each when services or tokens differ, outcomes differ, or nobody counted tokens', () => {
    const resource = { attributes: new Map([['service.name', 'search']]) };
    expect(
      normaliseNow(report('framework', usage), report('sdk', usage, { ...within, resource })).calls,
    ).toHaveLength(2);
    const more = { ...usage, 'gen_ai.usage.output_tokens': 78 };
    expect(normaliseNow(report('framework', usage), report('sdk', more, within)).calls).toHaveLength(2);
    const failed = { ...within, statusCode: 2 };
    expect(normaliseNow(report('framework', usage), report('sdk', {}, failed)).calls).toHaveLength(2);
    expect(normaliseNow(report('framework', {}), report('sdk', {}, within)).calls).toHaveLength(2);
  });

  it('find their other report among any number of calls that are over', () => {
    const spans = Array.from({ length: 200 }, (_, index) => {
      const at = endedAtNs - BigInt(index) * 3_000_000_000n;
      const id = index.toString(16).padStart(31, '0');
      const outer = { traceId: `a${id}`, startUnixNano: at - 2_000_000_000n, endUnixNano: at };
      const inner = { traceId: `b${id}`, startUnixNano: at - 1_500_000_000n, endUnixNano: at - 500_000_000n };
      return [report('framework', usage, outer), report('sdk', usage, inner)];
    });
    expect(normaliseNow(...spans.flat()).dropped).toEqual({ likely_twice: 200 });
  });

  it('pair off one by one: two calls reported twice are two calls', () => {
    const spans = ['a', 'b'].flatMap((digit) => [
      report('framework', usage, { traceId: digit.repeat(32) }),
      report('sdk', usage, { ...within, traceId: `${digit.repeat(31)}1` }),
    ]);
    const rows = normaliseNow(...spans);
    expect(rows.calls).toHaveLength(2);
    expect(rows.dropped).toEqual({ likely_twice: 2 });
  });
});
