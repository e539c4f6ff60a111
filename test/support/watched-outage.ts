import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startVendors } from '@faultline/simulator';
import { startAlertmanager } from './alertmanager.ts';
import { type Row, selectRows } from './ask-clickhouse.ts';
import { startChild } from './child-process.ts';
import type { Cleanup } from './cleanup.ts';
import { type Collector, startCollector } from './collector.ts';
import { eventually } from './eventually.ts';
import { freePort } from './free-port.ts';
import { sendCalls } from './otlp-sender.ts';
import { type Prometheus, startPrometheus } from './prometheus.ts';
import { createCall, tracesOf } from './synthetic-calls.ts';
import { startTraffic, vendorsAreNormal } from './traffic.ts';
import { startWebhookSink } from './webhook-sink.ts';

/** An outage, as a team that runs the usual stack looks at it. */
export interface WatchedOutage {
  readonly collector: Collector;
  readonly prometheus: Prometheus;
  readonly scrapeSeconds: number;
  readonly fromMs: number;
  readonly untilMs: number;
  /** As the documented reader of the embedded engine. */
  select(sql: string): Promise<readonly Row[]>;
}

const scrapeSeconds = 1;
const readerKey = 'a-key-of-enough-length';

/** Collector, app, Prometheus and Alertmanager, all real, and a vendor that fails until somebody has been paged. */
export async function startWatchedOutage(cleanup: Cleanup): Promise<WatchedOutage> {
  const readerPort = await freePort();
  const sink = await startWebhookSink(cleanup);
  const alertmanager = await startAlertmanager(cleanup, sink.url);
  const collector = await startCollector(cleanup, {
    FAULTLINE_CLICKHOUSE_READER_KEY: readerKey,
    FAULTLINE_CLICKHOUSE_READER_PORT: String(readerPort),
    FAULTLINE_ALERTMANAGER_URLS: alertmanager.url,
    FAULTLINE_TIME_COMPRESSION: '30',
  });
  await backfill(collector.url);
  await collector.drained();
  // Calls that come hours late make the collector wait for more of them. One that starts finds them and waits for none.
  await collector.terminate();
  await collector.restart();
  const prometheus = await startScraping(cleanup, collector.url, await startApp(cleanup, collector.url));
  const traffic = startTraffic(cleanup, collector.url);
  await vendorsAreNormal(collector);
  await sendSomethingElse(collector.url);
  traffic.fail('anthropic');
  await eventually('the incident is confirmed', async () =>
    (await collector.incidents()).some(({ state }) => state === 'confirmed'),
  );
  const isSeen = async (expr: string): Promise<boolean> => (await prometheus.instant(expr)).length > 0;
  // Prometheus sees a vendor fail, a budget page, what was recorded of it, and the app.
  for (const expr of [
    'sum(rate(llm_attempts_total{outcome="overloaded"}[10s])) > 0',
    'llm_incident_active{state="confirmed"} > 0',
    'llm_slo_alert_firing{severity="page"} == 1',
    'provider_model:llm_failed_attempts:rate5m > 0',
    'sum(rate(llm_client_time_to_first_chunk_seconds_count[10s])) > 0',
    'rate(faultline_receive_dropped_total[10s]) >= 0',
    'rate(faultline_alerts_sent_total[10s]) >= 0',
  ])
    await eventually(`Prometheus has ${expr}`, () => isSeen(expr));
  await collector.drained();
  const untilMs = Date.now();
  const reader = {
    url: `http://127.0.0.1:${readerPort}`,
    user: 'faultline_reader',
    password: readerKey,
    database: 'faultline',
  };
  const select = (sql: string): Promise<readonly Row[]> => selectRows(reader, sql);
  return { collector, prometheus, scrapeSeconds, fromMs: untilMs - 120_000, untilMs, select };
}

/** A span that is no call: it becomes no row, and is counted. */
async function sendSomethingElse(url: string): Promise<void> {
  const now = `${Date.now()}000000`;
  const span = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), name: 'GET /cart', kind: 2 };
  await fetch(`${url}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: tracesOf([{ ...span, startTimeUnixNano: now, endTimeUnixNano: now }]),
  });
}

const backfilledMin = 120;
const brokenMin = 12;
const callsPerMin = 20;

/** Two hours of calls, of which one vendor failed in the last minutes: budgets are spent at the first look. */
async function backfill(url: string): Promise<void> {
  const nowMs = Date.now();
  const models = { anthropic: 'claude-opus-4-8', openai: 'gpt-5.5' };
  const minutes = Array.from({ length: backfilledMin }, (_, minute) => minute + 1);
  const calls = minutes.flatMap((minutesAgo) =>
    Object.entries(models).flatMap(([provider, model]) =>
      Array.from({ length: callsPerMin }, (_, index) => {
        const isBad = provider === 'anthropic' && minutesAgo <= brokenMin && index > 0;
        const call = createCall({ provider, model, outcome: isBad ? 'overloaded' : 'ok' });
        return { ...call, endMs: nowMs - minutesAgo * 60_000 + index * 1000 };
      }),
    ),
  );
  for (let from = 0; from < calls.length; from += 1000)
    await sendCalls(url, calls.slice(from, from + 1000), AbortSignal.timeout(60_000));
}

/** Under the instrumentation, and serving its metrics with exemplars. */
async function startApp(cleanup: Cleanup, collectorUrl: string): Promise<number> {
  const vendors = await startVendors({ latencyFactor: 0.05, now: () => 0 });
  cleanup.add(() => vendors.close());
  const { urls } = vendors;
  const port = await freePort();
  startChild(cleanup, {
    command: process.execPath,
    args: [
      '--import',
      '@faultline/instrument/register',
      fileURLToPath(new URL('../pipeline/apps/steady-app.mjs', import.meta.url)),
    ],
    env: {
      OPENAI_URL: `${urls.openai}/v1`,
      ANTHROPIC_URL: urls.anthropic,
      FAULTLINE_PROVIDER_HOSTS: Object.entries(urls)
        .map(([provider, url]) => `${new URL(url).host}=${provider}`)
        .join(','),
      FAULTLINE_METRICS_PORT: String(port),
      FAULTLINE_METRICS_EXEMPLARS: 'true',
      OTEL_EXPORTER_OTLP_ENDPOINT: collectorUrl,
      OTEL_SERVICE_NAME: 'steady',
    },
    cwd: fileURLToPath(new URL('..', import.meta.url)),
  });
  return port;
}

/** With the configuration that ships, but quick, and with the addresses of this test. */
function startScraping(cleanup: Cleanup, collectorUrl: string, metricsPort: number): Promise<Prometheus> {
  const shipped = (name: string): string =>
    readFileSync(new URL(`../../prometheus/${name}`, import.meta.url), 'utf8');
  const config = shipped('prometheus.yml')
    .replaceAll(/_interval: 15s/g, `_interval: ${scrapeSeconds}s`)
    .replace('127.0.0.1:4318', new URL(collectorUrl).host)
    .replace('127.0.0.1:9464', `127.0.0.1:${metricsPort}`);
  const rules = ['faultline.rules.yml', 'faultline-recordings.rules.yml'];
  const files = Object.fromEntries(rules.map((name) => [name, shipped(name)]));
  return startPrometheus(cleanup, config, files, ['--enable-feature=exemplar-storage']);
}
