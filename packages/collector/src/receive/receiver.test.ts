import { deflateSync, gzipSync } from 'node:zlib';
import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { Rows } from '../model/call.ts';
import type { AppendResult, ComeBack } from '../store/store.ts';
import { endedAtMs, exportBody, exportLogs, logRecord, readableSpan } from './otel-export.fixture.ts';
import { createBench, createSlowIntake, post } from './receiver.fixture.ts';

const protobuf = 'application/x-protobuf';
const json = 'application/json';
const empty = new Uint8Array();

describe.each([
  ['protobuf', protobuf],
  ['json', json],
] as const)('an export in %s', (encoding, contentType) => {
  const body = exportBody(encoding, [readableSpan(1), readableSpan(2)]);

  it('is stored and answered with 200, an empty message and the same content type', async () => {
    const { app, appended, counts } = createBench();
    const response = await app.request('/v1/traces', post(contentType, body));
    expect(response.status).toBe(200);
    expect(response.headers.get('Content-Type')).toBe(contentType);
    expect(await response.text()).toBe(encoding === 'json' ? '{}' : '');
    expect(appended).toHaveLength(1);
    expect(appended[0]?.calls).toMatchObject([
      { model: 'claude-opus-4-8', service: 'checkout', environment: 'prod', outcome: 'ok', endMs: endedAtMs },
      { finishReason: 'end_turn', durationMs: 2000 },
    ]);
    expect(appended[0]?.attempts).toHaveLength(2);
    expect(counts).toMatchObject({ 'traces 200': 1, accepted: 2, 'traces body bytes': body.length });
  });

  it.each([
    ['gzip', gzipSync],
    ['deflate', deflateSync],
  ])('may come in %s', async (name, compress) => {
    const { app, appended, counts } = createBench();
    const wire = new Uint8Array(compress(body));
    const response = await app.request('/v1/traces', post(contentType, wire, { 'Content-Encoding': name }));
    expect(response.status).toBe(200);
    expect(appended[0]?.calls).toHaveLength(2);
    expect(counts).toMatchObject({ 'traces wire bytes': wire.length, 'traces body bytes': body.length });
  });

  it('may come to a trailing slash, to the bare root, and below a prefix of the whole app', async () => {
    const { app, appended } = createBench();
    const mounted = new Hono().route('/prefix', app);
    await app.request('/v1/traces/', post(contentType, body));
    await app.request('/', post(contentType, body));
    await mounted.request('/prefix/v1/traces', post(contentType, body));
    expect(appended).toHaveLength(3);
  });

  it('is answered with 200 when it is empty, and the store is not asked', async () => {
    const { app, appended } = createBench();
    const nothing = encoding === 'json' ? '{}' : empty;
    expect((await app.request('/v1/traces', post(contentType, nothing))).status).toBe(200);
    expect(appended).toEqual([]);
  });

  it('of other spans is answered with 200 and counted as dropped', async () => {
    const { app, appended, counts } = createBench();
    const other = exportBody(encoding, [readableSpan(1, { 'gen_ai.operation.name': 'execute_tool' })]);
    expect((await app.request('/v1/traces', post(contentType, other))).status).toBe(200);
    expect(appended).toEqual([]);
    expect(counts).toMatchObject({ 'traces not_llm': 1, accepted: 0 });
  });

  it('of calls that a gateway saw is stored, and counted as not counted', async () => {
    const { app, appended, counts } = createBench();
    // The API's numbering: a server.
    const gateway = exportBody(encoding, [{ ...readableSpan(1), kind: 1 }]);
    expect((await app.request('/v1/traces', post(contentType, gateway))).status).toBe(200);
    expect(appended[0]?.calls).toMatchObject([{ vantage: 'gateway' }]);
    expect(counts).toMatchObject({ accepted: 1, gateway: 1 });
  });

  it('loses its unusable spans only, and the sender is told how many and why', async () => {
    const { app, appended, counts } = createBench();
    const spans = [
      readableSpan(1),
      { ...readableSpan(2), spanContext: () => ({ traceId: 'abcd', spanId: 'ef', traceFlags: 1 }) },
    ];
    const response = await app.request('/v1/traces', post(contentType, exportBody(encoding, spans)));
    expect(response.status).toBe(200);
    expect(appended[0]?.calls).toHaveLength(1);
    expect(counts).toMatchObject({ 'traces rejected': 1, accepted: 1 });
    const message = '1 spans were rejected; the first because its trace_id has 2 bytes, not 16';
    if (encoding === 'json') {
      expect(await response.json()).toEqual({
        partialSuccess: { rejectedSpans: '1', errorMessage: message },
      });
    } else {
      // partial_success { rejected_spans: 1, error_message: message }
      const answer = Buffer.from(await response.arrayBuffer());
      expect([...answer.subarray(0, 6)]).toEqual([0x0a, answer.length - 2, 0x08, 1, 0x12, message.length]);
      expect(answer.subarray(6).toString()).toBe(message);
    }
  });

  it('of log records becomes calls, and what else an app logs is taken without a warning', async () => {
    const { app, appended, counts } = createBench();
    const details = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'claude-opus-4-8',
      'gen_ai.response.model': 'claude-opus-4-8-20260601',
    };
    const records = [
      logRecord('gen_ai.client.inference.operation.details', details),
      logRecord('', {}),
      logRecord('app.started', {}),
    ];
    const response = await app.request('/v1/logs', post(contentType, exportLogs(encoding, records)));
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(encoding === 'json' ? '{}' : '');
    expect(appended).toMatchObject([
      { calls: [{ model: 'claude-opus-4-8', provider: 'anthropic', service: 'checkout', endMs: endedAtMs }] },
    ]);
    expect(counts).toMatchObject({ 'logs 200': 1, accepted: 1, 'logs not_llm': 2 });
  });

  it.each(['traces', 'logs'] as const)('of %s comes again when the store cannot take it', async (signal) => {
    const { app, counts } = createBench({
      intake: {
        refusal: () => undefined,
        append: async () => ({ kind: 'retry', afterSeconds: 2, reason: 'the spool is full' }),
      },
    });
    const details = { 'gen_ai.operation.name': 'chat', 'gen_ai.response.model': 'gpt-5' };
    const body = {
      traces: exportBody(encoding, [readableSpan(1)]),
      logs: exportLogs(encoding, [logRecord('gen_ai.client.inference.operation.details', details)]),
    };
    const response = await app.request(`/v1/${signal}`, post(contentType, body[signal]));
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '2']);
    expect(counts.accepted).toBeUndefined();
  });
});

