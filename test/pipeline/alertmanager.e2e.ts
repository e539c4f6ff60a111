import { afterEach, expect, test } from 'vitest';
import { startAlertmanager } from '../support/alertmanager.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { startTraffic } from '../support/traffic.ts';
import { type Notification, startWebhookSink } from '../support/webhook-sink.ts';

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

test('an outage of one vendor is one page, and one all-clear when it is over', async () => {
  const sink = await startWebhookSink(cleanup);
  const alertmanager = await startAlertmanager(cleanup, sink.url);
  const collector = await startCollector(cleanup, {
    FAULTLINE_ALERTMANAGER_URLS: alertmanager,
    FAULTLINE_TIME_COMPRESSION: '30',
  });
  const pages = (): readonly Notification[] =>
    sink.received.filter(({ groupLabels }) => groupLabels.alertname === 'LLMProviderIncident');
  const traffic = startTraffic(cleanup, collector.url);
  await eventually('both vendors are normal', async () => {
    const { vendors } = await collector.wall();
    return vendors.length === 2 && vendors.every(({ state }) => state === 'ok');
  });

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
