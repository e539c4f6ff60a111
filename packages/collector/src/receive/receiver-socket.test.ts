import { Agent, type ClientRequest, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { type ServerType, serve } from '@hono/node-server';
import { afterEach, describe, expect, it } from 'vitest';
import { exportBody, readableSpan } from './otel-export.fixture.ts';
import { type Bench, createBench } from './receiver.fixture.ts';

const body = exportBody('protobuf', [readableSpan(1)]);

interface Answer {
  readonly status: number;
  /** The client's port, which tells one connection from another. */
  readonly port: number;
}

describe('a receiver on a real socket', () => {
  let server: ServerType;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });

  function listen(bench: Bench): Promise<void> {
    return new Promise((resolve) => {
      server = serve({ fetch: bench.app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve());
    });
  }

  afterEach(async () => {
    agent.destroy();
    await new Promise((resolve) => server.close(resolve));
  });

  /** Node sends a body chunked when it comes in several writes and without a Content-Length. */
  function send(headers: Record<string, string>, write: (request: ClientRequest) => void): Promise<Answer> {
    const { port } = server.address() as AddressInfo;
    const options = {
      agent,
      host: '127.0.0.1',
      port,
      path: '/v1/traces',
      method: 'POST',
      headers: { 'Content-Type': 'application/x-protobuf', ...headers },
    };
    return new Promise((resolve, reject) => {
      const request = httpRequest(options, (response) => {
        const answer = { status: response.statusCode ?? 0, port: response.socket.localPort ?? 0 };
        response.resume().on('end', () => resolve(answer));
      });
      request.on('error', reject);
      write(request);
    });
  }

  function sendChunks(chunks: readonly Uint8Array[], headers: Record<string, string> = {}): Promise<Answer> {
    return send(headers, (request) => {
      for (const chunk of chunks) request.write(chunk);
      request.end();
    });
  }

  it('takes chunked bodies, gzip in chunks, and keeps the connection', async () => {
    const bench = createBench();
    await listen(bench);
    const gzip = gzipSync(body);
    const answers = [
      await sendChunks([body.subarray(0, 50), body.subarray(50)]),
      await sendChunks([gzip.subarray(0, 10), gzip.subarray(10)], { 'Content-Encoding': 'gzip' }),
      await sendChunks([body.subarray(0, 50)]),
      await sendChunks([body]),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 400, 200]);
    expect(new Set(answers.map(({ port }) => port)).size).toBe(1);
    expect(bench.appended).toHaveLength(3);
  });

  it('answers a chunked body over the limit with 413 and takes the next request', async () => {
    await listen(createBench({ limits: { wireBytesMax: 100_000 } }));
    const chunk = new Uint8Array(50_000);
    expect((await sendChunks(Array.from({ length: 100 }, () => chunk))).status).toBe(413);
    expect((await sendChunks([body])).status).toBe(200);
  });

  it('answers a body that stops coming with 408', async () => {
    await listen(createBench({ limits: { bodyReadMsMax: 50 } }));
    const answer = await send({}, (request) => request.write(body.subarray(0, 10)));
    expect(answer.status).toBe(408);
  });
});
