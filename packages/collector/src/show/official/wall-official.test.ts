import type { WallOfficial } from '@faultline/conventions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../model/incident.ts';
import type { ReviewedIncident } from '../../model/incident-review.ts';
import type {
  OfficialNews,
  OfficialPost,
  OfficialSourceStatus,
  OfficialState,
} from '../../model/official.ts';
import { samplePost, sampleTransition } from '../../store/samples.fixture.ts';
import type { ModelTraffic } from '../../store/store.ts';
import { verdictsOf } from '../health/verdicts.ts';
import { buildWall } from '../wall/wall.ts';
import { officialClause, wallOfficial } from './wall-official.ts';

const nowMs = Date.parse('2026-06-22T01:00:00Z');
const minutesAgo = (minutes: number): number => nowMs - minutes * 60_000;

/** Sure since 01:00 - 22 min. */
const outage: ReviewedIncident = sampleTransition({
  firstBadMs: minutesAgo(23),
  state: 'confirmed',
  confirmedMs: minutesAgo(22),
});

function page(
  changes: Partial<OfficialSourceStatus> = {},
  region: string | null = null,
): OfficialSourceStatus {
  const source = {
    id: 'anthropic',
    provider: 'anthropic',
    format: 'statuspage',
    url: 'https://a.example',
  } as const;
  return {
    source: { ...source, region },
    state: 'ok',
    problem: null,
    readAtMs: nowMs - 40_000,
    reading: 'operational',
    ...changes,
  };
}

function news(posts: readonly OfficialPost[], ...sources: readonly OfficialSourceStatus[]): OfficialNews {
  return { posts, sources: sources.length === 0 ? [page()] : sources };
}

function clause(said: OfficialNews, changes: Partial<Incident> = {}): string {
  return officialClause({ ...outage.incident, ...changes }, said, nowMs);
}

describe('one sentence more about an incident', () => {
  it('says that the vendor says nothing, and how fresh that is', () => {
    expect(clause(news([]))).toBe('Anthropic’s status page says nothing yet (read 40 s ago).');
    const calm = page({ reading: 'unknown' });
    expect(clause(news([], calm))).toContain('says nothing yet');
  });

  it('says what the page shows without a word', () => {
    expect(clause(news([], page({ reading: 'degraded' })))).toBe(
      'Anthropic’s status page says degraded (read 40 s ago).',
    );
  });

  it('says what the vendor posted and who was first', () => {
    const post = samplePost({ postedMs: minutesAgo(10), title: 'Elevated errors' });
    expect(clause(news([post]))).toBe(
      'Anthropic’s status page posted 12 minutes after us: “Elevated errors”.',
    );
    expect(clause(news([{ ...post, postedMs: minutesAgo(25) }]))).toBe(
      'Anthropic’s status page posted 3 minutes before us: “Elevated errors”.',
    );
    const long = clause(news([{ ...post, title: 'x'.repeat(300) }]));
    expect(long.length).toBeLessThan(160);
  });

  it('is not about what the vendor had planned', () => {
    const plan = samplePost({ incidentId: 'plan', postedMs: minutesAgo(30), status: 'maintenance' });
    const over = {
      ...plan,
      id: 'over',
      postedMs: minutesAgo(20),
      title: 'Completed',
      status: 'resolved',
    } as const;
    expect(clause(news([plan, over]))).toContain('says nothing yet');
    const post = samplePost({ postedMs: minutesAgo(10), title: 'Elevated errors' });
    expect(clause(news([plan, over, post]))).toContain('12 minutes after us: “Elevated errors”');
  });

  it('does not hold silence against a vendor that refuses our key', () => {
    expect(clause(news([]), { channel: 'credential' })).toBe('');
    const post = samplePost({ postedMs: minutesAgo(10), title: 'Keys are refused' });
    expect(clause(news([post]), { channel: 'credential' })).toContain('“Keys are refused”');
  });

  it('is not said of a page that nobody reads, that cannot be read or that is about elsewhere', () => {
    expect(clause({ sources: [], posts: [] })).toBe('');
    expect(clause(news([]), { provider: 'openai' })).toBe('');
    expect(clause(news([]), { provider: null, channel: 'connection' })).toBe('');
    for (const state of ['stale', 'unreadable', 'moved'] as const)
      expect(clause(news([], page({ state, reading: 'unknown' }))), state).toBe('');
    expect(clause(news([], page({ readAtMs: null })))).toBe('');
    expect(clause(news([], page({}, 'us-east-1')), { region: 'eu-west-1' })).toBe('');
  });
});

