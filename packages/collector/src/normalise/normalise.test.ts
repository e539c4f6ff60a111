import { describe, expect, it } from 'vitest';
import { createMemory } from './memory.ts';
import { normalise } from './normalise.ts';
import { attributesOf, endedAtMs, endedAtNs, normaliseNow, onlyCall, spanOf } from './span.fixture.ts';

const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-5', 'gen_ai.system': 'openai' };
const hourMs = 3_600_000;

describe('normalise', () => {
  it('counts spans that are no LLM call and makes no rows of them', () => {
    const rows = normaliseNow(spanOf({}), spanOf({ 'http.response.status_code': 500 }));
    expect(rows).toEqual({
      calls: [],
      attempts: [],
      supplements: [],
      dropped: { not_llm: 2 },
      clamped: 0,
      clipped: 0,
    });
  });

  it('reads the environment under its older name', () => {
    const resource = { attributes: attributesOf({ 'deployment.environment': 'staging' }) };
    expect(onlyCall(spanOf(chat, { resource }))).toMatchObject({ environment: 'staging', service: '' });
  });

  it('reads the environment from the span where the resource says nothing', () => {
    const resource = { attributes: attributesOf({ 'service.name': 'checkout' }) };
    const named = spanOf({ ...chat, 'deployment.environment': 'staging' }, { resource });
    expect(onlyCall(named).environment).toBe('staging');
  });

  it("takes the app's region for a vendor without regions, and the vendor's own where the host tells it", () => {
    const resource = { attributes: attributesOf({ 'cloud.region': 'eu-west-1' }) };
    expect(onlyCall(spanOf(chat, { resource })).region).toBe('eu-west-1');
    const regional = { ...chat, 'server.address': 'us-east5-aiplatform.googleapis.com' };
    expect(onlyCall(spanOf(regional, { resource })).region).toBe('us-east5');
    // Our own SDK says what it knows.
    expect(onlyCall(spanOf({ ...chat, 'faultline.outcome': 'ok' }, { resource })).region).toBe('');
  });

  it.each([
    ['a server, whatever its dialect', { kind: 2 }, 'checkout', '', 'gateway'],
    ['the vendor, who pushes its own telemetry', { kind: 2 }, 'claude-platform', '', 'vendor'],
    ['a server of models that the team runs', { kind: 2 }, 'vllm-llama', '', 'vendor'],
    ['a gateway that names itself', { kind: 3 }, 'kong-ai-gateway', '', 'gateway'],
    ['a gateway by its scope', { kind: 3 }, 'edge', 'envoy', 'gateway'],
    ["Envoy's gateway for models", { kind: 3 }, 'edge', 'envoyproxy/ai-gateway', 'gateway'],
  ])(
    'keeps what %s saw of a call beside the calls, without an attempt',
    (_who, fields, service, scope, vantage) => {
      const langfuse = { 'langfuse.observation.type': 'generation', 'gen_ai.response.id': 'msg_1' };
      const span = spanOf(langfuse, {
        ...fields,
        resource: { attributes: attributesOf({ 'service.name': service }) },
        scope: { name: scope, version: '' },
      });
      const rows = normaliseNow(span);
      expect(rows.calls).toMatchObject([{ vantage, service }]);
      expect(rows.attempts).toEqual([]);
    },
  );

  it('counts a call once that its client and a gateway in the same trace report', () => {
    const gateway = spanOf(
      { ...chat, 'gen_ai.response.id': 'msg_1' },
      { kind: 2, spanId: 'c7ad6b7169203331', parentSpanId: 'b7ad6b7169203331' },
    );
    const rows = normaliseNow(spanOf({ ...chat, 'gen_ai.response.id': 'msg_1' }), gateway);
    expect(rows.calls.map(({ vantage, responseId }) => [vantage, responseId]).sort()).toEqual([
      ['client', 'msg_1'],
      ['gateway', 'msg_1'],
    ]);
    expect(rows.attempts).toHaveLength(1);
  });

  it("takes an app's own request for the app's view, when the call that it makes is written on it", () => {
    const decorated = { ...chat, 'http.request.method': 'POST', 'http.route': '/summaries' };
    expect(onlyCall(spanOf(decorated, { kind: 2 }))).toMatchObject({ vantage: 'client', provider: 'openai' });
  });

  it("leaves a gateway's own attempts out of what its clients' attempts are counted by", () => {
    const attempt = { 'faultline.span.role': 'attempt', 'faultline.outcome': 'overloaded' };
    const resource = { attributes: attributesOf({ 'service.name': 'kong' }) };
    expect(normaliseNow(spanOf(attempt, { resource }))).toMatchObject({
      attempts: [],
      dropped: { server_side: 1 },
    });
  });

  it.each(['kong-orders', 'my-envoy-client', 'litellm', 'checkout'])(
    'takes the service %s for an app that calls',
    (service) => {
      const resource = { attributes: attributesOf({ 'service.name': service }) };
      expect(onlyCall(spanOf(chat, { resource })).vantage).toBe('client');
    },
  );

  it.each([
    ['three days ago', endedAtMs + 72 * hourMs, endedAtMs + 24 * hourMs],
    ['in an hour', endedAtMs - hourMs, endedAtMs - hourMs + 300_000],
  ])('clamps a span that ended %s and counts it', (_when, nowMs, endMs) => {
    const rows = normalise([spanOf(chat)], nowMs, createMemory());
    expect(rows.calls[0]?.endMs).toBe(endMs);
    expect(rows.calls[0]?.durationMs).toBe(2000);
    expect(rows.clamped).toBe(1);
  });

  it('lets a span without an end end now, and does not say how long one without a start took', () => {
    const open = normalise([spanOf(chat, { endUnixNano: 0n })], endedAtMs + 5000, createMemory());
    expect(open.calls[0]).toMatchObject({ endMs: endedAtMs + 5000, durationMs: 7000 });
    const startless = normaliseNow(spanOf(chat, { startUnixNano: 0n }));
    expect(startless.calls[0]).toMatchObject({ endMs: endedAtMs, durationMs: null });
    expect(open.clamped + startless.clamped).toBe(1);
  });

  it('bounds durations and survives times at the edge of 64 bits', () => {
    const last = 2n ** 64n - 1n;
    const rows = normaliseNow(
      spanOf(chat, { startUnixNano: 1n }),
      spanOf(chat, { startUnixNano: last, endUnixNano: last }),
      spanOf(chat, { startUnixNano: last, endUnixNano: 1n }),
    );
    expect(rows.calls.map((call) => call.durationMs)).toEqual([48 * hourMs, 0, 0]);
    expect(rows.clamped).toBe(3);
  });

  it('keeps microseconds of a duration', () => {
    const span = spanOf(chat, { startUnixNano: endedAtNs - 1_234_567n });
    expect(onlyCall(span).durationMs).toBe(1.234);
  });

  it('clips text nobody could have meant, whole characters only, and counts it', () => {
    const rows = normaliseNow(spanOf({ ...chat, 'gen_ai.request.model': `${'m'.repeat(199)}😀😀` }));
    expect(rows.calls[0]?.model).toBe('m'.repeat(199));
    expect(rows.clipped).toBe(1);
  });

  it('flags the third failure of one request, and no success', () => {
    const memory = createMemory();
    const attempt = (index: number, outcome: string): ReturnType<typeof spanOf> =>
      spanOf(
        {
          'faultline.span.role': 'attempt',
          'faultline.outcome': outcome,
          'faultline.request.fingerprint': 'f00d',
        },
        { spanId: String(index).repeat(16) },
      );
    const outcomes = ['vendor_error', 'ok', 'caller_error', 'cancelled', 'timeout', 'ok'];
    const spans = outcomes.map((outcome, index) => attempt(index + 1, outcome));
    const { attempts } = normalise(spans, endedAtMs, memory);
    expect(attempts.map((row) => row.repeat)).toEqual([false, false, false, false, true, false]);
  });
});
