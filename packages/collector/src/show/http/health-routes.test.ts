import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../model/incident.ts';
import type { ReviewedIncident } from '../../model/incident-review.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { sampleTransition } from '../../store/samples.fixture.ts';
import { createHealthFeed } from '../health/health-feed.ts';
import { createOverrideBook } from '../health/override-book.ts';
import { createSampleWalls, sampleWall } from '../wall/wall.fixture.ts';
import { bearer, operator, sampleAccess, viewer } from './access.fixture.ts';
import { createAccess } from './access.ts';
import { createHealthRoutes } from './health-routes.ts';

const nowMs = Date.parse('2026-06-22T01:00:00Z');
const model = 'meta-llama/Llama-4';

function failing(bad: number): ReviewedIncident {
  const { evidence } = sampleTransition({ firstBadMs: nowMs - 60_000 }).incident;
  const affected: Incident['evidence']['affected'] = [
    { model, attempts: 100, bad, firstBadMs: nowMs - 60_000, recoveredMs: null, abandoned: false },
  ];
  return sampleTransition({
    id: '7KQ2ABCD',
    provider: 'groq',
    firstBadMs: nowMs - 60_000,
    models: [model],
    evidence: { ...evidence, affected },
  });
}

function routes(incidents: readonly ReviewedIncident[], bad = 0) {
  const recent = [{ provider: 'groq', model, attempts: 100, bad, timeToFirstChunkP95Ms: null }];
  const walls = createSampleWalls(sampleWall({ nowMs, lateMs: 1000, recent, incidents }));
  walls.show(walls.current(), incidents);
  let clockMs = nowMs;
  const now = (): number => clockMs;
  const store = createMemoryStore();
  const overrides = createOverrideBook({ store, now, onRead: () => undefined });
  const health = createHealthFeed({ wall: walls, overrides: overrides.inForce, instance: 'i', now });
  const app = createHealthRoutes({ health, overrides, newId: () => String(clockMs), now });
  const write = async (path: string, body: unknown, method = 'POST') => {
    const response = await app.request(path, {
      method,
      headers: { 'content-type': 'application/json' },
      ...(method === 'POST' && { body: JSON.stringify(body) }),
    });
    return [response.status, await response.json()] as [number, Record<string, unknown>];
  };
  const passed = (ms: number): void => {
    clockMs += ms;
  };
  return { app, request: app.request, write, passed, store };
}

it('a snapshot tells every vendor and model, and is not sent again while the advice is the same', async () => {
  const response = await routes([failing(97)], 97).request('/health');
  expect(response.headers.get('cache-control')).toBe('max-age=2');
  expect(await response.json()).toMatchObject({
    dataAtMs: nowMs - 1000,
    verdicts: [
      { provider: 'groq', model: null, state: 'down' },
      { provider: 'groq', model, state: 'down', incident: '7KQ2ABCD', ttlSeconds: 10 },
    ],
  });
  const headers = { 'if-none-match': response.headers.get('etag') ?? '' };
  // Other numbers, the same advice.
  const again = await routes([failing(98)], 98).request('/health', { headers });
  expect([again.status, await again.text()]).toEqual([304, '']);
  expect((await routes([]).request('/health', { headers })).status).toBe(200);
});

it('a probe gets 503 while a model or a vendor is down, and 200 otherwise', async () => {
  const status = async (app: ReturnType<typeof routes>, path: string): Promise<number> =>
    (await app.request(path)).status;
  const down = routes([failing(97)], 97);
  expect(await status(down, '/health/groq')).toBe(503);
  expect((await down.request('/health/groq')).headers.get('retry-after')).toBe('10');
  expect(await status(down, `/health/groq/${model}`)).toBe(503);
  expect(await status(down, `/health/groq/${encodeURIComponent(model)}`)).toBe(503);
  const degraded = await routes([failing(10)], 10).request(`/health/groq/${model}?region=eu`);
  expect([degraded.status, await degraded.json()]).toMatchObject([200, { state: 'degraded', region: null }]);
  const nobody = await routes([]).request('/health/mistral');
  expect([nobody.status, await nobody.json()]).toMatchObject([200, { state: 'unknown', model: null }]);
});

