import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { endedAtMs, exportBody, readableSpan } from './otel-export.fixture.ts';
import { createBench, createSlowIntake, post } from './receiver.fixture.ts';

const protobuf = 'application/x-protobuf';
const json = 'application/json';
const good = exportBody('protobuf', [readableSpan(1)]);

/** `google.rpc.Status` from protobuf: field 1 the code, field 2 the message. Short messages only. */
async function statusOf(response: Response): Promise<{ code: number; message: string }> {
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([bytes[0], bytes[2]]).toEqual([0x08, 0x12]);
  return { code: bytes[1] ?? 0, message: bytes.subarray(4).toString() };
}

describe('a broken body', () => {
  it('is answered with 400 and a Status in protobuf when it is protobuf', async () => {
    const { app, counts, appended } = createBench();
    const response = await app.request('/v1/traces', post(protobuf, good.slice(0, -5)));
    expect(response.status).toBe(400);
    expect(response.headers.get('Content-Type')).toBe(protobuf);
    expect(await statusOf(response)).toMatchObject({
      code: 3,
      message: expect.stringContaining('bytes left'),
    });
    expect(counts).toMatchObject({ 'traces 400': 1, 'traces decode errors': 1 });
    expect(appended).toEqual([]);
  });

  it('is answered with 400 and a Status in JSON when it is JSON', async () => {
    const { app } = createBench();
    for (const path of ['/v1/traces', '/v1/metrics', '/v1/logs']) {
      const response = await app.request(path, post(json, '{"resourceSpans": oops'));
      expect(response.status).toBe(400);
      expect(await response.json()).toEqual({ code: 3, message: 'the body is not valid JSON' });
    }
  });

  it('is answered with 400 when it is not the gzip it claims to be, or gzip cut short', async () => {
    const { app } = createBench();
    const gzip = { 'Content-Encoding': 'gzip' };
    const cut = new Uint8Array(gzipSync(good)).slice(0, -12);
    for (const body of [good, cut]) {
      expect((await app.request('/v1/traces', post(protobuf, body, gzip))).status).toBe(400);
    }
  });
});

describe('a request that cannot be read', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', ''])(
    'of type "%s" is answered with 415',
    async (type) => {
      const { app } = createBench();
      const response = await app.request('/v1/traces', {
        method: 'POST',
        headers: type ? { 'Content-Type': type } : {},
        body: good,
      });
      expect(response.status).toBe(415);
      expect(await response.json()).toMatchObject({ code: 3 });
    },
  );

  it('in an unknown content encoding is answered with 415 and the ones that would do', async () => {
    const response = await createBench().app.request(
      '/v1/traces',
      post(protobuf, good, { 'Content-Encoding': 'zstd' }),
    );
    expect(response.status).toBe(415);
    expect(response.headers.get('Accept-Encoding')).toBe('gzip, deflate');
  });

  it('with another method is answered with 405, on an unknown path with 404', async () => {
    const { app } = createBench();
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const response = await app.request('/v1/traces', { method });
      expect([response.status, response.headers.get('Allow')]).toEqual([405, 'POST']);
    }
    expect((await app.request('/v1/spans', post(protobuf, good))).status).toBe(404);
    expect((await app.request('/v1development/profiles', post(protobuf, good))).status).toBe(404);
    expect((await app.request('/')).status).toBe(404);
  });
});

describe('a body over the limit', () => {
  const limits = { wireBytesMax: 1000, protobufBytesMax: 2000, jsonBytesMax: 500 };

  it.each<[string, RequestInit]>([
    ['announced', post(protobuf, new Uint8Array(1001), { 'Content-Length': '1001' })],
    ['not announced', post(protobuf, new Uint8Array(1001))],
    [
      'inflated',
      post(protobuf, new Uint8Array(gzipSync(Buffer.alloc(2001))), { 'Content-Encoding': 'gzip' }),
    ],
    [
      'inflated a thousandfold',
      post(protobuf, new Uint8Array(gzipSync(Buffer.alloc(900_000))), { 'Content-Encoding': 'gzip' }),
    ],
    ['in JSON, which takes more memory to parse', post(json, ' '.repeat(501))],
  ])('is answered with 413: %s', async (_how, request) => {
    const { app, appended, counts } = createBench({ limits });
    const response = await app.request('/v1/traces', request);
    expect(response.status).toBe(413);
    expect(counts).toEqual({ 'traces 413': 1 });
    expect(appended).toEqual([]);
  });

  it('does not stand in the way of the next one', async () => {
    const { app } = createBench({ limits: { bufferedBytesMax: 2000, wireBytesMax: 1000 } });
    for (let time = 0; time < 5; time++)
      await app.request('/v1/traces', post(protobuf, new Uint8Array(1500)));
    expect((await app.request('/v1/traces', post(protobuf, good))).status).toBe(200);
  });
});