describe('a receiver', () => {
  it('remembers nothing of a batch that it sends back, so that the calls in it count when it comes again', async () => {
    let refusal: ComeBack | undefined = { kind: 'retry', afterSeconds: 3, reason: 'the spool is full' };
    const stored: Rows[] = [];
    const append = async (rows: Rows): Promise<AppendResult> => {
      stored.push(rows);
      return { kind: 'durable' };
    };
    const { app } = createBench({ intake: { refusal: () => refusal, append } });
    const around = readableSpan(1).spanContext();
    const spanContext = () => ({ ...around, spanId: '22'.repeat(8) });
    const inside = { ...readableSpan(2), spanContext, parentSpanContext: around };
    const [parent, child] = [readableSpan(1), inside].map((span) => exportBody('protobuf', [span]));
    const send = async (body: Uint8Array<ArrayBuffer> = new Uint8Array()) =>
      (await app.request('/v1/traces', post(protobuf, body))).status;
    expect(await send(parent)).toBe(503);
    refusal = undefined;
    expect(await send(child)).toBe(200);
    expect(await send(parent)).toBe(200);
    expect(stored.flatMap(({ calls }) => calls)).toHaveLength(1);
  });

  it.each(['application/json; charset=utf-8', 'APPLICATION/JSON'])(
    'takes the content type %s',
    async (contentType) => {
      const { app, appended } = createBench();
      const body = exportBody('json', [readableSpan(1)]);
      expect((await app.request('/v1/traces', post(contentType, body))).status).toBe(200);
      expect(appended).toHaveLength(1);
    },
  );

  it('takes a batch of 512 spans, and 32 senders at once with 10 batches each', async () => {
    const { app, appended } = createBench();
    const large = exportBody(
      'protobuf',
      Array.from({ length: 512 }, (_, index) => readableSpan(index)),
    );
    expect((await app.request('/v1/traces', post(protobuf, large))).status).toBe(200);
    expect(appended[0]?.calls).toHaveLength(512);
    const small = exportBody('protobuf', [readableSpan(1)]);
    const senders = Array.from({ length: 32 }, async () => {
      for (let batch = 0; batch < 10; batch++) {
        expect((await app.request('/v1/traces', post(protobuf, small))).status).toBe(200);
      }
    });
    await Promise.all(senders);
    expect(appended).toHaveLength(1 + 320);
  });

  it('hands a batch that is sent twice to the store twice: the store knows what it has', async () => {
    const { app, appended } = createBench();
    const body = exportBody('protobuf', [readableSpan(1)]);
    for (let time = 0; time < 2; time++) await app.request('/v1/traces', post(protobuf, body));
    expect(appended[1]).toEqual(appended[0]);
  });

  it('answers only when the rows are durable', async () => {
    const intake = createSlowIntake();
    const { app } = createBench({ intake });
    let answered = false;
    const body = exportBody('protobuf', [readableSpan(1)]);
    const done = Promise.resolve(app.request('/v1/traces', post(protobuf, body))).then((response) => {
      answered = true;
      return response.status;
    });
    await intake.entered;
    await new Promise((resolve) => setImmediate(resolve));
    expect(answered).toBe(false);
    intake.makeDurable();
    expect(await done).toBe(200);
  });
});
