import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { startAlertmanager } from '../support/alertmanager.ts';
import { createCleanup } from '../support/cleanup.ts';
import { eventually } from '../support/eventually.ts';
import { startWebhookSink } from '../support/webhook-sink.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

/** As the repository ships it, but quick, and with somebody to tell. */
function shippedConfig(webhookUrl: string): string {
  const shipped = readFileSync(new URL('../../alertmanager/alertmanager.yml', import.meta.url), 'utf8');
  const receiver = `webhook_configs: [{ url: "${webhookUrl}", send_resolved: true }]`;
  return shipped
    .replace(/group_wait: \S+/, 'group_wait: 1s')
    .replace(/group_interval: \S+/, 'group_interval: 1s')
    .replaceAll(/^( *)- name: (pager|tickets)$/gm, `$1- name: $2\n$1  ${receiver}`);
}

const vendor = { provider: 'anthropic', env: 'prod' };
const burning = { alertname: 'LLMSLOBurnRate', ...vendor };
const alerts = {
  incident: { alertname: 'LLMProviderIncident', severity: 'page', scope: 'provider', provider: 'anthropic' },
  modelPage: {
    ...burning,
    severity: 'page',
    scope: 'model',
    slo_id: 'm',
    burn_tier: 'page-fast',
    model: 'claude',
  },
  providerTicket: {
    ...burning,
    severity: 'ticket',
    scope: 'provider',
    slo_id: 'p',
    burn_tier: 'ticket-fast',
  },
  otherVendor: {
    ...burning,
    provider: 'openai',
    severity: 'page',
    scope: 'provider',
    slo_id: 'o',
    burn_tier: 'page-fast',
  },
  slowOther: {
    ...burning,
    provider: 'openai',
    severity: 'page',
    scope: 'provider',
    slo_id: 'o',
    burn_tier: 'page-slow',
  },
  otherTicket: {
    ...burning,
    provider: 'openai',
    severity: 'ticket',
    scope: 'provider',
    slo_id: 'o',
    burn_tier: 'ticket-fast',
  },
  service: {
    alertname: 'LLMSLOBurnRate',
    env: 'prod',
    severity: 'page',
    scope: 'service',
    slo_id: 's',
    burn_tier: 'page-fast',
    service: 'shop',
  },
};

test('with the shipped configuration an outage is one page: the vendor speaks for its models, a page for its tickets', async () => {
  const sink = await startWebhookSink(cleanup);
  const { url } = await startAlertmanager(cleanup, sink.url, shippedConfig(sink.url));
  const startsAt = new Date().toISOString();
  const endsAt = new Date(Date.now() + 600_000).toISOString();
  const body = JSON.stringify(Object.values(alerts).map((labels) => ({ labels, startsAt, endsAt })));
  const headers = { 'content-type': 'application/json' };
  const posted = await fetch(`${url}/api/v2/alerts`, { method: 'POST', headers, body });
  expect(posted.status).toBe(200);

  const pagesOf = (): readonly string[] =>
    sink.received.flatMap(({ alerts: told }) => told.map(({ labels }) => JSON.stringify(labels)));
  await eventually('three pages', () => new Set(pagesOf()).size >= 3);
  const listed = (await (await fetch(`${url}/api/v2/alerts`)).json()) as {
    readonly labels: Readonly<Record<string, string>>;
    readonly status: { readonly state: string };
  }[];
  const stateOf = (labels: Readonly<Record<string, string>>): string | undefined =>
    listed.find((each) => Object.entries(labels).every(([name, value]) => each.labels[name] === value))
      ?.status.state;
  const states = Object.entries(alerts).map(([name, labels]) => [name, stateOf(labels)]);
  expect(Object.fromEntries(states)).toEqual({
    incident: 'active',
    modelPage: 'suppressed',
    providerTicket: 'suppressed',
    otherVendor: 'active',
    slowOther: 'suppressed',
    otherTicket: 'suppressed',
    service: 'active',
  });
  const told = new Set(
    pagesOf().map((labels) => (JSON.parse(labels) as { slo_id?: string }).slo_id ?? 'incident'),
  );
  expect([...told].sort()).toEqual(['incident', 'o', 's']);
});
