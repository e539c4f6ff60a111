import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { bearer, bench, form, note, notes, operator, viewer } from './access.fixture.ts';

describe('limits', () => {
  it('too many requests are told when to come again; probes, files and streams are not counted', async () => {
    const { ask, logIn } = bench();
    const get = (path: string, headers: Record<string, string>, address?: string) =>
      ask(path, { headers }, address);
    const token = bearer(viewer.token);
    for (let count = 0; count < 1_000; count += 1) await get('/api/v1/wall', token);
    const refused = await get('/api/v1/wall', token);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1']);
    for (const path of ['/livez', '/assets/console.css', '/metrics', '/api/v1/wall/stream'])
      expect((await get(path, token)).status).toBe(200);
    // Not what only ends like a stream: it asks the database like anything else.
    expect((await get('/api/v1/incidents/stream', token)).status).toBe(429);
    // Others have limits of their own: another token, another address, a session.
    expect((await get('/api/v1/wall', bearer(operator.token))).status).toBe(200);
    expect((await get('/api/v1/wall', token, '192.0.2.99')).status).toBe(200);
    expect((await get('/api/v1/wall', { cookie: await logIn(viewer.token) })).status).toBe(200);
  });

  it('who guesses tokens has to wait, at the login and at the API alike, and then no token is looked at', async () => {
    let nowMs = 0;
    const { ask } = bench({ now: () => nowMs });
    for (let guess = 0; guess < 6; guess += 1) {
      const answer =
        guess % 2 === 0
          ? await ask('/login', form({ token: `guess-${guess}` }))
          : await ask('/api/v1/wall', { headers: bearer(`guess-${guess}`) });
      expect(answer.status).toBe(401);
    }
    const right = { headers: bearer(operator.token) };
    const waiting = [await ask('/login', form({ token: operator.token })), await ask('/api/v1/wall', right)];
    expect(waiting.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual([
      [429, '1'],
      [429, '1'],
    ]);
    expect((await ask('/api/v1/wall', right, '192.0.2.99')).status).toBe(200);
    nowMs += 1_000;
    expect((await ask('/api/v1/wall', right)).status).toBe(200);
  });

  it('are those of the address that a trusted proxy heard, and of nobody who only says so', async () => {
    const statusAfterGuesses = async (trustProxy: number): Promise<number> => {
      const { ask } = bench({ trustProxy });
      const from = (address: string, token: string) =>
        ask('/api/v1/wall', { headers: { ...bearer(token), 'x-forwarded-for': address } });
      for (let guess = 0; guess < 6; guess += 1) await from(`198.51.100.${guess}`, `guess-${guess}`);
      return (await from('198.51.100.200', viewer.token)).status;
    };
    expect(await statusAfterGuesses(0)).toBe(429);
    expect(await statusAfterGuesses(1)).toBe(200);
  });

  it('many headers and long ones cost nothing and open nothing', async () => {
    const { ask } = bench({ trustProxy: 1 });
    const long = 'a'.repeat(200_000);
    const cookies = Array.from({ length: 5_000 }, (_, index) => `faultline_session=${index}`).join('; ');
    for (const headers of [
      { cookie: cookies },
      { cookie: `faultline_session=${long}` },
      { 'x-forwarded-for': `${long},`.repeat(5) },
      { authorization: `Bearer ${' '.repeat(100_000)}${long}` },
    ])
      expect((await ask('/api/v1/wall', { headers })).status).toBe(401);
  });
});

describe('the audit', () => {
  it('names who did what to what, from where, and what was refused was not done', async () => {
    const { ask, options } = bench();
    await ask(notes, note(bearer(operator.token)));
    await ask('/api/v1/overrides', note(bearer(operator.token)), '192.0.2.7');
    await ask('/api/v1/refuses', note(bearer(operator.token)));
    await ask(notes, note(bearer(viewer.token)));
    const done = { actor: 'kim', role: 'operate' };
    expect(options.logged).toMatchObject([
      { ...done, action: 'note', subject: 'A', address: '192.0.2.1' },
      { ...done, action: 'override', subject: 'openai', address: '192.0.2.7' },
    ]);
    const read = (query: string) => ask(`/api/v1/audit${query}`, { headers: bearer(operator.token) });
    expect(await (await read('')).json()).toEqual({ entries: options.logged });
    expect(await (await read('?limit=1')).json()).toEqual({ entries: options.logged.slice(0, 1) });
    expect(await (await read('?since=2026-06-22T00:00:00Z&until=2026-06-22T01:00:00Z')).json()).toEqual({
      entries: [],
    });
    for (const query of ['?limit=0', '?limit=1001', '?limit=1e2', '?since=lunch', '?until=tea'])
      expect((await read(query)).status).toBe(400);
  });

  it('is not filled by guesses: the same wrong token once, and all of them together so many', async () => {
    const { ask, options } = bench({ now: () => 0 });
    for (let time = 0; time < 5; time += 1) await ask('/api/v1/wall', { headers: bearer('the-old-token') });
    expect(options.logged).toMatchObject([
      { actor: '', role: null, action: 'login_failed', subject: 'bearer' },
    ]);
    for (let guess = 0; guess < 500; guess += 1)
      await ask('/api/v1/wall', { headers: bearer(`guess-${guess}`) }, `198.51.${guess}.1`);
    expect(options.logged).toHaveLength(200);
  });

  it('never fails what was done: what the store does not take stands in the log, and is offered again', async () => {
    const delays: number[] = [];
    const memory = createMemoryStore();
    let isFull = true;
    const recordAudit: typeof memory.recordAudit = (entry) =>
      isFull ? Promise.reject(new Error('the disk is full')) : memory.recordAudit(entry);
    const { ask, options } = bench({
      store: { ...memory, recordAudit },
      onDelay: (_, entries) => delays.push(entries),
    });
    for (let time = 0; time < 2; time += 1)
      expect((await ask(notes, note(bearer(operator.token)))).status).toBe(201);
    expect([options.logged.length, delays]).toEqual([2, [1, 2]]);
    isFull = false;
    await ask(notes, note(bearer(operator.token)));
    const range = { sinceMs: 0, untilMs: Number.MAX_SAFE_INTEGER, limit: 10 };
    expect(await memory.auditEntries(range)).toHaveLength(3);
  });
});
