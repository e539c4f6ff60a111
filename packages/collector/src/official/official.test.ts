import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { createComplaints } from '../telemetry/complaints.ts';
import { type Official, type OfficialOptions, startOfficial } from './official.ts';
import { fixture, json, sampleSource, startStatusPage, status } from './status-page.fixture.ts';

function start(options: Partial<OfficialOptions> & Pick<OfficialOptions, 'sources'>): Official {
  const official = startOfficial({
    store: createMemoryStore(),
    fetch,
    now: Date.now,
    random: () => 0.5,
    complain: () => undefined,
    onFailure: () => undefined,
    ...options,
    limits: { intervalMs: 20, ...options.limits },
  });
  onTestFinished(() => official.close());
  return official;
}

const range = { sinceMs: 0, untilMs: Date.parse('2027-01-01T00:00:00Z') };

describe('the readers of status pages', () => {
  it('read again and again, and keep each post once, as it reads now', async () => {
    const server = await startStatusPage(json(fixture('statuspage-summary.json')));
    const store = createMemoryStore();
    const saved = vi.spyOn(store, 'savePosts');
    const official = start({ store, sources: [sampleSource({ url: `${server.url}/` })] });
    await vi.waitUntil(() => server.requests.length > 3, 30_000);
    expect(saved).toHaveBeenCalledTimes(1);
    expect(await store.posts('anthropic', range)).toHaveLength(2);
    expect(official.news()).toMatchObject({
      sources: [{ source: { id: 'anthropic' }, state: 'ok', reading: 'outage' }],
      posts: [{ status: 'identified' }, { status: 'investigating' }],
    });
    server.answer(json(fixture('statuspage-summary.json').replace('are rolling a fix out', 'wait')));
    await vi.waitUntil(() => saved.mock.calls.length === 2, 30_000);
    expect(saved.mock.calls[1]?.[0]).toEqual([expect.objectContaining({ status: 'identified' })]);
    expect(await store.posts('anthropic', range)).toHaveLength(2);
  });

  it('try again to keep what the store did not take', async () => {
    const server = await startStatusPage(json(fixture('statuspage-summary.json')));
    const store = createMemoryStore();
    vi.spyOn(store, 'savePosts').mockRejectedValueOnce(new Error('starting'));
    start({ store, sources: [sampleSource({ url: server.url })] });
    await vi.waitUntil(async () => (await store.posts('anthropic', range)).length === 2, 30_000);
  });

  it('complain of a page once, count each failure, and say when it is over', async () => {
    const server = await startStatusPage(status(500));
    const told: string[] = [];
    const complain = createComplaints({
      warn: (_: object, message?: string) => told.push(`warn ${message}`),
      info: (_: object, message?: string) => told.push(`info ${message}`),
    } as never);
    const failures: string[] = [];
    start({
      sources: [sampleSource({ url: server.url })],
      complain,
      onFailure: ({ id }, reason) => failures.push(`${id} ${reason}`),
    });
    await vi.waitUntil(() => failures.length > 5, 30_000);
    expect(failures[0]).toBe('anthropic status');
    expect(told).toEqual([expect.stringContaining('the status page of anthropic')]);
    server.answer(json(fixture('statuspage-calm.json')));
    await vi.waitUntil(() => told.length > 1, 30_000);
    expect(told[1]).toMatch(/^info over: the status page of anthropic/);
  });

  it('knock sooner or later by a fifth, as chance has it', async () => {
    const waits: number[] = [];
    const timer = vi.spyOn(globalThis, 'setTimeout');
    onTestFinished(() => timer.mockRestore());
    const server = await startStatusPage(json(fixture('statuspage-calm.json')));
    for (const chance of [0, 1]) {
      const official = start({
        sources: [sampleSource({ url: server.url })],
        random: () => chance,
        limits: { intervalMs: 500 },
      });
      await vi.waitUntil(() => official.news().sources[0]?.state === 'ok', 30_000);
      await vi.waitUntil(() => {
        const wait = timer.mock.calls
          .map(([, ms]) => ms ?? 0)
          .find((ms) => ms === (chance === 0 ? 400 : 600));
        if (wait !== undefined) waits.push(wait);
        return wait !== undefined;
      }, 30_000);
      await official.close();
    }
    expect(waits).toEqual([400, 600]);
  });

  it('stop at once, although a page hangs', async () => {
    const server = await startStatusPage(() => undefined);
    const failures: string[] = [];
    const official = start({
      sources: [sampleSource({ url: server.url })],
      onFailure: (_, reason) => failures.push(reason),
      limits: { timeoutMs: 60_000 },
    });
    await vi.waitUntil(() => server.requests.length === 1, 30_000);
    await official.close();
    expect(failures).toEqual([]);
  });
});
