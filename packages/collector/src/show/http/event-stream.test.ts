import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { createEventStreams, type EventReader, encodeEvent } from './event-stream.ts';

/** A number that changes, told as an event. */
function createCounter() {
  const listeners = new Map<() => void, () => void>();
  let value = 0;
  return {
    set: (next: number) => {
      value = next;
      for (const onNews of listeners.keys()) onNews();
    },
    end: () => {
      for (const onEnd of listeners.values()) onEnd();
    },
    readers: () => listeners.size,
    open: (): EventReader => {
      let seen = 0;
      return {
        next: () => {
          if (seen === value) return null;
          seen = value;
          return encodeEvent({ event: 'value', id: String(value), data: value });
        },
        idle: () => encodeEvent({ event: 'ping', data: {} }),
        subscribe: (onNews, onEnd) => {
          listeners.set(onNews, onEnd);
          return () => listeners.delete(onNews);
        },
      };
    },
  };
}

function bench(streamsMax = 2, pingEveryMs = 60_000) {
  const counter = createCounter();
  const answer = createEventStreams({ streamsMax, pollInstead: '/value', pingEveryMs });
  const app = new Hono().get('/', (context) => answer(context, counter.open));
  return { counter, app };
}

function readerOf(response: Response) {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  return {
    text: async () => new TextDecoder().decode((await reader.read()).value),
    isOver: async () => (await reader.read()).done,
    cancel: () => reader.cancel(),
  };
}

it('sends events as they come, none twice', async () => {
  const { counter, app } = bench();
  const response = await app.request('/');
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  const { text, cancel } = readerOf(response);
  counter.set(1);
  expect(await text()).toBe('event: value\nid: 1\ndata: 1\n\n');
  counter.set(2);
  expect(await text()).toBe('event: value\nid: 2\ndata: 2\n\n');
  await cancel();
});

it('gives a slow reader the newest, however much has come meanwhile', async () => {
  const { counter, app } = bench();
  const { text, cancel } = readerOf(await app.request('/'));
  for (let value = 1; value <= 1000; value += 1) {
    counter.set(value);
    if (value % 10 === 0) await Promise.resolve();
  }
  const got: string[] = [];
  while (!got.at(-1)?.includes('data: 1000\n')) got.push(await text());
  expect(got.length).toBeLessThan(10);
  await cancel();
});

it('says that it is alive while there is nothing new', async () => {
  const { text, cancel } = readerOf(await bench(1, 1).app.request('/'));
  expect(await text()).toBe('event: ping\ndata: {}\n\n');
  await cancel();
});

it('sends who comes too late to poll, until somebody leaves', async () => {
  const { counter, app } = bench(1);
  const first = readerOf(await app.request('/'));
  const refused = await app.request('/');
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
  expect(await refused.json()).toMatchObject({
    type: '/api/v1/reference#busy',
    detail: 'more than 1 open streams; poll /value instead',
  });
  await first.cancel();
  await expect.poll(() => counter.readers()).toBe(0);
  expect((await app.request('/')).status).toBe(200);
});

it('opens no stream for a HEAD request', async () => {
  const { app, counter } = bench();
  const response = await app.request('/', { method: 'HEAD' });
  expect([response.status, response.body, counter.readers()]).toEqual([200, null, 0]);
});

it('ends with what it tells of', async () => {
  const { counter, app } = bench();
  const { isOver } = readerOf(await app.request('/'));
  counter.end();
  expect(await isOver()).toBe(true);
});

it('a stream that cannot be opened leaves its place to the next', async () => {
  const answer = createEventStreams({ streamsMax: 1, pollInstead: '/value' });
  const app = new Hono().get('/', (context) =>
    answer(context, () => {
      throw new Error('nothing to read');
    }),
  );
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const response = await app.request('/');
    expect(response.status).toBe(200);
    await response.text().catch(() => undefined);
  }
});
