import type { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { sampleAttempt, sampleTransition } from '../../store/samples.fixture.ts';
import type { Store, StoreHealth } from '../../store/store.ts';
import { createHealthFeed } from '../health/health-feed.ts';
import { createOverrideBook } from '../health/override-book.ts';
import { createWallFeed, type WallFeed } from '../wall/wall-feed.ts';
import { createShow } from './show.ts';

const nowMs = Date.parse('2026-06-22T01:00:00Z');

interface Bench {
  readonly app: Hono;
  readonly store: Store;
  readonly feed: WallFeed;
}

function bench(storeHealth?: () => StoreHealth): Bench {
  const store = createMemoryStore();
  const health = storeHealth ?? store.health;
  const feed = createWallFeed({
    source: store,
    storeHealth: health,
    stripMs: 3 * 3600 * 1000,
    frameMs: 2000,
    timeCompression: 1,
    now: () => nowMs,
  });
  const now = (): number => nowMs;
  const overrides = createOverrideBook({ store, now, onRead: () => undefined });
  const app = createShow({
    health: {
      ...{
        health: createHealthFeed({ wall: feed, overrides: overrides.inForce, instance: 'i', now }),
        overrides,
      },
      ...{ authorise: () => undefined, newId: () => 'id', now },
    },
    status: { source: async () => null, isPublic: false, url: null },
    sla: { source: store, corrections: [], costPerHour: null, now: () => nowMs },
    frames: { source: store, format: 'f/1', frameMs: 2000, keptDays: 1, now: () => nowMs },
    feed,
    incidents: {
      ...{ store, maintenances: [], now: () => nowMs, newId: () => 'id' },
      ...{ explain: ({ id }) => `What ${id} is.`, authorise: () => undefined },
    },
    storeHealth: health,
    consoleBundle: {
      renderPage: (wall) => `<h1>${wall.headline}</h1>`,
      readAsset: async (name) =>
        name === 'console.js' ? { body: new Uint8Array([1]), contentType: 'text/javascript' } : null,
    },
    metrics: async () => ({ text: 'up 1\n', contentType: 'text/plain' }),
    now: () => nowMs,
  });
  return { app, store, feed };
}

async function publish({ feed }: Bench): Promise<void> {
  await feed.publish({ dataUntilMs: nowMs, incidents: [], usualErrorShare: () => null });
}

/** Reads events off the stream until there are enough, then hangs up. */
async function readEvents(response: Response, wanted: number): Promise<readonly string[]> {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  let text = '';
  while (text.split('\n\n').length <= wanted) {
    const { value, done } = await reader.read();
    if (done) break;
    text += new TextDecoder().decode(value);
  }
  await reader.cancel();
  return text.split('\n\n').slice(0, wanted);
}

describe('what is shown over HTTP', () => {
  it('renders the page from the newest wall, under a policy that allows nothing inline', async () => {
    const it = bench();
    await it.store.append({ calls: [], attempts: [sampleAttempt({ endMs: nowMs - 5000 })] });
    await publish(it);
    const response = await it.app.request('/');
    expect(await response.text()).toBe('<h1>Anthropic is normal.</h1>');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('content-security-policy')).not.toContain('unsafe');
  });

  it('serves the wall as JSON', async () => {
    const { app } = bench();
    expect(await (await app.request('/api/v1/wall')).json()).toMatchObject({
      headline: 'Faultline is starting.',
    });
  });

  it('streams the wall at once and every new one after it', async () => {
    const it = bench();
    await publish(it);
    const response = await it.app.request('/api/v1/wall/stream');
    const events = readEvents(response, 2);
    await publish(it);
    const ids = (await events).map((event) => Number(/id: (\d+)/.exec(event)?.[1]));
    expect(ids).toHaveLength(2);
    expect(ids[1]).toBeGreaterThan(ids[0] as number);
  });

  it('opens no stream for a HEAD request', async () => {
    const { app } = bench();
    const response = await app.request('/api/v1/wall/stream', { method: 'HEAD' });
    expect([response.status, response.body]).toEqual([200, null]);
  });

  it('does not repeat the wall to a console that reconnects and has it', async () => {
    const it = bench();
    await publish(it);
    const seen = String(it.feed.current().version);
    const response = await it.app.request('/api/v1/wall/stream', { headers: { 'last-event-id': seen } });
    const events = readEvents(response, 1);
    await publish(it);
    expect(await events).toEqual([expect.stringContaining(`id: ${it.feed.current().version}`)]);
  });

  it('sends nothing to a reconnecting console before the first evaluation: what it shows is better than silence', async () => {
    const it = bench();
    const response = await it.app.request('/api/v1/wall/stream');
    const events = readEvents(response, 1);
    await publish(it);
    expect((await events)[0]).toContain('No LLM traffic seen yet.');
  });

  it('lists incidents with their evidence', async () => {
    const { app, store } = bench();
    const transition = sampleTransition({ firstBadMs: nowMs - 60_000 });
    await store.save(transition);
    expect(await (await app.request('/api/v1/incidents')).json()).toMatchObject({
      incidents: [transition.incident],
    });
  });

  it('leads the link of an alert to the incident on the wall', async () => {
    const response = await bench().app.request('/incidents/7KQ2ABCD');
    expect(response.headers.get('location')).toBe('/#incident-7KQ2ABCD');
  });

  it('serves the files of the bundle and nothing else', async () => {
    const { app } = bench();
    expect((await app.request('/assets/console.js')).status).toBe(200);
    expect((await app.request('/assets/..%2f..%2fpackage.json')).status).toBe(404);
  });

  it('is alive while it starts, and ready only when rows can be taken', async () => {
    const { app } = bench(() => ({
      ready: false,
      engine: 'starting',
      spooledRows: 0,
      spooledBytes: 0,
      detail: 'the engine is starting',
    }));
    expect((await app.request('/livez')).status).toBe(200);
    const ready = await app.request('/readyz');
    expect(ready.status).toBe(503);
    expect(await ready.json()).toMatchObject({ detail: 'the engine is starting' });
  });
});