describe('an override', () => {
  const said = {
    provider: 'groq',
    model,
    reason: 'their status page',
    author: 'kim',
    state: 'down',
    minutes: 30,
  };

  it('stands in place of the verdict until it expires, and is listed', async () => {
    const { request, write, passed, store } = routes([]);
    const override = {
      ...{ id: String(nowMs), provider: 'groq', model, state: 'down', reason: 'their status page' },
      ...{ author: 'kim', createdMs: nowMs, untilMs: nowMs + 30 * 60_000, endedMs: null },
    };
    expect(await write('/health/overrides', said)).toEqual([201, override]);
    expect(await store.overrides(nowMs)).toEqual([override]);
    expect(await (await request('/health/overrides')).json()).toEqual({ overrides: [override] });
    const response = await request(`/health/groq/${model}`);
    expect([response.status, await response.json()]).toMatchObject([
      503,
      { state: 'down', admitRatio: 0, override: { author: 'kim', replaces: 'ok' }, ttlSeconds: 60 },
    ]);
    passed(30 * 60_000);
    expect((await request(`/health/groq/${model}`)).status).toBe(200);
    expect(await (await request('/health/overrides')).json()).toEqual({ overrides: [] });
  });

  it('can be taken back', async () => {
    const { request, write } = routes([]);
    const [, { id }] = await write('/health/overrides', { ...said, model: null });
    expect((await request('/health/groq')).status).toBe(503);
    const ended = await write(`/health/overrides/${id}`, undefined, 'DELETE');
    expect(ended).toMatchObject([200, { id, endedMs: nowMs + 1 }]);
    expect((await request('/health/groq')).status).toBe(200);
    expect((await write(`/health/overrides/${id}`, undefined, 'DELETE'))[0]).toBe(404);
  });

  it('is written only by who may operate, and the audit says by whom', async () => {
    const access = sampleAccess({ tokens: [viewer, operator] });
    const app = new Hono().use('*', createAccess(access).guard).route('/api/v1', routes([]).app);
    const write = async (path: string, method: string, token?: string) => {
      const headers = { 'content-type': 'application/json', ...(token ? bearer(token) : {}) };
      const body = method === 'POST' ? JSON.stringify(said) : null;
      return (await app.request(`/api/v1/health/overrides${path}`, { method, headers, body })).status;
    };
    for (const [path, method] of [
      ['', 'POST'],
      [`/${nowMs}`, 'DELETE'],
    ] as const) {
      expect(await write(path, method)).toBe(401);
      expect(await write(path, method, viewer.token)).toBe(403);
    }
    expect(access.logged).toEqual([]);
    expect(await write('', 'POST', operator.token)).toBe(201);
    expect(await write(`/${nowMs}`, 'DELETE', operator.token)).toBe(200);
    const done = { actor: 'kim', role: 'operate', subject: `groq/${model} down` };
    expect(access.logged).toMatchObject([
      { ...done, action: 'override' },
      { ...done, action: 'override_ended' },
    ]);
  });

  it('has an end within a week, and every problem is told', async () => {
    const { write, request } = routes([]);
    const { minutes: _minutes, ...endless } = said;
    for (const [body, problem] of [
      [endless, /expected either minutes or untilMs/],
      [{ ...said, untilMs: nowMs + 1 }, /expected either minutes or untilMs/],
      [{ ...said, minutes: 10_081 }, /^minutes: /],
      [{ ...endless, untilMs: nowMs }, /^untilMs: expected a time in the next 10080 minutes/],
      [{ ...said, state: 'dead', author: '' }, /^state: .*; author: /],
    ] as const) {
      const [status, { type, detail }] = await write('/health/overrides', body);
      expect([status, type]).toEqual([400, '/api/v1/reference#bad-body']);
      expect(detail).toMatch(problem);
    }
    expect(await (await request('/health/overrides')).json()).toEqual({ overrides: [] });
  });
});
