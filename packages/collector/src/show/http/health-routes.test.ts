import type { Wall } from '@faultline/conventions';
import { expect, it } from 'vitest';
import type { Incident } from '../../model/incident.ts';
import type { ReviewedIncident } from '../../model/incident-review.ts';
import { sampleTransition } from '../../store/samples.fixture.ts';
import { buildWall } from '../wall/wall.ts';
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
  const row = { provider: 'groq', model, attempts: 100, bad, timeToFirstChunkP95Ms: null };
  const wall: Wall = buildWall({
    version: 1,
    nowMs,
    dataAtMs: nowMs - 1000,
    axis: { startMs: nowMs - 60_000, cellMs: 2000, cells: 30 },
    cells: [],
    recentMs: 60_000,
    recent: [row],
    usual: [],
    usualErrorShare: () => null,
    incidents,
    store: { ready: true, engine: 'up', spooledRows: 0, spooledBytes: 0, detail: '' },
  });
  return createHealthRoutes({ feed: { current: () => wall, incidents: () => incidents }, now: () => nowMs });
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
  expect(await status(down, `/health/groq/${model}`)).toBe(503);
  expect(await status(down, `/health/groq/${encodeURIComponent(model)}`)).toBe(503);
  const degraded = await routes([failing(10)], 10).request(`/health/groq/${model}?region=eu`);
  expect([degraded.status, await degraded.json()]).toMatchObject([200, { state: 'degraded', region: null }]);
  const nobody = await routes([]).request('/health/mistral');
  expect([nobody.status, await nobody.json()]).toMatchObject([200, { state: 'unknown', model: null }]);
});
