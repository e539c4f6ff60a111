import { Registry } from 'prom-client';
import { expect, it } from 'vitest';
import type { OfficialSourceStatus } from '../model/official.ts';
import { createOfficialMetrics } from './official-metrics.ts';

it('each status page is in one state, with its age once it was read, and its failures are counted', async () => {
  const source = { id: 'openai', provider: 'openai', region: null, format: 'incident_io', url: '' } as const;
  let status: OfficialSourceStatus = {
    ...{ source, state: 'unreadable', problem: 'not read yet', readAtMs: null, reading: 'unknown' },
  };
  const registry = new Registry();
  const metrics = createOfficialMetrics(
    registry,
    () => ({ sources: [status], posts: [] }),
    () => 100_000,
  );
  metrics.failed(source, 'timeout');
  const labels = 'provider="openai",source="openai"';
  const before = await registry.metrics();
  expect(before).toContain(`faultline_official_source_state{${labels},state="unreadable"} 1`);
  expect(before).toContain(`faultline_official_read_failures_total{${labels},reason="timeout"} 1`);
  expect(before).not.toContain('faultline_official_source_age_seconds{');

  status = { ...status, state: 'ok', problem: null, readAtMs: 60_000, reading: 'operational' };
  const after = await registry.metrics();
  expect(after).toContain(`faultline_official_source_state{${labels},state="ok"} 1`);
  expect(after).toContain(`faultline_official_source_state{${labels},state="unreadable"} 0`);
  expect(after).toContain(`faultline_official_source_age_seconds{${labels}} 40`);
});
