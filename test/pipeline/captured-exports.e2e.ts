import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
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
  const failed = { key: 'error.type', value: { stringValue: '503' } };
  const response = await fetch(`${collector.url}/v1/metrics`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: durations([
      { calls: 7, attributes: [] },
      { calls: 3, attributes: [failed] },
    ]),
  });
  expect(response.status).toBe(200);
  const calls = (outcome: string) => collector.metric('llm_calls_total', { provider: 'openai', outcome });
  expect(await Promise.all(['ok', 'vendor_error'].map(calls))).toEqual([7, 3]);
  await collector.drained();
  await eventually('the wall shows the model', async () =>
    JSON.stringify(await collector.wall()).includes('gpt-5-metered'),
  );
});

/** `gen_ai.client.operation.duration` of the last ten seconds, as an SDK sends it that counts deltas. */
function durations(
  points: readonly { readonly calls: number; readonly attributes: readonly object[] }[],
): string {
  const nowMs = Date.now();
  const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });
  const attributes = [
    text('gen_ai.operation.name', 'chat'),
    text('gen_ai.provider.name', 'openai'),
    text('gen_ai.request.model', 'gpt-5-metered'),
  ];
  const dataPoints = points.map((point) => ({
    startTimeUnixNano: `${nowMs - 10_000}000000`,
    timeUnixNano: `${nowMs}000000`,
    count: String(point.calls),
    sum: point.calls * 1.5,
    explicitBounds: [1, 2],
    bucketCounts: ['0', String(point.calls), '0'],
    attributes: [...attributes, ...point.attributes],
  }));
  const histogram = { aggregationTemporality: 1, dataPoints };
  const metrics = [{ name: 'gen_ai.client.operation.duration', unit: 's', histogram }];
  const resource = { attributes: [text('service.name', 'metrics-only')] };
  return JSON.stringify({ resourceMetrics: [{ resource, scopeMetrics: [{ metrics }] }] });
}
