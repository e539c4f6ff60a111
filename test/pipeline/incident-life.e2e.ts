import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startAlertmanager } from '../support/alertmanager.ts';
import { run } from '../support/child-process.ts';
import { createCleanup, temporaryFolder } from '../support/cleanup.ts';
import { type Collector, faultlineCommand, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { startTraffic, vendorsAreNormal } from '../support/traffic.ts';
import { startWebhookSink, type WebhookSink } from '../support/webhook-sink.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const statuses = ({ received }: WebhookSink): readonly string[] =>
  received
    .filter(({ groupLabels }) => groupLabels.alertname === 'LLMProviderIncident')
    .map(({ status }) => status);

async function alerting(): Promise<{ sink: WebhookSink; collector: Collector }> {
  const sink = await startWebhookSink(cleanup);
  const { url } = await startAlertmanager(cleanup, sink.url);
  const env = { FAULTLINE_ALERTMANAGER_URLS: url, FAULTLINE_TIME_COMPRESSION: '30' };
  return { sink, collector: await startCollector(cleanup, env) };
}

async function read(url: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(url);
  return { status: response.status, body: await response.json() };
}

test('whoever knows that it is not the vendor ends the alert and the verdict, and the incident stays', async () => {
  const { sink, collector } = await alerting();
  const api = `${collector.url}/api/v1`;
  const traffic = startTraffic(cleanup, collector.url);
  const sinceMs = Date.now();
  await vendorsAreNormal(collector);
  traffic.fail('anthropic');
  await eventually('the page', () => statuses(sink).includes('firing'));
  await eventually('the feed says so too', async () => {
    const { status } = await read(`${api}/health/anthropic/claude-opus-4-8`);
    return status === 503;
  });
  expect(await read(`${api}/health/anthropic/claude-opus-4-8`)).toMatchObject({
    status: 503,
    body: { state: 'down', scope: 'model' },
  });
  expect((await read(`${api}/health/openai`)).status).toBe(200);

  const [incident] = await collector.incidents();
  const said = await fetch(`${api}/incidents/${incident?.id}/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ verdict: 'not_the_vendor', author: 'kim', text: 'our proxy' }),
  });
  expect(said.status).toBe(201);
  await eventually('the alert is ended', () => statuses(sink).includes('resolved'));
  const ended = sink.received.find(({ status }) => status === 'resolved');
  expect(ended?.alerts[0]?.annotations.ended_because).toBe('not the vendor, says kim: our proxy');
  // The alert leaves a moment before the wall and the feed say why.
  await eventually('the feed says so too', async () => {
    const { status } = await read(`${api}/health/anthropic/claude-opus-4-8`);
    return status === 200;
  });
  expect(await read(`${api}/health/anthropic/claude-opus-4-8`)).toMatchObject({
    status: 200,
    body: { state: 'unknown', incident: incident?.id },
  });
  const { vendors, headline } = await collector.wall();
  expect(vendors.find(({ provider }) => provider === 'anthropic')?.state).not.toMatch(/down|degraded/);
  expect(headline).toMatch(/It is not the vendor, says kim: our proxy\.$/);
  expect((await read(`${api}/incidents/${incident?.id}`)).body).toMatchObject({
    incident: { id: incident?.id, state: 'confirmed', feedback: 'not_the_vendor', mutedBy: null },
    events: [{ state: 'suspected' }, { state: 'confirmed' }],
    feedback: [{ author: 'kim' }],
  });

  const folder = temporaryFolder(cleanup);
  const range = ['--from', String(sinceMs), '--until', new Date(Date.now() - 2000).toISOString()];
  const command = faultlineCommand(
    'export-frames',
    ...range,
    '--url',
    collector.url,
    '--out',
    'story.ndjson',
  );
  expect(await run(cleanup, { ...command, cwd: folder })).toMatchObject({ code: 0, stderr: '' });
  const lines = readFileSync(join(folder, 'story.ndjson'), 'utf8').trimEnd().split('\n');
  const replayed = await run(cleanup, {
    ...faultlineCommand('replay', '--json', 'story.ndjson'),
    cwd: folder,
  });
  expect(replayed).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(replayed.stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({
    summary: { scenarios: 1, frames: lines.length - 1 },
  });
});

test('an outage in a maintenance is found and kept, and pages nobody', async () => {
  const { sink, collector } = await alerting();
  const dayAgo = new Date(Date.now() - 86_400_000).toISOString().slice(0, 19);
  writeFileSync(
    join(collector.dataDir, 'faultline.yaml'),
    `incidents: { mute: [{ match: { provider: anthropic }, start: "${dayAgo}", duration: 2d, reason: failover drill }] }\n`,
  );
  await collector.terminate();
  await collector.restart();
  const traffic = startTraffic(cleanup, collector.url);
  await vendorsAreNormal(collector);
  traffic.fail('anthropic');
  traffic.fail('openai');
  await eventually('the page of the vendor that is not under maintenance', () =>
    sink.received.some(({ groupLabels }) => groupLabels.provider === 'openai'),
  );
  await eventually('the other incident is confirmed too', async () =>
    (await collector.incidents()).every(({ confirmedMs }) => confirmedMs !== null),
  );
  const { body } = await read(`${collector.url}/api/v1/incidents`);
  const { incidents } = body as { readonly incidents: readonly { provider: string; mutedBy: unknown }[] };
  expect(Object.fromEntries(incidents.map(({ provider, mutedBy }) => [provider, mutedBy]))).toEqual({
    anthropic: 'failover drill',
    openai: null,
  });
  traffic.recover('openai');
  await eventually('the all-clear', () => statuses(sink).includes('resolved'));
  expect(sink.received.filter(({ groupLabels }) => groupLabels.provider === 'anthropic')).toEqual([]);
  expect((await collector.wall()).vendors.find(({ provider }) => provider === 'anthropic')?.state).toBe(
    'unknown',
  );
});
