import { afterEach, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { startTraffic } from '../support/traffic.ts';

// What the public sees of an outage, of a collector that has things to hide.

const cleanup = createCleanup();
afterEach(cleanup.run);

interface Summary {
  readonly status: { readonly indicator: string };
  readonly incidents: readonly { readonly name: string; readonly status: string }[];
}

test('an outage is on the public page and in its feeds, and nothing about who noticed it', async () => {
  const collector = await startCollector(cleanup, {
    FAULTLINE_STATUS_PUBLIC: 'true',
    FAULTLINE_STATUS_TITLE: 'Vendors',
    FAULTLINE_TIME_COMPRESSION: '10',
  });
  const read = async (path: string): Promise<string> => {
    const response = await fetch(`${collector.url}/status/${path}`);
    expect([path, response.status]).toEqual([path, 200]);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    return response.text();
  };
  const summary = async (): Promise<Summary> => JSON.parse(await read('api/v2/summary.json')) as Summary;
  const traffic = startTraffic(cleanup, collector.url);
  await eventually('all is well', async () => (await summary()).status.indicator === 'none');
  traffic.fail('anthropic');
  await eventually('it is told', async () => {
    const { status, incidents } = await summary();
    return status.indicator === 'critical' && incidents[0]?.status === 'identified';
  });
  expect((await summary()).incidents).toMatchObject([{ name: 'Anthropic: elevated errors' }]);

  const [incident] = await collector.incidents();
  const { evidence } = incident as unknown as { evidence: Record<'services' | 'credentials', string[]> };
  const secrets = [...evidence.services, ...evidence.credentials].filter((each) => each.length > 2);
  expect(secrets.length).toBeGreaterThan(0);
  for (const path of [
    'api/v2/incidents.json',
    'api/v2/summary.json',
    'history.atom',
    'history.rss',
    'feed.json',
  ]) {
    const body = await read(path);
    if (path !== 'api/v2/summary.json') expect(body).toContain('Anthropic: elevated errors');
    for (const secret of secrets) expect(body).not.toContain(secret);
  }
});
