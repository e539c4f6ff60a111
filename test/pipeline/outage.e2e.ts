import { afterEach, expect, test } from 'vitest';
import { run } from '../support/child-process.ts';
import { createCleanup } from '../support/cleanup.ts';
import { faultlineCommand } from '../support/collector.ts';

// The whole product as a newcomer meets it: real SDKs, instrumentation, collector and ClickHouse, simulated vendors.

const cleanup = createCleanup();
afterEach(cleanup.run);

interface Report {
  readonly scenario: string;
  readonly incidents: readonly {
    readonly class: string;
    readonly provider: string | null;
    readonly models: readonly { readonly model: string; readonly errorShare: number }[];
    readonly firstBadMs: number;
    readonly suspectedMs: number;
    readonly confirmedMs: number;
    readonly resolvedMs: number;
  }[];
  readonly calls: number;
  readonly attempts: number;
  readonly alerts: readonly { readonly alertname: string; readonly status: string }[];
}

async function play(scenario: string): Promise<Report> {
  const demo = faultlineCommand('demo', '--once', '--json', '--scenario', scenario);
  const { code, stdout, stderr } = await run(cleanup, demo);
  expect(code, stderr).toBe(0);
  // Whoever pipes it into a program reads one line.
  expect(stdout).toMatch(/^\{.*\}\n$/);
  const report = JSON.parse(stdout) as Report;
  expect(report).toMatchObject({ scenario, calls: expect.any(Number), attempts: expect.any(Number) });
  expect(report.attempts).toBeGreaterThan(report.calls);
  expect(report.calls).toBeGreaterThan(0);
  return report;
}

function expectOrderedTimes({
  firstBadMs,
  suspectedMs,
  confirmedMs,
  resolvedMs,
}: Report['incidents'][number]): void {
  const times = [firstBadMs, suspectedMs, confirmedMs, resolvedMs];
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(confirmedMs).toBeGreaterThan(firstBadMs);
  expect(resolvedMs).toBeGreaterThan(confirmedMs);
}

test('June 22: one incident, the vendor and its five models, one page, and the all-clear', async () => {
  const { incidents, alerts } = await play('june-22');
  expect(incidents).toMatchObject([{ class: 'vendor_wide', provider: 'anthropic' }]);
  const [incident] = incidents as [Report['incidents'][number]];
  expect(incident.models.map(({ model }) => model).sort()).toEqual([
    'claude-haiku-4-5',
    'claude-opus-4-6',
    'claude-opus-4-7',
    'claude-opus-4-8',
    'claude-sonnet-4-6',
  ]);
  for (const { errorShare } of incident.models) {
    expect(errorShare).toBeGreaterThan(0.5);
    expect(errorShare).toBeLessThanOrEqual(1);
  }
  expectOrderedTimes(incident);
  const pages = alerts.filter(({ alertname }) => alertname === 'LLMProviderIncident');
  expect(pages.map(({ status }) => status)).toEqual(['firing', 'resolved']);
  expect(alerts.filter(({ alertname }) => alertname.endsWith('Incident'))).toEqual(pages);
});

test('a broken network of our own is blamed on no vendor', async () => {
  const { incidents, alerts } = await play('own-network');
  expect(incidents).toMatchObject([{ class: 'local_network', provider: null }]);
  const [incident] = incidents as [Report['incidents'][number]];
  expectOrderedTimes(incident);
  expect(alerts.filter(({ alertname }) => alertname.endsWith('Incident'))).toEqual([
    { alertname: 'LLMLocalNetworkIncident', status: 'firing' },
    { alertname: 'LLMLocalNetworkIncident', status: 'resolved' },
  ]);
});
