import type { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { sampleAttempt, sampleTransition } from '../../store/samples.fixture.ts';
import type { Store, StoreHealth } from '../../store/store.ts';
import type { WallFeed } from '../wall/wall-feed.ts';
import { showOptions } from './show.fixture.ts';
import { createShow } from './show.ts';

const nowMs = Date.parse('2026-06-22T01:00:00Z');

interface Bench {
  readonly app: Hono;
  readonly store: Store;
  readonly feed: WallFeed;
}

function bench(storeHealth?: () => StoreHealth): Bench {
  const options = showOptions({ nowMs, ...(storeHealth ? { storeHealth } : {}) });
  return { app: createShow(options), store: options.store, feed: options.feed };
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

  it('leads the link of an alert to the page of the incident', async () => {
    const { app, store } = bench();
    await store.save(sampleTransition({ id: '7KQ2ABCD', firstBadMs: nowMs - 60_000 }));
    const response = await app.request('/incidents/7KQ2ABCD');
    expect([response.status, await response.text()]).toEqual([200, '<h1>incident</h1>']);
    expect((await app.request('/incidents/unknown')).status).toBe(404);
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
