import { afterEach, expect, test } from 'vitest';
import { type Alertmanager, startAlertmanager } from '../support/alertmanager.ts';
import { createCleanup } from '../support/cleanup.ts';
import { startClickhouseServer } from '../support/clickhouse-server.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { startTraffic, vendorsAreNormal } from '../support/traffic.ts';
import { type Notification, startWebhookSink, type WebhookSink } from '../support/webhook-sink.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

/** Evaluations in which a second page or a flapping alert would have shown. */
const evaluations = 2;

async function evaluatedAgain(collector: Collector): Promise<void> {
  const seen = new Set<number>();
  await eventually(`${evaluations} more evaluations`, async () => {
    seen.add((await collector.wall()).version);
    return seen.size > evaluations;
  });
}

/** Of incidents, in the order in which the webhook heard of them. */
function pagesOf(sink: WebhookSink): readonly Notification[] {
  return sink.received.filter(({ groupLabels }) => groupLabels.alertname === 'LLMProviderIncident');
}

/** A collector whose vendors are normal, as its traffic shows. */
function alertingCollector(
  alertmanager: Alertmanager,
  env: Readonly<Record<string, string>> = {},
): Promise<Collector> {
  return startCollector(cleanup, {
    FAULTLINE_ALERTMANAGER_URLS: alertmanager.url,
    FAULTLINE_TIME_COMPRESSION: '30',
    ...env,
  });
}

/** A vendor fails, and somebody has been paged. */
async function pagedOutage() {
  const sink = await startWebhookSink(cleanup);
  const alertmanager = await startAlertmanager(cleanup, sink.url);
  const collector = await alertingCollector(alertmanager);
  const traffic = startTraffic(cleanup, collector.url);
  await vendorsAreNormal(collector);
  traffic.fail('anthropic');
  await eventually('the page', () => pagesOf(sink).length > 0);
  return { sink, alertmanager, collector, traffic };
}

test('an outage of one vendor is one page, and one all-clear when it is over', async () => {
  const sink = await startWebhookSink(cleanup);
  const alertmanager = await startAlertmanager(cleanup, sink.url);
  const collector = await alertingCollector(alertmanager);
  const pages = (): readonly Notification[] => pagesOf(sink);
  const traffic = startTraffic(cleanup, collector.url);
  await vendorsAreNormal(collector);

  traffic.fail('anthropic');
  await eventually('the page', () => pages().length > 0);
  await evaluatedAgain(collector);
  expect(pages().map(({ status }) => status)).toEqual(['firing']);
  const [firing] = pages()[0]?.alerts ?? [];
  expect(firing?.labels).toEqual({
    alertname: 'LLMProviderIncident',
    kind: 'errors',
    provider: 'anthropic',
    scope: 'provider',
    severity: 'page',
  });
  expect(firing?.annotations.summary).toMatch(/^Anthropic: 5 of 5 models failing .*OpenAI normal/);
  expect(firing?.annotations.models?.split(', ').sort()).toEqual(
    [...(traffic.models.anthropic ?? [])].sort(),
  );
  expect(firing?.generatorURL).toMatch(`${collector.url}/incidents/`);

  traffic.recover('anthropic');
  await eventually('the all-clear', () => pages().length > 1);
  await evaluatedAgain(collector);
  expect(pages().map(({ status }) => status)).toEqual(['firing', 'resolved']);
  const [resolved] = pages()[1]?.alerts ?? [];
  expect(resolved?.labels).toEqual(firing?.labels);
  expect(resolved?.startsAt).toBe(firing?.startsAt);
  const incidents = await collector.incidents();
  expect(incidents).toMatchObject([{ state: 'resolved', provider: 'anthropic', widestClass: 'vendor_wide' }]);
  expect(Date.parse(resolved?.endsAt ?? '')).toBe(incidents[0]?.resolvedMs);
});