describe('a receiver under pressure', () => {
  it.each([
    [0, '1'],
    [1.2, '2'],
    [30, '3'],
    [Number.NaN, '1'],
  ])('passes on that the store wants a retry after %d s as %s s', async (afterSeconds, header) => {
    const append = () =>
      Promise.resolve({ kind: 'retry', afterSeconds, reason: 'the spool is full' } as const);
    const { app, counts } = createBench({ intake: { refusal: () => undefined, append } });
    const response = await app.request('/v1/traces', post(protobuf, good));
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, header]);
    expect(await statusOf(response)).toEqual({ code: 14, message: 'the spool is full' });
    expect(counts.accepted).toBeUndefined();
  });

  it('asks for a retry when the store fails: after a 500 the batch would be lost', async () => {
    const { app, errors } = createBench({
      intake: { refusal: () => undefined, append: () => Promise.reject(new Error('disk')) },
    });
    const response = await app.request('/v1/traces', post(protobuf, good));
    expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '1']);
    expect(errors).toEqual([new Error('disk')]);
  });

  it.each([{ requestsMax: 1 }, { bufferedBytesMax: good.length + 10 }])(
    'asks for a retry when too much is in flight, and recovers: %o',
    async (limits) => {
      const intake = createSlowIntake();
      const { app } = createBench({ limits, intake });
      const first = app.request('/v1/traces', post(protobuf, good));
      await intake.entered;
      const second = await app.request('/v1/traces', post(protobuf, good));
      expect([second.status, second.headers.get('Retry-After')]).toEqual([503, '1']);
      intake.makeDurable();
      expect((await first).status).toBe(200);
      expect((await app.request('/v1/traces', post(protobuf, good))).status).toBe(200);
    },
  );

  it('gives up on a body that does not come', async () => {
    const { app } = createBench({ limits: { bodyReadMsMax: 20 } });
    const body = new ReadableStream({ start: (controller) => controller.enqueue(good) });
    const request = new Request('http://localhost/v1/traces', {
      method: 'POST',
      headers: { 'Content-Type': protobuf },
      body,
      duplex: 'half',
    });
    expect((await app.request(request)).status).toBe(408);
  });

  it('answers 500 and reports the error when the fault is its own', async () => {
    const clock = new Error('no clock');
    let isBroken = false;
    const now = (): number => {
      if (isBroken) throw clock;
      return endedAtMs;
    };
    const { app, errors, counts } = createBench({ now });
    isBroken = true;
    expect((await app.request('/v1/traces', post(protobuf, good))).status).toBe(500);
    expect(errors).toEqual([clock]);
    expect(counts['traces 500']).toBe(1);
  });
});

describe('a receiver with tokens', () => {
  const tokens = ['first-token', 'second-token'];

  it('takes requests that carry one of them', async () => {
    const { app } = createBench({ tokens });
    for (const authorization of ['Bearer first-token', 'bearer second-token']) {
      expect((await app.request('/v1/traces', post(protobuf, good, { authorization }))).status).toBe(200);
    }
  });

  it.each(['', 'Bearer', 'Bearer first-toke', 'Basic first-token', 'Bearer first-token extra'])(
    'answers "%s" with 401 and does not read the body',
    async (authorization) => {
      const { app, counts } = createBench({ tokens });
      const response = await app.request(
        '/v1/traces',
        post(protobuf, good, authorization ? { authorization } : {}),
      );
      expect([response.status, response.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer']);
      expect((await statusOf(response)).code).toBe(16);
      expect(counts).toEqual({ 'traces 401': 1 });
    },
  );
});
