import { describe, expect, it } from 'vitest';
import { sampleCall } from '../../../store/samples.fixture.ts';
import { StoreUnavailableError } from '../../../store/store.ts';
import { type ProblemKind, problemKinds, problemType } from '../problem.ts';
import { createShow } from '../show.ts';
import { bench, nowMs, traceId } from './api.fixture.ts';
import { operations } from './api.ts';
import type { OpenApiDocument } from './openapi.ts';
import type { Operation } from './operation.ts';
import { problemSchema } from './schema.ts';

const bodies: Readonly<Record<string, unknown>> = {
  addNote: { author: 'kim', text: 'seen' },
  addFeedback: { author: 'kim', verdict: 'right' },
  addMerge: { author: 'kim', into: 'OTHER' },
  addOverride: { provider: 'anthropic', state: 'degraded', reason: 'seen', author: 'kim', minutes: 5 },
};

function requestOf({ id, method, example }: Operation): [string, RequestInit] {
  const body = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(bodies[id]) };
  // Its merge would be a circle with the one that is known.
  const path = id === 'addMerge' ? '/incidents/7KQ2ABCD/merge' : example;
  return [`/api/v1${path}`, { method: method.toUpperCase(), ...(method === 'post' ? body : {}) }];
}

describe('the API and its document', () => {
  it('have the same operations: no route is without a description, and nothing is described that is not there', async () => {
    const { app } = await bench();
    const routes = app.routes
      .filter(({ path, method }) => path.startsWith('/api/v1/') && method !== 'ALL')
      .map(({ path, method }) => {
        const asDocumented = path.slice('/api/v1'.length).replaceAll(/:(\w+)(\{[^}]*\})?/g, '{$1}');
        return `${method} ${asDocumented}`;
      });
    const described = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect([...new Set(routes)].sort()).toEqual([...described].sort());
    const document = (await (await app.request('/api/v1/openapi.json')).json()) as OpenApiDocument;
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(documented.sort()).toEqual(described.sort());
    for (const { path, parameters = {} } of operations)
      expect([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)).toEqual(Object.keys(parameters));
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    const refs = JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g);
    for (const [, name = ''] of refs) expect(Object.keys(document.components.schemas)).toContain(name);
  });

  it.each(operations.map((operation) => [operation.id, operation] as const))(
    '%s answers its example as described',
    async (_, operation) => {
      const { app } = await bench();
      const response = await app.request(...requestOf(operation));
      const mediaType = response.headers.get('content-type') ?? '';
      const answer = operation.answers.find(
        ({ status, mediaType: own }) => status === response.status && mediaType.startsWith(own),
      );
      expect(answer, `${response.status} ${mediaType}`).toBeDefined();
      if (answer?.schema) answer.schema.parse(await response.json());
      else await response.body?.cancel();
    },
  );

  it('shows what there is: no list in the examples is empty', async () => {
    const { app } = await bench();
    const get = async (path: string): Promise<unknown> => (await app.request(`/api/v1${path}`)).json();
    expect(await get('/calls')).toMatchObject({ calls: [{ traceId }, { outcome: 'ok' }], nextCursor: null });
    expect(await get(`/calls/${traceId}`)).toMatchObject({
      calls: [{ attempts: [{ retryAfterMs: 1_000 }, { resendCount: 1 }] }],
      attemptsOnly: [],
    });
    expect(await get('/attempts?requestId=req_1&outcome=overloaded')).toMatchObject({
      attempts: [{ traceId }, { traceId }],
    });
    expect(await get('/series')).toMatchObject({
      stepMs: 60_000,
      series: [{ displayName: 'Anthropic', totals: { attempts: 3, bad: 2 } }, { model: 'counted' }],
    });
    expect(await get('/providers')).toMatchObject({
      providers: [
        {
          ...{
            provider: 'anthropic',
            displayName: 'Anthropic',
            attempts: 13,
            bad: 2,
            visibility: 'attempts',
          },
          models: [
            { model: 'claude-opus-4-8', sources: ['faultline', 'openlit'], visibility: 'attempts' },
            { model: 'counted', sources: ['gen_ai_metrics'], visibility: 'metrics' },
          ],
        },
      ],
    });
    expect(await get('/sources')).toMatchObject({
      sources: [
        { service: 'batch', source: 'gen_ai_metrics', calls: 10, visibility: { grade: 'metrics' } },
        { service: 'checkout', source: 'faultline', attempts: 2, visibility: { grade: 'attempts' } },
        { service: 'checkout', source: 'openlit', visibility: { grade: 'calls', attempts: 'none' } },
      ],
    });
    const official = { state: 'outage', page: 'ok', readAtMs: nowMs - 40_000 };
    expect(await get('/health')).toMatchObject({
      verdicts: [
        { provider: 'anthropic', model: null, incident: '7KQ2ABCD', official },
        { model: 'claude-opus-4-8', official },
        { model: 'counted', official },
        { provider: 'openai', state: 'down', override: { id: '4M2XQ7' }, official: null },
      ],
    });
    expect(await get('/official')).toMatchObject({
      ...{ enabled: true, sources: [{ provider: 'anthropic', ageMs: 40_000 }] },
      posts: [{ provider: 'anthropic' }],
    });
    expect(await get('/incidents/7KQ2ABCD')).toMatchObject({ official: { leadMs: expect.any(Number) } });
    expect(await get('/audit')).toMatchObject({ entries: [{ action: 'override', actor: 'kim' }] });
    expect(await get('/slos?provider=anthropic')).toMatchObject({ untilMs: nowMs, slos: [{}, {}] });
    expect(await get('/self')).toMatchObject({ version: '1.2.3', uptimeSeconds: 90, dataAtMs: nowMs });
  });

  it('can be read as a page that needs nothing from elsewhere and no script', async () => {
    const { app } = await bench();
    const response = await app.request('/api/v1/reference');
    const page = await response.text();
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(page).not.toMatch(/<script|<style|style=|https?:\/\/(?!127\.0\.0\.1)/);
    expect((await app.request('/assets/reference.css')).headers.get('content-type')).toMatch(/^text\/css/);
    for (const { id } of operations) expect(page).toContain(`id="${id}"`);
    for (const kind of Object.keys(problemKinds)) expect(page).toContain(`id="${kind}"`);
    // Every link inside the page leads somewhere.
    const links = [...page.matchAll(/href="#([^"]+)"/g)].map(([, to]) => to);
    expect(links.filter((to) => !page.includes(`id="${to}"`))).toEqual([]);
  });
});