test('an Alertmanager that was away while the outage ended tells of its end, and does not page again', async () => {
  const { sink, alertmanager, collector, traffic } = await pagedOutage();
  await alertmanager.terminate();
  traffic.recover('anthropic');
  await eventually('the outage is over', async () => (await collector.incidents())[0]?.state === 'resolved');
  await evaluatedAgain(collector);
  await alertmanager.startAgain();
  await eventually('the all-clear', () => pagesOf(sink).length > 1);
  await evaluatedAgain(collector);
  expect(pagesOf(sink).map(({ status }) => status)).toEqual(['firing', 'resolved']);
});

test('an Alertmanager that was killed during the outage is told of it again, and tells of its end', async () => {
  const { sink, alertmanager, collector, traffic } = await pagedOutage();
  await alertmanager.kill();
  await alertmanager.startAgain();
  const isToldAgain = async (): Promise<boolean> => {
    const filter = encodeURIComponent('alertname="LLMProviderIncident"');
    const response = await fetch(`${alertmanager.url}/api/v2/alerts?filter=${filter}`);
    return ((await response.json()) as readonly unknown[]).length > 0;
  };
  // It keeps no alerts: it hears of this one again when the collector repeats what is still so, once a minute.
  await eventually('it knows the alert again', isToldAgain, { withinMs: 120_000 });
  traffic.recover('anthropic');
  await eventually('the all-clear', () => pagesOf(sink).some(({ status }) => status === 'resolved'));
  await evaluatedAgain(collector);
  const statuses = pagesOf(sink).map(({ status }) => status);
  // It pages twice if it had not written down yet that it had paged: it does so when it stops, and every 15 minutes.
  expect(statuses.filter((status) => status === 'resolved')).toHaveLength(1);
  expect(statuses.at(-1)).toBe('resolved');
  expect(statuses.length).toBeLessThanOrEqual(3);
  const startsAt = pagesOf(sink).map(({ alerts }) => alerts[0]?.startsAt);
  expect(new Set(startsAt).size).toBe(1);
});

test('two collectors on one database page once, and one tells of the end when the other has died', async () => {
  const sink = await startWebhookSink(cleanup);
  const alertmanager = await startAlertmanager(cleanup, sink.url);
  const server = { FAULTLINE_CLICKHOUSE_URL: await startClickhouseServer(cleanup) };
  const both = [await alertingCollector(alertmanager, server), await alertingCollector(alertmanager, server)];
  const speakers = async (): Promise<readonly Collector[]> => {
    const speaking = await Promise.all(both.map((each) => each.metric('faultline_alerts_speaking')));
    return both.filter((_, index) => speaking[index] === 1);
  };
  await eventually('one of them speaks', async () => (await speakers()).length === 1);
  const [speaker] = await speakers();
  const listener = both.find((each) => each !== speaker);
  if (!speaker || !listener) throw new Error('nobody speaks, or nobody listens');
  // The one that dies gets no traffic: a call that nobody acknowledged is its sender's to send again.
  const traffic = startTraffic(cleanup, listener.url);
  await Promise.all(both.map(vendorsAreNormal));

  traffic.fail('anthropic');
  await eventually('the page', () => pagesOf(sink).length > 0);
  await Promise.all(both.map(evaluatedAgain));
  expect(await listener.metric('faultline_alerts_speaking')).toBe(0);
  await speaker.kill();
  const takesOver = async (): Promise<boolean> => (await listener.metric('faultline_alerts_speaking')) === 1;
  await eventually('the other one speaks', takesOver, { withinMs: 120_000 });
  await evaluatedAgain(listener);
  expect(pagesOf(sink).map(({ status }) => status)).toEqual(['firing']);

  traffic.recover('anthropic');
  await eventually('the all-clear', () => pagesOf(sink).length > 1);
  expect(pagesOf(sink).map(({ status }) => status)).toEqual(['firing', 'resolved']);
  expect(pagesOf(sink)[1]?.alerts[0]?.startsAt).toBe(pagesOf(sink)[0]?.alerts[0]?.startsAt);
  expect(await listener.incidents()).toHaveLength(1);
});
