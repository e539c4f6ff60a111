import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { startCollector } from '../support/collector.ts';
import { sendCalls } from '../support/otlp-sender.ts';
import { readStoredRows } from '../support/stored-rows.ts';
import { createCall, spanOf, tracesJson, tracesOf } from '../support/synthetic-calls.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const json = 'application/json';
const protobuf = 'application/x-protobuf';
const mebibyte = 2 ** 20;
const page = '<!doctype html><title>502 Bad Gateway</title>';

interface BadRequest {
  readonly body: string | Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly encoding?: string;
}

const badRequests: Readonly<Record<string, BadRequest>> = {
  'protobuf that ends in the middle': { body: Buffer.from([0x0a, 0xff]), type: protobuf },
  'protobuf that is text': { body: 'not protobuf at all', type: protobuf },
  'JSON that ends in the middle': { body: '{"resourceSpans":[{', type: json },
  'JSON of another shape': { body: '{"resourceSpans":"many"}', type: json },
  'a web page said to be JSON': { body: page, type: json },
  'a web page said to be protobuf': { body: page, type: protobuf },
  'a web page': { body: page, type: 'text/html' },
  'a type nobody knows': { body: tracesJson([]), type: 'application/x-unheard-of' },
  'gzip that is none': { body: 'plain', type: json, encoding: 'gzip' },
  'a compression nobody knows': { body: tracesJson([]), type: json, encoding: 'zstd' },
  'a small body that inflates without end': {
    body: gzipSync(Buffer.alloc(65 * mebibyte)),
    type: protobuf,
    encoding: 'gzip',
  },
};

const refusals: Readonly<Record<string, object>> = {
  'protobuf that ends in the middle': { status: 400, type: protobuf, code: 3 },
  'protobuf that is text': { status: 400, type: protobuf, code: 3 },
  'JSON that ends in the middle': { status: 400, type: json, code: 3 },
  'JSON of another shape': { status: 400, type: json, code: 3 },
  'a web page said to be JSON': { status: 400, type: json, code: 3 },
  'a web page said to be protobuf': { status: 400, type: protobuf, code: 3 },
  'a web page': { status: 415, type: json, code: 3 },
  'a type nobody knows': { status: 415, type: json, code: 3 },
  'gzip that is none': { status: 400, type: json, code: 3 },
  'a compression nobody knows': { status: 415, type: json, code: 3 },
  'a small body that inflates without end': { status: 413, type: protobuf, code: 8 },
};

interface RpcStatus {
  readonly code: number;
  readonly message: string;
}

/** `google.rpc.Status`: field 1 is the code, field 2 the message; both fit into one-byte lengths or two. */
function statusOf(body: Buffer, type: string | null): RpcStatus {
  if (type !== protobuf) return JSON.parse(body.toString()) as RpcStatus;
  const [codeKey, code = 0, messageKey] = body;
  expect([codeKey, messageKey]).toEqual([0x08, 0x12]);
  const lengthBytes = (body[3] ?? 0) < 128 ? 1 : 2;
  return { code, message: body.subarray(3 + lengthBytes).toString() };
}

async function send(url: string, { body, type, encoding }: BadRequest): Promise<object> {
  const response = await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': type, ...(encoding && { 'content-encoding': encoding }) },
    body,
  });
  const answered = response.headers.get('content-type');
  const { code, message } = statusOf(Buffer.from(await response.arrayBuffer()), answered);
  expect(message).toMatch(/\w+ \w+/);
  return { status: response.status, type: answered, code };
}

/** Only announces its body: a sender that goes on writing may lose the answer to its own broken pipe. */
function announce(url: string, bytes: number): Promise<{ status: number | undefined; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': json, 'content-length': bytes };
    const sending = request(`${url}/v1/traces`, { method: 'POST', headers }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk as Buffer);
      resolve({ status: response.statusCode, text: Buffer.concat(chunks).toString() });
      sending.destroy();
    });
    sending.on('error', reject);
    sending.flushHeaders();
  });
}

const goodCall = () => createCall({ provider: 'openai', model: 'gpt-5.5', outcome: 'ok' });

test('every kind of bad body gets its typed answer and costs no good span', async () => {
  const collector = await startCollector(cleanup);
  const { url } = collector;
  const good: string[] = [];
  const sendGood = async (): Promise<void> => {
    const call = goodCall();
    expect(await sendCalls(url, [call], AbortSignal.timeout(60_000))).toBe(true);
    good.push(call.spanId);
  };

  await sendGood();
  const answers: Record<string, object> = {};
  for (const [name, bad] of Object.entries(badRequests)) {
    answers[name] = await send(url, bad);
    await sendGood();
  }
  expect(answers).toEqual(refusals);

  const tooLarge = await announce(url, 65 * mebibyte);
  expect(tooLarge.status).toBe(413);
  expect(JSON.parse(tooLarge.text)).toMatchObject({ code: 8 });
  await sendGood();

  const wrongMethod = await fetch(`${url}/v1/traces`);
  expect(wrongMethod.status).toBe(405);
  expect(wrongMethod.headers.get('allow')).toBe('POST');
  expect(await wrongMethod.json()).toMatchObject({ code: 12 });
  await sendGood();

  expect(await collector.metric('faultline_receive_decode_errors_total', { signal: 'traces' })).toBe(7);
  const requests = (code: string): Promise<number> =>
    collector.metric('faultline_receive_requests_total', { signal: 'traces', code });
  expect(await Promise.all(['200', '400', '413', '415'].map(requests))).toEqual([good.length, 7, 2, 3]);
  expect(await collector.metric('faultline_receive_internal_errors_total')).toBe(0);

  await collector.drained();
  expect(await collector.terminate()).toMatchObject({ code: 0 });
  const stored = await readStoredRows(cleanup, collector.dataDir);
  expect([...stored.calls].sort()).toEqual([...good].sort());
});

test('spans that are no calls, or broken ones, are dropped by reason and the good ones beside them kept', async () => {
  const collector = await startCollector(cleanup);
  const call = goodCall();
  const broken = { ...spanOf(goodCall()), traceId: 'not a trace id' };
  const unrelated = { ...spanOf(goodCall()), name: 'GET /cart', attributes: [] };
  const response = await fetch(`${collector.url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': json },
    body: tracesOf([broken, spanOf(call), unrelated]),
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ partialSuccess: { rejectedSpans: '1' } });
  const dropped = (reason: string): Promise<number> =>
    collector.metric('faultline_receive_dropped_total', { signal: 'traces', reason });
  expect(await Promise.all(['rejected', 'not_llm'].map(dropped))).toEqual([1, 1]);
  expect(await collector.metric('faultline_receive_accepted_total', { signal: 'traces' })).toBe(1);
  expect(await collector.metric('llm_calls_total', { provider: 'openai', outcome: 'ok' })).toBe(1);
});