describe('what is wrong is said so that a program understands it', () => {
  it.each<[string, ProblemKind, RegExp]>([
    ['/calls?provder=openai', 'bad-query', /Unrecognized key: "provder"/],
    ['/calls?from=lunch', 'bad-query', /^from: expected a time such as .*, got lunch$/],
    ['/calls?limit=0', 'bad-query', /^limit: expected a whole number from 1 to 500, got 0$/],
    ['/calls?limit=1&limit=2', 'bad-query', /^limit: /],
    ['/calls?outcome=broken', 'bad-query', /^outcome: expected some of ok, .* got broken$/],
    ['/calls?cursor=abc', 'bad-query', /^cursor: expected the `nextCursor`/],
    ['/calls?from=2026-06-01', 'bad-query', /kept for 7 days \(retention.rawDays\)/],
    ['/calls?from=2026-06-22T02:00:00Z', 'bad-query', /^from: expected a time before/],
    ['/calls/xyz', 'bad-query', /expected 32 hexadecimal digits/],
    [`/calls/${'ab'.repeat(16)}`, 'not-found', /nothing is known of the trace ab.* kept for 7 days/],
    ['/series?stepSeconds=3', 'bad-query', /expected a multiple of 2, got 3/],
    ['/series?from=2026-06-21T00:30:00Z&stepSeconds=30', 'bad-query', /at most 1500 steps, got 2940/],
    [
      '/series?from=2026-06-20T20:00:00Z&until=2026-06-20T21:00:00Z&stepSeconds=10',
      'bad-query',
      /for 1 days \(retention.secondsDays\)/,
    ],
    ['/slos?provder=openai', 'bad-query', /Unrecognized key/],
    ['/incidents?state=open', 'bad-query', /^state: expected some of suspected/],
    ['/incidents/none', 'not-found', /there is no incident none/],
    ['/sla/openai/lunch', 'bad-query', /expected a month that has begun/],
    ['/frames', 'bad-query', /^from: expected a time/],
    ['/audit?since=lunch', 'bad-query', /^since: expected a time such as .*, got lunch$/],
    ['/audit?limit=1001', 'bad-query', /^limit: expected a whole number from 1 to 1000, got 1001$/],
    ['/incidents/none/report.md', 'not-found', /there is no incident none/],
    ['/pages/incidents/none', 'not-found', /there is no such page/],
    ['/nothing', 'not-found', /GET \/api\/v1\/nothing; what there is stands at \/api\/v1\/reference/],
  ])('%s: %s', async (path, kind, detail) => {
    const { app } = await bench();
    const response = await app.request(`/api/v1${path}`);
    const body = problemSchema.parse(await response.json());
    expect(response.headers.get('content-type')).toBe(problemType);
    expect(body).toMatchObject({ type: `/api/v1/reference#${kind}`, status: response.status });
    expect(response.status).toBe(problemKinds[kind].status);
    expect(body.detail).toMatch(detail);
  });

  it('a database that is away is no fault of who asks, and a fault of ours is called one', async () => {
    const { parts } = await bench();
    const faults: unknown[] = [];
    const failing = (error: Error) =>
      createShow({
        ...parts,
        onFault: ({ message }) => faults.push(message),
        api: { ...parts.api, source: { ...parts.store, calls: () => Promise.reject(error) } },
      });
    const away = await failing(new StoreUnavailableError('it starts')).request('/api/v1/calls');
    expect([away.status, away.headers.get('retry-after')]).toEqual([503, '3']);
    expect(await away.json()).toMatchObject({ type: '/api/v1/reference#store-unavailable' });
    const broken = await failing(new Error('no such column')).request('/api/v1/calls');
    expect([broken.status, await broken.json()]).toMatchObject([
      500,
      {
        type: '/api/v1/reference#internal',
        detail: 'GET /api/v1/calls failed; the log of the collector says why',
      },
    ]);
    expect(faults).toEqual(['no such column']);
  });
});

