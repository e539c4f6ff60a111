import type { WallOfficial } from '@faultline/conventions';
import { expect, it } from 'vitest';
import type { HealthOverride } from '../../model/health-override.ts';
import type { ReviewedIncident } from '../../model/incident-review.ts';
import { sampleTransition } from '../../store/samples.fixture.ts';
import { createSampleWalls, sampleWall } from '../wall/wall.fixture.ts';
import { startingWall } from '../wall/wall.ts';
import { createHealthFeed } from './health-feed.ts';

const startMs = Date.parse('2026-06-22T01:00:00Z');
const axis = { startMs, cellMs: 2000, cells: 30 };

function bench() {
  let nowMs = startMs;
  let overrides: readonly HealthOverride[] = [];
  const walls = createSampleWalls(startingWall(1, nowMs, axis));
  const open = (instance = 'one') =>
    createHealthFeed({ wall: walls, overrides: () => overrides, instance, now: () => nowMs });
  const feed = open();
  return {
    walls,
    feed,
    open,
    passes: (ms: number) => {
      nowMs += ms;
    },
    say: (said: readonly HealthOverride[]) => {
      overrides = said;
    },
    /** One evaluation later: some models are called, of which some may fail. */
    tick: (models: readonly string[], bad: Readonly<Record<string, number>> = {}) => {
      nowMs += 2000;
      const recent = models.map((model) => ({
        ...{ provider: 'anthropic', model, attempts: 100, bad: bad[model] ?? 0, timeToFirstChunkP95Ms: 900 },
      }));
      const incidents = Object.keys(bad).map((model) => failing(model, bad[model] ?? 0));
      walls.show(sampleWall({ version: nowMs, nowMs, recent, incidents }), incidents);
    },
  };
}

function failing(model: string, bad: number): ReviewedIncident {
  const { evidence } = sampleTransition({ firstBadMs: startMs }).incident;
  const affected = [{ model, attempts: 100, bad, firstBadMs: startMs, recoveredMs: null, abandoned: false }];
  const incident = { id: `of-${model}`, class: 'single_model', evidence: { ...evidence, affected } } as const;
  return sampleTransition({ firstBadMs: startMs, ...incident });
}

/** All that a reader who has seen a version would be told, as "model state". */
function told(feed: ReturnType<typeof createHealthFeed>, seen: number): readonly string[] {
  const verdict = feed.nextAfter(seen);
  return verdict ? [`${verdict.model} ${verdict.state}`, ...told(feed, verdict.version)] : [];
}

it('tells each change once, and nothing while only numbers change', () => {
  const { feed, tick } = bench();
  tick(['opus', 'haiku']);
  const { version } = feed.refresh();
  tick(['opus', 'haiku']);
  expect(feed.refresh().version).toBe(version);
  tick(['opus', 'haiku'], { opus: 97 });
  expect(told(feed, version)).toEqual(['null degraded', 'opus down']);
  const later = feed.refresh();
  expect(later.version).toBeGreaterThan(version);
  expect(later.verdicts.map(({ version: each }) => each <= later.version)).toEqual([true, true, true]);
  expect(told(feed, later.version)).toEqual([]);
});

it('tells when the vendor says something else of itself, not when its page was read again', () => {
  const { feed, walls, tick } = bench();
  tick(['opus']);
  const says = (official: WallOfficial): number => {
    const wall = walls.current();
    const vendors = wall.vendors.map((vendor) => ({ ...vendor, official }));
    walls.show({ ...wall, version: wall.version + 1, vendors });
    return feed.refresh().version;
  };
  const calm = { state: 'operational', page: 'ok', readAtMs: startMs } as const;
  const before = says(calm);
  expect(says({ ...calm, readAtMs: startMs + 60_000 })).toBe(before);
  says({ ...calm, state: 'outage', title: 'Elevated errors' });
  expect(told(feed, before)).toEqual(['null ok', 'opus ok']);
  expect(feed.refresh().verdicts[1]?.official).toEqual({ ...calm, state: 'outage' });
});

it('keeps the newest verdict of each only: who reads slowly skips what is over', () => {
  const { feed, tick } = bench();
  tick(['opus']);
  const { version } = feed.refresh();
  for (const bad of [97, 0, 80, 0, 97]) tick(['opus'], bad > 0 ? { opus: bad } : {});
  expect(told(feed, version)).toEqual(['null down', 'opus down']);
});

it('repeats what is in trouble before a reader stops believing it', () => {
  const { feed, tick } = bench();
  tick(['opus'], { opus: 97 });
  const { version } = feed.refresh();
  // A suspicion is believed for ten seconds.
  for (let ticks = 0; ticks < 2; ticks += 1) tick(['opus'], { opus: 97 });
  expect(told(feed, version)).toEqual([]);
  tick(['opus'], { opus: 97 });
  expect(told(feed, version)).toEqual(['null down', 'opus down']);
});

it('says of what nobody calls any more that nothing is known, and forgets it after a while', () => {
  const { feed, tick, passes } = bench();
  tick(['opus', 'haiku']);
  const { version } = feed.refresh();
  tick(['opus']);
  expect(feed.refresh().verdicts).toHaveLength(2);
  expect(told(feed, version)).toEqual(['haiku unknown']);
  passes(601_000);
  tick(['opus']);
  // Who was away for so long cannot be told of it any more, and gets everything instead.
  expect([feed.knows(version), feed.knows(feed.refresh().version)]).toEqual([false, true]);
});

it('notices without any evaluation that it has become blind', () => {
  const { feed, tick, passes } = bench();
  tick(['opus']);
  const { version } = feed.refresh();
  passes(61_000);
  feed.refresh();
  expect(told(feed, version)).toEqual(['null unknown', 'opus unknown']);
});

it('tells an override at once', () => {
  const { feed, tick, say } = bench();
  tick(['opus', 'haiku']);
  const { version } = feed.refresh();
  const said = {
    id: 'a',
    provider: 'anthropic',
    model: 'opus',
    state: 'down',
    reason: 'r',
    author: 'kim',
  } as const;
  say([{ ...said, createdMs: startMs, untilMs: startMs + 60_000, endedMs: null }]);
  let news = 0;
  feed.subscribe(
    () => (news += 1),
    () => undefined,
  );
  feed.refresh();
  expect([news, told(feed, version)]).toEqual([1, ['opus down']]);
});

it('counts over the same time whether anybody calls or not', () => {
  const { feed, tick, say } = bench();
  const said = {
    id: 'a',
    provider: 'groq',
    model: 'llama',
    state: 'down',
    reason: 'r',
    author: 'kim',
  } as const;
  say([{ ...said, createdMs: startMs, untilMs: startMs + 60_000, endedMs: null }]);
  tick([]);
  expect(feed.refresh().verdicts).toMatchObject([{ provider: 'groq', state: 'down', windowSeconds: 60 }]);
});

it('knows its own versions again and no others, and they grow over a restart', () => {
  const { feed, open, tick, passes } = bench();
  tick(['opus']);
  const { version } = feed.refresh();
  const id = feed.idOf(version);
  expect([feed.versionOf(id), feed.knows(version)]).toEqual([version, true]);
  passes(1000);
  const after = open('two');
  expect(after.versionOf(id)).toBeNull();
  expect(after.refresh().version).toBeGreaterThan(version);
  expect(feed.versionOf('garbage')).toBeNull();
});

it('lets its readers go with the wall', () => {
  const { feed, walls } = bench();
  let ended = 0;
  feed.subscribe(
    () => undefined,
    () => (ended += 1),
  );
  walls.close();
  expect(ended).toBe(1);
});
