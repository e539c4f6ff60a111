import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { expect, it, onTestFinished, vi } from 'vitest';
import { encodeRows } from '../store/clickhouse/row.ts';
import { rowsIn } from '../store/spool.fixture.ts';
import { openSpool } from '../store/spool.ts';
import { readableSpan } from './otel-export.fixture.ts';
import { createBench } from './receiver.fixture.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
type Spans = Parameters<OTLPTraceExporter['export']>[0];

/** Resolves with what the SDK's processor would hear: 0 for success, 1 for a batch that is lost. */
function exportSpans(exporter: OTLPTraceExporter, spans: Spans): Promise<number> {
  return new Promise((resolve) => exporter.export(spans, ({ code }) => resolve(code)));
}

it('a sender keeps its batch while the spool is full and delivers it once there is room', {
  timeout: 30_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'faultline-back-pressure-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const stored: ReturnType<typeof rowsIn>[number][] = [];
  let isDown = true;
  const spool = await openSpool({
    directory,
    header: '{}',
    segmentRowsMax: 100,
    segmentAgeMsMax: 5,
    rowsMax: 1,
    bytesMax: 1e9,
    identitiesMax: 1000,
    insert: async (content) => {
      if (isDown) return { kind: 'retry', failure: 'unreachable', reason: 'down' };
      stored.push(...rowsIn(content));
      return { kind: 'inserted' };
    },
    onRecovered: () => null,
    now: Date.now,
    logger: quiet,
  });
  onTestFinished(() => spool.close(0));
  spool.open();
  spool.drain();
  const { app, counts } = createBench({
    intake: {
      refusal: () => spool.refuse(),
      append: (rows) => spool.append(encodeRows(rows)),
    },
  });
  const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 });
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  // As an application has it: 10 s for a batch, everything included.
  const exporter = new OTLPTraceExporter({ url: `http://127.0.0.1:${port}/v1/traces` });
  onTestFinished(() => exporter.shutdown());

  expect(await exportSpans(exporter, [readableSpan(1)])).toBe(0);
  expect(spool.refusal()).toBe('the spool is full');
  const second = exportSpans(exporter, [readableSpan(2), readableSpan(3)]);
  await vi.waitUntil(() => (counts['traces 503'] ?? 0) > 0, 10_000);
  isDown = false;

  expect(await second).toBe(0);
  await vi.waitUntil(() => spool.counts().spooledRows === 0, 10_000);
  const spans = [1, 2, 3].map((index) => readableSpan(index).spanContext().spanId);
  const calls = stored.filter(([table]) => table === 'calls');
  expect(calls.map(([, [, spanId]]) => spanId)).toEqual(spans);
});
