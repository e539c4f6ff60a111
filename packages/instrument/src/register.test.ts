import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { type Override, startVendors, type Vendors } from '@faultline/simulator';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';

const packageRoot = fileURLToPath(new URL('..', import.meta.url));

/** What an OTLP collector received, as text: attribute keys and values are readable in protobuf. */
interface Sink {
  readonly url: string;
  received(): string;
  close(): void;
}

interface Run {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

const closing: (() => void | Promise<void>)[] = [];

beforeAll(() => {
  if (existsSync(`${packageRoot}/dist/register.mjs`) && existsSync(`${packageRoot}/dist/register.cjs`))
    return;
  execFileSync('npx', ['tsdown', '--logLevel', 'error'], { cwd: packageRoot });
}, 120_000);

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const esm = ['--import', '@faultline/instrument/register', '--input-type=module'];
const cjs = ['--require', '@faultline/instrument/register', '--input-type=commonjs'];
const bareEsm = ['--input-type=module'];
const bareCjs = ['--input-type=commonjs'];

const useBothSdks = `
  const openai = new OpenAI({ apiKey: 'sk-1234567890', baseURL: process.env.OPENAI_URL });
  const anthropic = new Anthropic({ apiKey: 'sk-ant-1234567890', baseURL: process.env.ANTHROPIC_URL });
  const messages = [{ role: 'user', content: 'Hi' }];
  const completion = await openai.chat.completions.create({ model: 'gpt-5.4', messages });
  const message = await anthropic.messages.create({ model: 'claude-opus-4-8', max_tokens: 9, messages });
  console.log(completion.choices[0].message.content, message.content[0].text);
  process.exitCode = 3;
`;
const esmApp = `import OpenAI from 'openai'; import Anthropic from '@anthropic-ai/sdk'; ${useBothSdks}`;
const cjsApp = `const OpenAI = require('openai'); const Anthropic = require('@anthropic-ai/sdk'); (async () => {${useBothSdks}})();`;
const bothBuildsApp = `
  import { createRequire } from 'node:module';
  import EsmOpenAI from 'openai';
  import '@faultline/instrument';
  const require = createRequire(process.cwd() + '/app.js');
  require('@faultline/instrument/register');
  for (const OpenAI of [EsmOpenAI, require('openai')]) {
    const client = new OpenAI({ apiKey: 'sk-1234567890', baseURL: process.env.OPENAI_URL });
    await client.chat.completions.create({ model: 'gpt-5.4', messages: [{ role: 'user', content: 'Hi' }] });
  }
`;
const failOnceEach: Override['faults'] = ['server_error', null, 'server_error', null];

describe('an app started with the instrumentation', { timeout: 60_000 }, () => {
  it.each([
    ['ESM', esmApp, esm, bareEsm],
    ['CJS', cjsApp, cjs, bareCjs],
  ])(
    'runs as before, and its calls and failed attempts arrive at the collector: %s',
    async (_, app, flags, bare) => {
      const before = await run(bare, app, await vendorEnv(failOnceEach));
      const sink = await startSink(200);
      const after = await run(flags, app, { ...(await vendorEnv(failOnceEach)), ...exportTo(sink.url) });
      expect(after).toEqual(before);
      expect(before).toMatchObject({ code: 3, signal: null, stderr: '' });
      expect(count(sink, 'faultline.attempts')).toBe(2);
      expect(count(sink, 'faultline.span.role')).toBe(2);
      expect(sink.received()).toContain('checkout-service');
      expect(sink.received()).not.toContain('1234567890');
    },
  );

  it('observes once where the ESM and the CJS build of everything are loaded', async () => {
    const sink = await startSink(200);
    const env = { ...(await vendorEnv(failOnceEach)), ...exportTo(sink.url) };
    expect(await run(esm, bothBuildsApp, env)).toMatchObject({ code: 0, stderr: '' });
    expect(count(sink, 'faultline.attempts')).toBe(2);
    expect(count(sink, 'faultline.span.role')).toBe(2);
  });

  it.each([
    ['is absent', 'absent'],
    ['answers 500', 500],
    ['never answers', 'hangs'],
  ] as const)('ends as before when the collector %s, with at most one warning', async (_, answer) => {
    const sink = answer === 'absent' ? undefined : await startSink(answer);
    const env = { ...(await vendorEnv([null])), ...exportTo(sink?.url ?? 'http://127.0.0.1:9') };
    const after = await run(esm, esmApp, env);
    expect(after).toMatchObject({ code: 3, signal: null });
    expect(after.stderr.match(/Faultline/g)?.length ?? 0).toBeLessThanOrEqual(1);
    expect(after.stdout).not.toBe('');
  });

  it('reports an answer that nobody reads, once it is garbage', async () => {
    const sink = await startSink(200);
    const app = `
      const body = JSON.stringify({ model: 'gpt-5.4', messages: [], stream: true });
      const post = async () => {
        await fetch(process.env.OPENAI_URL + '/chat/completions', { method: 'POST', body });
      };
      await post();
      const timer = setInterval(() => globalThis.gc(), 20);
      setTimeout(() => clearInterval(timer), 1500);`;
    const env = { ...(await vendorEnv([{ fault: 'hang' }])), ...exportTo(sink.url) };
    expect(await run(['--expose-gc', ...esm], app, env)).toMatchObject({ code: 0, stderr: '' });
    expect(count(sink, 'faultline.attempts')).toBe(1);
    expect(count(sink, 'cancelled')).toBe(1);
  });

  it('keeps no stream alive that the app has left', async () => {
    const app = `import OpenAI from 'openai';
      const bodies = [];
      const event = 'data: ' + JSON.stringify({ choices: [{ index: 0, delta: { content: 'x' } }] }) + '\\n\\n';
      const fetch = async () => {
        const pull = (controller) => controller.enqueue(new TextEncoder().encode(event));
        const body = new ReadableStream({ pull });
        bodies.push(new WeakRef(body));
        return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
      };
      const openai = new OpenAI({ apiKey: 'sk-1', fetch });
      const leave = async () => {
        const messages = [{ role: 'user', content: 'Hi' }];
        for await (const _ of await openai.chat.completions.create({ model: 'gpt-5.4', messages, stream: true })) break;
      };
      for (let call = 0; call < 50; call += 1) await leave();
      for (let turn = 0; turn < 10; turn += 1) { await new Promise(setImmediate); globalThis.gc(); }
      console.log(bodies.filter((body) => body.deref()).length < 5);`;
    expect((await run(['--expose-gc', ...esm], app, exportTo('http://127.0.0.1:9'))).stdout).toBe('true\n');
  });

  it.each([
    ['a call nobody awaits', 'void openai.chat.completions.create(request)'],
    [
      'a stream whose error nobody catches',
      'for await (const _ of await openai.chat.completions.create(stream));',
    ],
    [
      'an abort nobody catches',
      'await openai.chat.completions.create(request, { signal: AbortSignal.abort() })',
    ],
  ])('fails as it failed before: %s', async (_, call) => {
    const app = `import OpenAI from 'openai';
      const openai = new OpenAI({ apiKey: 'sk-1', baseURL: process.env.OPENAI_URL, maxRetries: 0 });
      const request = { model: 'gpt-5.4', messages: [{ role: 'user', content: 'Hi' }] };
      const stream = { ...request, stream: true };
      process.on('unhandledRejection', (error) => { console.log('unhandled', error.message); });
      ${call}`;
    const faults: Override['faults'] = ['mid_stream_error', 'mid_stream_error'];
    const before = await run(bareEsm, app, await vendorEnv(faults));
    const sink = await startSink(200);
    const after = await run(esm, app, { ...(await vendorEnv(faults)), ...exportTo(sink.url) });
    expect([after.code, after.stdout]).toEqual([before.code, before.stdout]);
  });

  it('dies of a signal as before, and its calls still arrive', async () => {
    const sink = await startSink(200);
    const app = `${esmApp}; console.log('ready'); setInterval(() => {}, 1000);`;
    const env = { ...(await vendorEnv([null])), ...exportTo(sink.url) };
    expect(await run(esm, app, env, 'SIGTERM')).toMatchObject({ code: null, signal: 'SIGTERM' });
    expect(count(sink, 'faultline.attempts')).toBe(2);
  });

  it('leaves a signal to the app where the app listens to it', async () => {
    const app = `${esmApp}
      process.on('SIGTERM', () => { console.log(process.listenerCount('SIGTERM')); process.exit(7); });
      console.log('ready'); setInterval(() => {}, 1000);`;
    const sink = await startSink(200);
    const env = { ...(await vendorEnv([null])), ...exportTo(sink.url) };
    const after = await run(esm, app, env, 'SIGTERM');
    expect(after).toMatchObject({ code: 7, signal: null });
    // Libraries count listeners to find out whether they are alone.
    expect(after.stdout.trim().endsWith('1')).toBe(true);
  });
});

function exportTo(url: string): NodeJS.ProcessEnv {
  return { OTEL_EXPORTER_OTLP_ENDPOINT: url, OTEL_SERVICE_NAME: 'checkout-service' };
}

/** The simulated vendors of one run; the same faults for OpenAI and Anthropic. */
async function vendorEnv(faults: Override['faults']): Promise<NodeJS.ProcessEnv> {
  const vendors: Vendors = await startVendors({ latencyFactor: 0, now: () => 1_780_000_000_000 });
  closing.push(() => vendors.close());
  vendors.override({ faults });
  return { OPENAI_URL: `${vendors.urls.openai}/v1`, ANTHROPIC_URL: vendors.urls.anthropic };
}

function count(sink: Sink, text: string): number {
  return sink.received().split(text).length - 1;
}

async function startSink(answer: number | 'hangs'): Promise<Sink> {
  const bodies: Buffer[] = [];
  const server: Server = createServer((request, response) => {
    request.on('data', (chunk: Buffer) => bodies.push(chunk));
    request.on('end', () => {
      if (answer !== 'hangs') response.writeHead(answer).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const sink: Sink = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received: () => Buffer.concat(bodies).toString('latin1'),
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
  closing.push(sink.close);
  return sink;
}

/** Sends `signal` once the app has said that it is ready. */
function run(
  flags: readonly string[],
  app: string,
  env: NodeJS.ProcessEnv,
  signal?: NodeJS.Signals,
): Promise<Run> {
  const child: ChildProcess = spawn(process.execPath, [...flags, '-e', app], {
    cwd: packageRoot,
    env: { PATH: process.env.PATH, ...env },
  });
  closing.push(() => void child.kill('SIGKILL'));
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => {
    stdout += chunk;
    if (signal && String(chunk).includes('ready')) child.kill(signal);
  });
  child.stderr?.on('data', (chunk) => {
    stderr += chunk;
  });
  return new Promise((resolve) => {
    child.on('close', (code, killedBy) => resolve({ code, signal: killedBy, stdout, stderr }));
  });
}
