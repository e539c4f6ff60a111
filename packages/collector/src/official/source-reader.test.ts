import { describe, expect, it } from 'vitest';
import type { OfficialSource } from '../model/official.ts';
import { createSourceReader, type ReadResult, type SourceReader } from './source-reader.ts';
import {
  fixture,
  json,
  page,
  redirect,
  type StatusPage,
  sampleSource,
  startStatusPage,
  status,
} from './status-page.fixture.ts';

interface Reading {
  readonly server: StatusPage;
  readonly reader: SourceReader;
  /** Reads once, so long after the time before. */
  read(afterMs?: number): Promise<ReadResult>;
  pass(ms: number): void;
}

const summary = fixture('statuspage-summary.json');

async function start(
  first: Parameters<typeof startStatusPage>[0],
  source: Partial<OfficialSource> = {},
  limits: { readonly timeoutMs?: number; readonly bodyBytesMax?: number } = {},
): Promise<Reading> {
  const server = await startStatusPage(first);
  let nowMs = Date.parse('2026-06-22T01:12:00Z');
  const reader = createSourceReader({
    source: sampleSource({ url: `${server.url}/api/v2/summary.json`, ...source }),
    fetch,
    now: () => nowMs,
    timeoutMs: 5_000,
    bodyBytesMax: 1024 * 1024,
    ...limits,
  });
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  const read = (afterMs = 60_000): Promise<ReadResult> => {
    pass(afterMs);
    return reader.read(new AbortController().signal);
  };
  return { server, reader, read, pass };
}

describe('a status page that can be read', () => {
  it('is ok, with what it says and since when', async () => {
    const { reader, read } = await start(json(summary));
    expect(reader.status()).toMatchObject({
      state: 'unreadable',
      problem: 'not read yet',
      reading: 'unknown',
    });
    const { posts, failure } = await read();
    expect(failure).toBeNull();
    expect(posts).toHaveLength(2);
    expect(reader.status()).toMatchObject({
      state: 'ok',
      problem: null,
      reading: 'outage',
      readAtMs: Date.parse('2026-06-22T01:13:00Z'),
    });
  });

  it('is asked only whether it changed, and an unchanged one is as good as read', async () => {
    const { server, reader, read } = await start(json(summary, { etag: '"v1"', 'last-modified': 'now' }));
    await read();
    server.answer(status(304));
    expect(await read()).toMatchObject({ failure: null });
    expect(server.requests[1]?.headers).toMatchObject({
      'if-none-match': '"v1"',
      'if-modified-since': 'now',
    });
    expect(reader.status()).toMatchObject({ state: 'ok', reading: 'outage', readAtMs: expect.any(Number) });
    expect(reader.posts()).toHaveLength(2);
  });

  it('that says "unchanged" before it ever said anything has said nothing', async () => {
    const { reader, read } = await start(status(304));
    expect((await read()).failure).toBe('status');
    expect(reader.status().state).toBe('unreadable');
  });

  it('may move on its own host', async () => {
    const { server, reader, read } = await start((request, response) => {
      if (request.url === '/new.json') json(summary)(request, response);
      else redirect('/new.json')(request, response);
    });
    await read();
    expect(reader.status().state).toBe('ok');
    expect(server.requests.map(({ url }) => url)).toEqual(['/api/v2/summary.json', '/new.json']);
  });

  it('of two documents tells what is over, too, each post once', async () => {
    const history = await startStatusPage(json(fixture('statuspage-history.json')));
    const { reader, read } = await start(json(summary), { historyUrl: history.url });
    await read();
    const stages = reader.posts().map((post) => post.status);
    expect(stages.sort()).toEqual(['identified', 'investigating', 'resolved']);
  });

  it('has the same posts when their ids churn', async () => {
    const history = await startStatusPage(json(fixture('statuspage-history.json')));
    const { reader, read } = await start(json(fixture('statuspage-calm.json')), { historyUrl: history.url });
    await read();
    const before = reader.posts().map(({ id }) => id);
    history.answer(json(fixture('statuspage-history-new-ids.json')));
    await read();
    expect(reader.posts().map(({ id }) => id)).toEqual(before);
    expect(reader.posts()[0]?.title).toBe('Elevated errors on some models');
  });
});

