import { describe, expect, it } from 'vitest';
import type { OfficialNews } from '../../model/official.ts';
import { createMemoryStore } from '../../store/memory/memory-store.ts';
import { samplePost, sampleTransition } from '../../store/samples.fixture.ts';
import { createIncidentRoutes } from './incident-routes.ts';
import { createOfficialRoutes } from './official-routes.ts';

const nowMs = Date.parse('2026-06-22T02:30:00Z');
const now = (): number => nowMs;

const news: OfficialNews = {
  sources: [
    {
      source: {
        ...{ id: 'anthropic', provider: 'anthropic', region: null, format: 'statuspage' },
        url: 'https://status.example.com/api/v2/summary.json',
      },
      state: 'ok',
      problem: null,
      readAtMs: nowMs - 40_000,
      reading: 'outage',
    },
  ],
  posts: [samplePost({ postedMs: nowMs - 9_000 }), samplePost({ postedMs: nowMs - 5_000 })],
};

async function answer(app: ReturnType<typeof createOfficialRoutes>, path: string): Promise<unknown> {
  return (await app.request(path)).json();
}

describe('what vendors say, over HTTP', () => {
  it('comes with how far each page can be believed', async () => {
    const app = createOfficialRoutes({ official: () => news, now });
    expect(await answer(app, '/official')).toEqual({
      enabled: true,
      sources: [
        {
          id: 'anthropic',
          provider: 'anthropic',
          displayName: 'Anthropic',
          region: null,
          format: 'statuspage',
          url: 'https://status.example.com/api/v2/summary.json',
          state: 'ok',
          problem: null,
          readAtMs: nowMs - 40_000,
          ageMs: 40_000,
          reading: 'outage',
        },
      ],
      posts: [...news.posts].reverse(),
    });
  });

  it('is nothing when nobody reads it', async () => {
    expect(await answer(createOfficialRoutes({ now }), '/official')).toEqual({
      enabled: false,
      sources: [],
      posts: [],
    });
  });
});

describe('the vendor’s side of an incident', () => {
  async function bench(official?: () => OfficialNews) {
    const store = createMemoryStore();
    const suspectedMs = nowMs - 600_000;
    const times = { firstBadMs: suspectedMs - 10_000, suspectedMs };
    await store.save(sampleTransition({ id: 'A', ...times }));
    await store.save(sampleTransition({ id: 'B', ...times, provider: null, channel: 'connection' }));
    const app = createIncidentRoutes({
      ...{ store, official, now, maintenances: [], newId: () => 'id' },
      explain: () => 'What it is.',
    });
    const officialOf = async (id: string): Promise<unknown> =>
      ((await (await app.request(`/incidents/${id}`)).json()) as { official: unknown }).official;
    return { store, officialOf, suspectedMs };
  }

  it('is told from what was kept, after a restart and when pages are read no more', async () => {
    const { store, officialOf, suspectedMs } = await bench();
    expect(await officialOf('A')).toBeNull();
    const post = samplePost({ postedMs: suspectedMs + 240_000 });
    await store.savePosts([post]);
    expect(await officialOf('A')).toMatchObject({
      posts: [post],
      firstPostMs: post.postedMs,
      detectedMs: suspectedMs,
      leadMs: 240_000,
    });
  });

  it('is what the page lists now, also before it is kept, and as it reads now', async () => {
    const post = samplePost({ postedMs: nowMs - 300_000, title: 'Elevated errors on some models' });
    const { store, officialOf } = await bench(() => ({ ...news, posts: [post] }));
    await store.savePosts([{ ...post, title: 'Elevated errors' }]);
    expect(await officialOf('A')).toMatchObject({ posts: [post], leadMs: 300_000 });
  });

  it('is silence of a page that is read, and nothing at all for our own network', async () => {
    const { officialOf } = await bench(() => ({ ...news, posts: [] }));
    expect(await officialOf('A')).toMatchObject({ posts: [], firstPostMs: null, leadMs: null });
    expect(await officialOf('B')).toBeNull();
  });
});
