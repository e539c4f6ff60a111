import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { sampleTransition } from '../../store/samples.fixture.ts';
import { StoreUnavailableError } from '../../store/store.ts';
import { createIncidentRoutes, type IncidentRoutesOptions } from './incident-routes.ts';
import { problemOfError } from './problem.ts';

const nowMs = Date.parse('2026-06-22T02:30:00Z');

async function bench(options: Partial<IncidentRoutesOptions> = {}) {
  const store = createMemoryStore();
  const transitions = ['A', 'B', 'C'].map((id, index) =>
    sampleTransition({ id, firstBadMs: nowMs - (index + 1) * 3_600_000 }),
  );
  for (const transition of transitions) await store.save(transition);
  let ids = 0;
  let clockMs = nowMs;
  const app = createIncidentRoutes({
    store,
    maintenances: [],
    explain: ({ id }) => `What ${id} is.`,
    newId: () => String(++ids),
    now: () => clockMs++,
    ...options,
  });
  const post = async (path: string, body: unknown, headers: Record<string, string> = {}) => {
    const response = await app.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
    return [response.status, await response.json()] as [number, Record<string, unknown>];
  };
  const get = async (path: string): Promise<Record<string, unknown>> =>
    (await (await app.request(path)).json()) as Record<string, unknown>;
  return { app, store, post, get, first: transitions[0] };
}