describe('a status page that cannot be read', () => {
  it.each([
    ['answers with HTML behind a 200', page(fixture('login.html'), 'text/html'), 'content_type'],
    ['has JSON that calls itself text', page(summary, 'text/plain'), 'content_type'],
    ['has HTML that calls itself JSON', json(fixture('login.html')), 'shape'],
    ['is cut off', json(summary.slice(0, 500)), 'shape'],
    ['lists no components', json(fixture('incident-io-empty.json')), 'shape'],
    ['has another shape', json('{"page": {}, "components": [1]}'), 'shape'],
    ['has grown beyond measure', json(`${summary}${' '.repeat(1024 * 1024)}`), 'too_large'],
    ['goes round in circles', redirect('/again'), 'redirect'],
  ])('and %s is unreadable at once, and nothing is known', async (_, answer, failure) => {
    const { server, reader, read } = await start(json(summary));
    await read();
    expect(reader.status().reading).toBe('outage');
    server.answer(answer);
    expect(await read()).toMatchObject({ posts: null, failure });
    expect(reader.status()).toMatchObject({ state: 'unreadable', reading: 'unknown' });
    expect(reader.status().problem).not.toBeNull();
    server.answer(json(summary));
    await read();
    expect(reader.status()).toMatchObject({ state: 'ok', reading: 'outage' });
  });

  it('because of an error is believed for three readings, then stale, then unreadable: never as it was', async () => {
    const { server, reader, read, pass } = await start(json(summary));
    await read();
    server.answer(status(500));
    expect(await read()).toMatchObject({ failure: 'status' });
    expect(reader.status()).toMatchObject({ state: 'ok', reading: 'outage' });
    await read(200_000);
    expect(reader.status()).toMatchObject({ state: 'stale', reading: 'unknown' });
    expect(reader.status().problem).toBe('it answers with status 500');
    pass(3600_000);
    expect(reader.status()).toMatchObject({ state: 'unreadable', reading: 'unknown' });
    // What it posted stays posted.
    expect(reader.posts()).toHaveLength(2);
  });

  it('because it does not answer in time is given up on', async () => {
    const silent = await start(() => undefined, {}, { timeoutMs: 50 });
    expect(await silent.read()).toMatchObject({ failure: 'timeout' });
    const slow = await start(
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' });
        response.write('{');
      },
      {},
      { timeoutMs: 50 },
    );
    expect(await slow.read()).toMatchObject({ failure: 'timeout' });
    expect(slow.reader.status()).toMatchObject({ state: 'unreadable', reading: 'unknown' });
  });

  it('because nobody is there says so', async () => {
    const { read } = await start(status(500), { url: 'http://127.0.0.1:1/summary.json' });
    expect(await read()).toMatchObject({ failure: 'unreachable' });
  });

  it('because it went to another host has moved, and is not followed there', async () => {
    const elsewhere = await startStatusPage(json(summary));
    const { server, reader, read } = await start(redirect(`${elsewhere.url}/summary.json`));
    expect(await read()).toMatchObject({ failure: 'moved' });
    expect(reader.status()).toMatchObject({
      state: 'moved',
      reading: 'unknown',
      problem: `it sends readers to ${new URL(elsewhere.url).host}`,
    });
    expect(elsewhere.requests).toHaveLength(0);
    server.answer(json(summary));
    await read();
    expect(reader.status().state).toBe('ok');
  });

  it('is complained of after the third time, in the same words however it fails on', async () => {
    const { server, read } = await start(status(500));
    const complaints = [await read(), await read(), await read()].map(({ complaint }) => complaint);
    expect(complaints).toEqual([null, null, 'it answers with status 500']);
    server.answer(json('{}'));
    expect(await read()).toMatchObject({ complaint: 'it answers with status 500', failure: 'shape' });
    server.answer(json(summary));
    expect(await read()).toMatchObject({ complaint: null, failure: null });
  });

  it.each([
    ['seconds', '120', 120_000],
    ['a time', 'Mon, 22 Jun 2026 01:15:00 GMT', 120_000],
    ['a time that has passed', 'Mon, 22 Jun 2026 01:00:00 GMT', null],
    ['something else', 'soon', null],
  ])('is left alone for as long as it asks, in %s', async (_, asked, retryAfterMs) => {
    const { read } = await start(status(429, { 'retry-after': asked }));
    expect(await read()).toMatchObject({ failure: 'status', retryAfterMs });
  });
});
