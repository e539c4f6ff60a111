import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { metricsJson } from '../support/metered-calls.ts';
import { readStoredRows } from '../support/stored-rows.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

interface Capture {
  readonly files: readonly {
    readonly file: string;
    readonly signal: 'traces' | 'logs' | 'metrics';
    readonly content_type: string;
  }[];
  readonly expected: { readonly rows: number };
}

const folder = join(import.meta.dirname, '../fixtures/otlp');
const { fixtures } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
  fixtures: readonly Capture[];
};

/** Traces, logs and metrics of each capture, in the order in which its app sent them. */
async function sendAll(collector: Collector): Promise<void> {
  for (const { files } of fixtures) {
    for (const { file, signal, content_type } of files) {
      const response = await fetch(`${collector.url}/v1/${signal}`, {
        method: 'POST',
        headers: { 'content-type': content_type },
        body: readFileSync(join(folder, file)),
      });
      expect([file, response.status]).toEqual([file, 200]);
    }
  }
}

test('what other instrumentations export is stored call by call, once, however often it is sent', async () => {
  const collector = await startCollector(cleanup);
  await sendAll(collector);
  await sendAll(collector);
  await collector.drained();
  const counted = (signal: string) => collector.metric('faultline_receive_accepted_total', { signal });
  expect(await counted('logs')).toBeGreaterThan(0);
  expect(await counted('metrics')).toBeGreaterThan(0);
  await collector.terminate();

  const { calls } = await readStoredRows(cleanup, collector.dataDir);
  const expected = fixtures.reduce((sum, capture) => sum + capture.expected.rows, 0);
  expect(calls).toHaveLength(expected);
});

test('a service of which only metrics tell has its calls counted', async () => {
  const collector = await startCollector(cleanup);
  const response = await fetch(`${collector.url}/v1/metrics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: metricsJson({
      service: 'metrics-only',
      provider: 'openai',
      model: 'gpt-5-metered',
      endMs: Date.now(),
      counts: [{ calls: 7 }, { calls: 3, errorType: '503' }],
    }),
  });
  expect(response.status).toBe(200);
  const calls = (outcome: string) => collector.metric('llm_calls_total', { provider: 'openai', outcome });
  expect(await Promise.all(['ok', 'vendor_error'].map(calls))).toEqual([7, 3]);
  await collector.drained();
  await eventually('the wall shows the model', async () =>
    JSON.stringify(await collector.wall()).includes('gpt-5-metered'),
  );
});