describe('incidents over HTTP', () => {
  it('are listed with their sentence, since when one asks', async () => {
    const { app, get } = await bench();
    expect(await get('/incidents')).toMatchObject({
      incidents: [
        { id: 'A', sentence: 'What A is.', mutedBy: null, feedback: null, mergedInto: null },
        { id: 'B' },
        { id: 'C' },
      ],
    });
    for (const since of ['2026-06-22T01:00:00Z', String(nowMs - 5_400_000)])
      expect((await get(`/incidents?since=${since}`)).incidents).toMatchObject([{ id: 'A' }]);
    const refused = await app.request('/incidents?since=lunch');
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { detail: expect.stringMatching(/^since: expected a time .*, got lunch$/) },
    ]);
  });

  it('come in pages, each once, though some began together, and only those that one asks for', async () => {
    const { get, store } = await bench();
    for (const id of ['E', 'D', 'F'])
      await store.save(
        sampleTransition({ id, firstBadMs: nowMs - 3_600_000, provider: 'openai', state: 'confirmed' }),
      );
    type Page = { incidents: { id: string }[]; nextCursor: string | null };
    const ids: string[][] = [];
    for (let more: string | null = ''; more !== null; ) {
      const page = (await get(`/incidents?limit=2${more && `&cursor=${more}`}`)) as unknown as Page;
      ids.push(page.incidents.map(({ id }) => id));
      more = page.nextCursor;
    }
    expect(ids).toEqual([
      ['A', 'D'],
      ['E', 'F'],
      ['B', 'C'],
    ]);
    expect(await get('/incidents?provider=openai&state=confirmed,resolved')).toMatchObject({
      incidents: [{ id: 'D' }, { id: 'E' }, { id: 'F' }],
      nextCursor: null,
    });
    expect(await get(`/incidents?until=${nowMs - 3_600_000}`)).toMatchObject({
      incidents: [{ id: 'B' }, { id: 'C' }],
    });
  });

  it('tell their story in order, and 404 what is not known', async () => {
    const { app, store, get, first } = await bench();
    if (!first) return expect.unreachable();
    const laterMs = first.atMs + 30_000;
    const confirmed = { ...first.incident, state: 'confirmed', confirmedMs: laterMs } as const;
    await store.save({ atMs: laterMs, sentence: 'Now it is sure.', incident: confirmed });
    expect(await get('/incidents/A')).toMatchObject({
      incident: { id: 'A', state: 'confirmed' },
      events: [
        { atMs: first.atMs, state: 'suspected', attempts: 400, bad: 390 },
        { atMs: laterMs, state: 'confirmed', sentence: 'Now it is sure.' },
      ],
      notes: [],
      feedback: [],
      merged: [],
    });
    expect((await app.request('/incidents/Z')).status).toBe(404);
  });

  it('take notes, which are kept as they were written', async () => {
    const { post, get } = await bench();
    const note = { author: 'kim', text: ' "failover" done 💥 ' };
    const kept = {
      id: '1',
      incidentId: 'A',
      kind: 'note',
      atMs: nowMs,
      author: 'kim',
      text: note.text.trim(),
    };
    expect(await post('/incidents/A/notes', note)).toEqual([201, kept]);
    expect(await post('/incidents/A/notes', { author: 'lee', text: 'seen' })).toMatchObject([201, {}]);
    expect((await get('/incidents/A')).notes).toMatchObject([kept, { author: 'lee', text: 'seen' }]);
    expect((await get('/incidents/B')).notes).toEqual([]);
  });

  it('take feedback, of which the newest counts and all stays', async () => {
    const { post, get } = await bench();
    const say = (verdict: string) => post('/incidents/A/feedback', { verdict, author: 'kim' });
    expect((await say('not_the_vendor'))[0]).toBe(201);
    expect((await get('/incidents/A')).incident).toMatchObject({ feedback: 'not_the_vendor' });
    await say('right');
    expect(await get('/incidents/A')).toMatchObject({
      incident: { feedback: 'right' },
      feedback: [{ verdict: 'not_the_vendor' }, { verdict: 'right' }],
    });
    expect((await say('maybe'))[1].detail).toMatch(/^verdict: .*"not_the_vendor"\|"right"/);
  });

  it('can be one: each shows the others and which it was merged into', async () => {
    const { post, get } = await bench();
    expect((await post('/incidents/A/merge', { into: 'B', author: 'kim' }))[0]).toBe(201);
    expect((await post('/incidents/B/merge', { into: 'C', author: 'kim' }))[0]).toBe(201);
    expect(await get('/incidents/A')).toMatchObject({
      incident: { id: 'A', mergedInto: 'B' },
      merged: [
        { id: 'B', mergedInto: 'C' },
        { id: 'C', mergedInto: null },
      ],
      merges: [{ incidentId: 'A', into: 'B', author: 'kim' }, { incidentId: 'B' }],
    });
    expect((await get('/incidents/C')).merged).toMatchObject([{ id: 'A' }, { id: 'B' }]);
    expect((await get('/incidents')).incidents).toMatchObject([{ mergedInto: 'B' }, { mergedInto: 'C' }, {}]);
  });

  it('cannot be merged in a circle, into themselves or into what is not known', async () => {
    const { post } = await bench();
    await post('/incidents/A/merge', { into: 'B', author: 'kim' });
    await post('/incidents/B/merge', { into: 'C', author: 'kim' });
    expect(await post('/incidents/C/merge', { into: 'A', author: 'kim' })).toMatchObject([
      409,
      { detail: 'into: A is already merged into C (A → B → C)' },
    ]);
    expect((await post('/incidents/A/merge', { into: 'A', author: 'kim' }))[1].detail).toMatch(/into itself/);
    expect((await post('/incidents/A/merge', { into: 'Z', author: 'kim' }))[1].detail).toMatch(
      /there is no incident Z/,
    );
    expect((await post('/incidents/Z/merge', { into: 'A', author: 'kim' }))[0]).toBe(404);
  });

  it('say by whose maintenance they are muted: the open now, one that is over as it was kept', async () => {
    const drill = {
      ...{ match: {}, startLocal: '2026-06-22T02:00:00', timeZone: 'UTC', durationSeconds: 3600 },
      ...{ rrule: null, reason: 'failover drill' },
    };
    const { store, get } = await bench({ maintenances: [drill] });
    const over = sampleTransition(
      { id: 'B', firstBadMs: nowMs, state: 'resolved', resolvedMs: nowMs },
      nowMs,
    );
    await store.save({ ...over, incident: { ...over.incident, mutedBy: 'an old drill' } });
    expect((await get('/incidents/A')).incident).toMatchObject({ mutedBy: 'failover drill' });
    expect((await get('/incidents/B')).incident).toMatchObject({ mutedBy: 'an old drill' });
  });

  it('are written to only as JSON, within bounds, and every problem is told', async () => {
    const { post, get } = await bench();
    const note = { author: 'kim', text: 'seen' };
    expect((await post('/incidents/A/notes', note, { 'content-type': 'text/plain' }))[0]).toBe(415);
    expect(await post('/incidents/A/notes', '{')).toMatchObject([400, { detail: 'the body is not JSON' }]);
    expect((await post('/incidents/A/notes', { author: 'kim', text: 'x'.repeat(70_000) }))[0]).toBe(413);
    const [status, { problems }] = await post('/incidents/A/notes', {
      author: ' ',
      text: 'x'.repeat(4_001),
      to: 1,
    });
    expect([status, problems]).toEqual([
      400,
      [
        expect.stringMatching(/^author: /),
        expect.stringMatching(/^text: /),
        expect.stringMatching(/Unrecognized key: "to"/),
      ],
    ]);
    expect((await post('/incidents/Z/notes', note))[0]).toBe(404);
    expect((await get('/incidents/A')).notes).toEqual([]);
  });

  it('ask to come again when nothing can be kept, which a fault of ours is not', async () => {
    const { store } = await bench();
    const faults: string[] = [];
    const noted = async (error: Error) => {
      const { app } = await bench({ store: { ...store, saveRemark: () => Promise.reject(error) } });
      const api = new Hono().route('/api/v1', app);
      api.onError(problemOfError(({ message }) => faults.push(message)));
      const response = await api.request('/api/v1/incidents/A/notes', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ author: 'kim', text: 'seen' }),
      });
      return [response.status, response.headers.get('retry-after'), await response.json()];
    };
    expect(await noted(new StoreUnavailableError('the disk is full'))).toMatchObject([
      503,
      '3',
      { detail: expect.stringMatching(/^the disk is full/) },
    ]);
    expect(await noted(new TypeError('no such field'))).toMatchObject([
      500,
      null,
      { type: '/api/v1/reference#internal' },
    ]);
    expect(faults).toEqual(['no such field']);
  });
});
