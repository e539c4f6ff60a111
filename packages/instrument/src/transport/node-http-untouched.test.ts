import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { runObserved } from '../clients/watched-vendors.fixture.ts';
import { answerTo, bodyOf, serving, start, textOf } from './node-http-app.fixture.ts';

describe('an app whose traffic is not for an LLM', { timeout: 60_000 }, () => {
  it('sends as before what goes to anybody else', async () => {
    const { calls, result } = await runObserved({
      run: (urls) =>
        serving(
          (request, response) => request.resume().on('end', () => response.end()),
          async (url) => {
            const requests = [
              start(`${urls.openai}/v1/models`, { method: 'GET' }).end(),
              start(`${urls.openai}/orders`).end(bodyOf()),
              // Paths may mean the same to others; only what names a model is a request of ours.
              start(`${url}/v1/messages`).end('{"to":"a customer"}'),
            ];
            const responses = await Promise.all(requests.map(answerTo));
            for (const response of responses) await textOf(response);
            const watched = ['emit', 'push', 'destroy'];
            return [...requests, ...responses].filter((one) =>
              watched.some((name) => Object.hasOwn(one, name)),
            );
          },
        ),
    });
    expect(calls).toEqual([]);
    expect(result).toEqual({ value: [] });
  });

  it('serves as before, even where it is a vendor itself', async () => {
    const { calls, result } = await runObserved({
      run: () =>
        serving(
          (request, response) => {
            const owned = [request, response].map((one) => Object.hasOwn(one, 'emit'));
            request.resume().on('end', () => response.write(JSON.stringify(owned)));
            request.on('end', () => response.end());
          },
          async (url) => {
            const { hostname, port } = new URL(url);
            const body = bodyOf();
            const socket = connect(Number(port), hostname);
            socket.write(
              `POST /v1/chat/completions HTTP/1.0\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
            );
            return (await textOf(socket)).split('\r\n\r\n')[1];
          },
        ),
    });
    expect(calls).toEqual([]);
    expect(result).toEqual({ value: '[false,false]' });
  });
});

describe('an app that listens for no error', { timeout: 60_000 }, () => {
  const packageRoot = fileURLToPath(new URL('../..', import.meta.url));

  beforeAll(() => {
    if (existsSync(`${packageRoot}/dist/register.cjs`)) return;
    execFileSync('npx', ['tsdown', '--logLevel', 'error'], { cwd: packageRoot });
  }, 120_000);

  const run = (flags: readonly string[]): { readonly status: number | null; readonly lines: string[] } => {
    const app = `
      const { request } = require('node:http');
      process.on('exit', (code) => console.log('exit', code));
      request('http://127.0.0.1:1/v1/chat/completions', { method: 'POST' }).end('{"model":"gpt-5.4"}');
      setInterval(() => {}, 1000);`;
    const { status, stdout, stderr } = spawnSync(process.execPath, [...flags, '-e', app], {
      cwd: packageRoot,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' },
    });
    return {
      status,
      lines: [stdout, ...stderr.split('\n').filter((line) => /^Error|throw er/.test(line.trim()))],
    };
  };

  it('dies of it as before', () => {
    const before = run([]);
    expect(before).toMatchObject({ status: 1, lines: ['exit 1\n', expect.any(String), expect.any(String)] });
    expect(run(['--require', '@faultline/instrument/register'])).toEqual(before);
  });
});