describe('what a vendor says of itself, in its row', () => {
  it('is nothing when nobody reads its page', () => {
    expect(wallOfficial('openai', news([]), nowMs)).toBeNull();
  });

  it('is its state with the newest post of what is not over', () => {
    const posts = [
      samplePost({ postedMs: minutesAgo(10), title: 'Errors' }),
      samplePost({ postedMs: minutesAgo(5), title: 'Login', incidentId: 'x' }),
      samplePost({ postedMs: minutesAgo(4), title: 'Login', incidentId: 'x', status: 'resolved' }),
      samplePost({ postedMs: minutesAgo(3), title: 'Planned work', status: 'maintenance' }),
      samplePost({ postedMs: minutesAgo(2), title: 'Elsewhere', provider: 'openai' }),
    ];
    expect(wallOfficial('anthropic', news(posts, page({ reading: 'outage' })), nowMs)).toEqual({
      state: 'outage',
      page: 'ok',
      readAtMs: nowMs - 40_000,
      title: 'Errors',
    });
    const old = [samplePost({ postedMs: minutesAgo(60 * 72) })];
    expect(wallOfficial('anthropic', news(old), nowMs)).not.toHaveProperty('title');
  });

  it('is unknown when the page cannot be believed', () => {
    const posts = [samplePost({ postedMs: minutesAgo(10) })];
    const gone = page({ state: 'moved', reading: 'unknown' });
    expect(wallOfficial('anthropic', news(posts, gone), nowMs)).toEqual({
      state: 'unknown',
      page: 'moved',
      readAtMs: nowMs - 40_000,
    });
  });

  it('is the worst of a vendor with a page for each region, and says where', () => {
    const posts = [samplePost({ postedMs: minutesAgo(10), region: 'us-east-1', title: 'Errors' })];
    const regions = [page({ reading: 'degraded' }, 'us-east-1'), page({}, 'eu-west-1')];
    expect(wallOfficial('anthropic', news(posts, ...regions), nowMs)).toMatchObject({
      state: 'degraded',
      title: 'us-east-1: Errors',
    });
    const blind = page({ state: 'unreadable', readAtMs: null, reading: 'unknown' }, 'eu-west-1');
    expect(wallOfficial('anthropic', news(posts, page({}, 'us-east-1'), blind), nowMs)).toEqual({
      state: 'unknown',
      page: 'unreadable',
      readAtMs: null,
    });
  });
});

describe('a vendor’s own words', () => {
  const states: readonly OfficialState[] = ['operational', 'degraded', 'outage', 'maintenance', 'unknown'];
  const provider = fc.constantFrom('anthropic', 'openai', 'gcp.gemini');
  const status = fc
    .record({
      provider,
      state: fc.constantFrom('ok' as const, 'stale' as const, 'unreadable' as const, 'moved' as const),
      reading: fc.constantFrom(...states),
      readAtMs: fc.option(fc.integer({ min: nowMs - 7200_000, max: nowMs })),
    })
    .map(({ provider: of, ...changes }) => ({
      ...page(changes),
      source: { ...page().source, id: of, provider: of },
    }));
  const post = fc
    .record({
      provider,
      postedMs: fc.integer({ min: minutesAgo(120), max: nowMs }),
      status: fc.constantFrom('investigating' as const, 'resolved' as const, 'maintenance' as const),
      models: fc.constantFrom<readonly string[]>([], ['opus 4.8'], ['sonnet']),
      title: fc.string(),
    })
    .map((each) => samplePost(each));
  const anything = fc.record({ sources: fc.array(status), posts: fc.array(post) });

  const notice = (told: WallOfficial | null) =>
    told && { state: told.state, page: told.page, readAtMs: told.readAtMs };

  function view(official: OfficialNews | undefined, incidents: readonly ReviewedIncident[]) {
    const traffic = (name: string, model: string, bad: number): ModelTraffic => ({
      ...{ provider: name, model, attempts: 100, bad, timeToFirstChunkP95Ms: 900 },
    });
    const wall = buildWall({
      version: 1,
      nowMs,
      dataAtMs: nowMs - 2000,
      axis: { startMs: nowMs - 60_000, cellMs: 2000, cells: 30 },
      cells: [],
      recentMs: 60_000,
      recent: [
        traffic('anthropic', 'claude-opus-4-8', incidents.length > 0 ? 97 : 0),
        traffic('anthropic', 'claude-haiku-4-5', 0),
        traffic('openai', 'gpt-4.1', 0),
      ],
      usual: [],
      usualErrorShare: () => null,
      incidents,
      store: { ready: true, engine: 'up', spooledRows: 0, spooledBytes: 0, detail: '' },
      official,
    });
    const { summary, vendors, ...rest } = wall;
    const judged = vendors.map(({ official: _official, ...vendor }) => vendor);
    const all = verdictsOf({ wall, recentMs: 60_000, incidents, overrides: [], nowMs });
    return {
      summary,
      told: all.map(({ provider: of, official: told }) => [of, told] as const),
      judged: {
        ...{ ...rest, vendors: judged },
        verdicts: all.map(({ official: _official, ...verdict }) => verdict),
      },
    };
  }

  it('change no state, no verdict, no headline: they add a sentence, or nothing', () => {
    fc.assert(
      fc.property(anything, fc.boolean(), (official, isFailing) => {
        const incidents = isFailing ? [outage] : [];
        const without = view(undefined, incidents);
        const withWords = view(official, incidents);
        expect(withWords.judged).toEqual(without.judged);
        // Beside every verdict stands what the wall has of its vendor, and nothing where nobody reads.
        for (const [provider, told] of withWords.told)
          expect(told).toEqual(notice(wallOfficial(provider, official, nowMs)));
        expect(new Set(without.told.map(([, told]) => told))).toEqual(new Set([null]));
        expect(withWords.summary.startsWith(without.summary)).toBe(true);
        if (!isFailing) expect(withWords.summary).toBe(without.summary);
      }),
    );
  });
});
