import { EventSource } from 'eventsource';
import { afterEach, expect, test } from 'vitest';
import { type Cleanup, createCleanup } from '../support/cleanup.ts';
import { startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { startTraffic } from '../support/traffic.ts';

// The health feed as a router reads it: with the EventSource that Node programs use, over a restart of the collector.

const cleanup = createCleanup();
afterEach(cleanup.run);

interface Verdict {
  readonly provider: string;
  readonly model: string | null;
  readonly region: string | null;
  readonly state: string;
  readonly version: number;
  readonly admitRatio: number;
  readonly alternatives: readonly { readonly provider: string; readonly model: string }[];
  readonly override: object | null;
}

/** A client that does what docs/health-feed.md says, and nothing else. */
function follow(cleanup: Cleanup, url: string) {
  const verdicts = new Map<string, Verdict>();
  const ids: string[] = [];
  let snapshots = 0;
  const source = new EventSource(`${url}/api/v1/health/stream`);
  cleanup.add(() => source.close());
  const take = (each: Verdict): void => {
    verdicts.set(JSON.stringify([each.provider, each.model, each.region]), each);
  };
  source.addEventListener('snapshot', ({ data, lastEventId }) => {
    snapshots += 1;
    ids.push(lastEventId);
    verdicts.clear();
    for (const each of (JSON.parse(data) as { verdicts: Verdict[] }).verdicts) take(each);
  });
  source.addEventListener('verdict', ({ data, lastEventId }) => {
    ids.push(lastEventId);
    take(JSON.parse(data) as Verdict);
  });
  return {
    ids,
    snapshots: () => snapshots,
    on: (provider: string, model: string | null = null) =>
      verdicts.get(JSON.stringify([provider, model, null])),
  };
}

const growing = (ids: readonly string[]): boolean => {
  const versions = ids.map((id) => Number.parseInt(id, 10));
  return versions.every((version, index) => index === 0 || version > (versions[index - 1] ?? 0));
};

test('a client that stays connected over a restart misses no verdict, neither what changed while it was away', async () => {
  const collector = await startCollector(cleanup);
  const client = follow(cleanup, collector.url);
  const traffic = startTraffic(cleanup, collector.url);
  await eventually('both vendors are ok', () =>
    ['anthropic', 'openai'].every((provider) => client.on(provider)?.state === 'ok'),
  );
  const said = { provider: 'openai', model: 'gpt-5-mini', state: 'down', reason: 'drill', author: 'kim' };
  const answer = await fetch(`${collector.url}/api/v1/health/overrides`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...said, minutes: 30 }),
  });
  expect(answer.status).toBe(201);
  await eventually('the override is told', () => client.on('openai', 'gpt-5-mini')?.override);
  expect(client.on('openai', 'gpt-5-mini')).toMatchObject({ state: 'down', admitRatio: 0 });
  const measured = (): Promise<number> =>
    collector.metric('llm_vendor_health_override', { model: 'gpt-5-mini' });
  await eventually('Prometheus reads it', async () => (await measured()) === 1);

  await collector.kill();
  traffic.fail('anthropic');
  await collector.restart();
  await eventually('the outage that began meanwhile is told', () => client.on('anthropic')?.state === 'down');
  expect(client.snapshots()).toBe(2);
  await eventually('most is held back', () => (client.on('anthropic')?.admitRatio ?? 1) < 0.5);
  expect(client.on('anthropic')?.alternatives).toEqual([{ provider: 'openai', model: 'gpt-5.5' }]);
  // The override was kept as well.
  expect(client.on('openai', 'gpt-5-mini')).toMatchObject({ state: 'down', override: { author: 'kim' } });
  expect(growing(client.ids)).toBe(true);
  expect((await fetch(`${collector.url}/api/v1/health/anthropic`)).status).toBe(503);
});
