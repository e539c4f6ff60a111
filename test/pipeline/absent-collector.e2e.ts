import { readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, test } from 'vitest';
import { type Child, startChild } from '../support/child-process.ts';
import { createCleanup, temporaryFolder } from '../support/cleanup.ts';
import { eventually } from '../support/eventually.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const folder = fileURLToPath(new URL('.', import.meta.url));
const warmUpCalls = 500;
const measuredCalls = 6000;
/** More may not wait for a collector. */
const queuedSpansMax = 4096;
/** Above what our queue and the noise of a heap take, far below the bodies of all calls. */
const growthBytesMax = { heapUsed: 10_000_000, arrayBuffers: 40_000_000 };
const answerCharacters = 16_384;
/** Longer than any flush may take on a busy machine; an app that we held open would never end. */
const endsWithinMs = 60_000;

/**
 * An app whose vendor answers in process, so that it makes spans faster than anybody could take them. It gives way to
 * the event loop now and then, as every app does that waits for a network.
 */
const app = `
  import { writeFileSync } from 'node:fs';
  import OpenAI from 'openai';
  import { metricsRegistry } from '@faultline/instrument';
  const message = { role: 'assistant', content: 'x'.repeat(${answerCharacters}) };
  const answer = JSON.stringify({ id: 'c1', model: 'gpt-5.4', choices: [{ index: 0, message, finish_reason: 'stop' }] });
  const client = new OpenAI({
    apiKey: 'sk-12345678',
    baseURL: 'http://127.0.0.1:1/v1',
    fetch: async () => new Response(answer, { headers: { 'content-type': 'application/json' } }),
  });
  let characters = 0;
  const call = async (count) => {
    for (let index = 0; index < count; index += 1) {
      if (index % 20 === 0) await new Promise(setImmediate);
      const messages = [{ role: 'user', content: 'Hi' }];
      const completion = await client.chat.completions.create({ model: 'gpt-5.4', messages });
      characters += completion.choices[0].message.content.length;
    }
    await new Promise(setImmediate);
    globalThis.gc();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return { heapUsed, arrayBuffers };
  };
  const before = await call(${warmUpCalls});
  const after = await call(${measuredCalls});
  const metric = await metricsRegistry.getSingleMetric('faultline_instrument_spans_dropped_total')?.get();
  const dropped = metric?.values[0]?.value;
  writeFileSync(process.env.MEASURES_FILE, JSON.stringify({ before, after, dropped }));
  process.exitCode = 3;
  console.log('read', characters);
  if (process.env.STAYS === 'true') setInterval(() => {}, 1000);`;

const readAll = (warmUpCalls + measuredCalls) * answerCharacters;
/** What the app does where nobody watches it; the first test shows it. */
const bare = { code: 3, signal: null, stdout: `read ${readAll}\n` };

interface Memory {
  readonly heapUsed: number;
  readonly arrayBuffers: number;
}

interface Measures {
  readonly before: Memory;
  readonly after: Memory;
  readonly dropped: number;
}

interface Run {
  readonly child: Child;
  measures(): Measures;
}

function startApp(flags: readonly string[], env: Readonly<Record<string, string>> = {}): Run {
  const measuresFile = join(temporaryFolder(cleanup), 'measures.json');
  const child = startChild(cleanup, {
    command: process.execPath,
    args: ['--expose-gc', ...flags, '--input-type=module', '-e', app],
    env: { MEASURES_FILE: measuresFile, ...env },
    cwd: folder,
  });
  return { child, measures: () => JSON.parse(readFileSync(measuresFile, 'utf8')) as Measures };
}

const register = ['--import', '@faultline/instrument/register'];

async function startCollector(answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  cleanup.add(() => {
    server.closeAllConnections();
    server.close();
  });
  await eventually('the collector listens', () => server.listening);
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const hanging: RequestListener = (request) => void request.resume();
const failing: RequestListener = (request, response) => {
  request.resume().on('end', () => response.writeHead(500).end());
};
/** Takes a second for each batch. */
const slow: RequestListener = (request, response) => {
  request.resume().on('end', () => setTimeout(() => response.end(), 1000));
};

async function isDone({ child }: Run): Promise<void> {
  await Promise.race([eventually('the app is done', () => child.said().stdout !== ''), child.exit]);
}

async function hasEnded({ child }: Run): Promise<void> {
  let ended = false;
  void child.exit.then(() => {
    ended = true;
  });
  await eventually('the app has ended by itself', () => ended, { withinMs: endsWithinMs });
}

describe('an app with more calls than its collector takes', () => {
  test('has a way to end without us', async () => {
    expect(await startApp([]).child.exit).toEqual({ ...bare, stderr: '' });
  });

  const undelivered = warmUpCalls + measuredCalls - queuedSpansMax;

  test.each<readonly [string, RequestListener | undefined, number]>([
    ['is absent', undefined, undelivered],
    ['answers 500', failing, undelivered],
    ['never answers', hanging, undelivered],
    ['is slow', slow, 0],
  ])(
    'ends as without us, keeps little, and tells what was dropped, when it %s',
    async (_, answer, droppedMin) => {
      const url = answer ? await startCollector(answer) : 'http://127.0.0.1:9';
      const observed = startApp(register, { OTEL_EXPORTER_OTLP_ENDPOINT: url });
      await isDone(observed);
      await hasEnded(observed);
      const { code, signal, stdout, stderr } = await observed.child.exit;
      expect({ code, signal, stdout }).toEqual(bare);
      expect(stderr.match(/FaultlineWarning/g)?.length ?? 0).toBeLessThanOrEqual(1);

      const { before, after, dropped } = observed.measures();
      expect(dropped).toBeGreaterThanOrEqual(droppedMin);
      expect(after.heapUsed - before.heapUsed).toBeLessThan(growthBytesMax.heapUsed);
      expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(growthBytesMax.arrayBuffers);
    },
  );

  test('dies of a signal as without us when the collector never answers', async () => {
    const url = await startCollector(hanging);
    const observed = startApp(register, { OTEL_EXPORTER_OTLP_ENDPOINT: url, STAYS: 'true' });
    await isDone(observed);
    observed.child.signal('SIGTERM');
    await hasEnded(observed);
    expect(await observed.child.exit).toMatchObject({ code: null, signal: 'SIGTERM' });
  });
});
