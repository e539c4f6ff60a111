import { afterEach, expect, test } from 'vitest';
import { startAlertmanager } from '../support/alertmanager.ts';
import { selectRows } from '../support/ask-clickhouse.ts';
import { createCleanup } from '../support/cleanup.ts';
import { startClickhouseServer } from '../support/clickhouse-server.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { startIngest } from '../support/ingest.ts';
import { startRoundRobin } from '../support/round-robin.ts';
import { startTraffic } from '../support/traffic.ts';
import { startWebhookSink } from '../support/webhook-sink.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

/** A tick every two seconds; a handful of them late is a busy machine and no gap. */
const evaluationGapMsMax = 30_000;

/** The longest time in which no collector had evaluated anything, while this runs. */
function watchEvaluation(collectors: () => readonly Collector[]): { longestGapMs(): number } {
  let longest = 0;
  let newest = Date.now();
  const timer = setInterval(async () => {
    const reads = collectors().map((each) => each.metric('faultline_evaluation_timestamp_seconds'));
    const seen = await Promise.all(reads.map((read) => read.catch(() => 0)));
    newest = Math.max(newest, ...seen.map((seconds) => seconds * 1000));
    longest = Math.max(longest, Date.now() - newest);
  }, 250);
  cleanup.add(() => clearInterval(timer));
  return { longestGapMs: () => longest };
}

test('in an upgrade the new collector takes over from the old one in the middle of an outage, and nobody notices', async () => {
  const sink = await startWebhookSink(cleanup);
  const alertmanager = await startAlertmanager(cleanup, sink.url);
  const server = await startClickhouseServer(cleanup);
  const start = (): Promise<Collector> =>
    startCollector(cleanup, {
      FAULTLINE_ALERTMANAGER_URLS: alertmanager.url,
      FAULTLINE_CLICKHOUSE_URL: server,
      FAULTLINE_TIME_COMPRESSION: '30',
    });
  // What is sent to be counted fails now and then at another vendor.
  const pages = (): readonly string[] =>
    sink.received
      .filter(
        ({ groupLabels: { alertname, provider } }) =>
          alertname === 'LLMProviderIncident' && provider === 'openai',
      )
      .map(({ status }) => status);

  const old = await start();
  const balancer = await startRoundRobin(cleanup);
  balancer.point([old.url]);
  const traffic = startTraffic(cleanup, balancer.url);
  let running = [old];
  const evaluation = watchEvaluation(() => running);
  await eventually('OpenAI is normal', async () => {
    const { vendors } = await old.wall();
    return vendors.some(({ provider, state }) => provider === 'openai' && state === 'ok');
  });
  traffic.fail('openai');
  await eventually('the page', () => pages().length > 0);

  const ingest = startIngest(cleanup, balancer.url);
  await ingest.more(500);
  const next = await start();
  running = [old, next];
  balancer.point([old.url, next.url]);
  await ingest.more(500);
  await eventually('the new one knows of the incident', async () => (await next.wall()).incidents.length > 0);
  expect(balancer.answered(next.url)).toBeGreaterThan(0);

  // It leaves the balancer before it ends, as one does whose readiness is watched; what it has it keeps.
  balancer.point([next.url]);
  expect(await old.terminate()).toMatchObject({ code: 0 });
  running = [next];
  await eventually('the new one speaks', async () => (await next.metric('faultline_alerts_speaking')) === 1);
  await ingest.more(500);
  await ingest.finish();
  expect(pages()).toEqual(['firing']);

  traffic.recover('openai');
  await eventually('the all-clear', () => pages().length > 1);
  expect(pages()).toEqual(['firing', 'resolved']);
  expect(evaluation.longestGapMs()).toBeLessThan(evaluationGapMsMax);

  const login = { url: server, user: 'default', password: '' };
  const stored = async (): Promise<readonly unknown[]> => {
    const rows = await selectRows(login, 'SELECT lower(hex(span_id)) AS id FROM faultline.calls');
    return rows.map(({ id }) => id);
  };
  // Traffic goes on, so the spool is never empty for long.
  await eventually('everything acknowledged is in ClickHouse', async () => {
    const ids = new Set(await stored());
    return ingest.acknowledged().every((id) => ids.has(id));
  });
  const rows = await stored();
  expect(rows).toHaveLength(new Set(rows).size);
});