describe('answers', () => {
  it('are not sent again while they are the same', async () => {
    const { app, parts } = await bench();
    for (const path of ['/wall', '/series', '/calls', '/slos', '/providers', '/incidents', '/openapi.json']) {
      const first = await app.request(`/api/v1${path}`);
      const headers = { 'if-none-match': first.headers.get('etag') ?? 'none' };
      expect(first.headers.get('cache-control')).toBe('private, no-cache');
      const again = await app.request(`/api/v1${path}`, { headers });
      expect([path, again.status, await again.text()]).toEqual([path, 304, '']);
      expect(again.headers.get('cache-control')).toBe('private, no-cache');
    }
    const { headers } = await app.request('/api/v1/calls');
    await parts.store.append({ calls: [sampleCall({ endMs: nowMs - 1 })], attempts: [] });
    const news = { 'if-none-match': headers.get('etag') ?? '' };
    expect((await app.request('/api/v1/calls', { headers: news })).status).toBe(200);
  });

  it('come in pages that end and repeat nothing, though time goes on and more comes in between', async () => {
    const { app, parts } = await bench();
    const endMs = nowMs - 100;
    await parts.store.append({
      calls: Array.from({ length: 7 }, () => sampleCall({ endMs, service: 'paged' })),
      attempts: [],
    });
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const more: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const response = await app.request(`/api/v1/calls?service=paged&limit=3${more}`);
      const page = (await response.json()) as { calls: { spanId: string }[]; nextCursor: string | null };
      seen.push(...page.calls.map(({ spanId }) => spanId));
      cursor = page.nextCursor;
      await parts.store.append({ calls: [sampleCall({ endMs: nowMs - 1, service: 'paged' })], attempts: [] });
    }
    expect([seen.length, new Set(seen).size]).toEqual([7, 7]);
  });

  it('of a long time come in longer steps, as far back as each is kept', async () => {
    const { app } = await bench();
    const stepOf = async (query: string): Promise<number> =>
      ((await (await app.request(`/api/v1/series?${query}`)).json()) as { stepMs: number }).stepMs;
    expect(await stepOf('from=2026-06-22T00:55:00Z')).toBe(2_000);
    expect(await stepOf('from=2026-06-21T01:00:00Z')).toBe(900_000);
    // Five minutes of the day before yesterday: of these no seconds are left.
    expect(await stepOf('from=2026-06-20T00:55:00Z&until=2026-06-20T01:00:00Z')).toBe(60_000);
    expect(await stepOf('from=2025-01-01&until=2025-01-02')).toBe(3_600_000);
  });
});
