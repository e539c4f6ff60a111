import { expect, it } from 'vitest';
import { createHealthFeed } from '../health/health-feed.ts';
import { createSampleWalls, sampleWall } from '../wall/wall.fixture.ts';
import { startingWall } from '../wall/wall.ts';
import { createHealthReaders } from './health-stream.ts';

const startMs = Date.parse('2026-06-22T01:00:00Z');

function bench(instance = 'one') {
  let nowMs = startMs;
  const now = (): number => nowMs;
  const walls = createSampleWalls(startingWall(1, nowMs, { startMs, cellMs: 2000, cells: 30 }));
  const feed = createHealthFeed({ wall: walls, overrides: () => [], instance, now });
  return {
    open: createHealthReaders(feed, now),
    tick: (...models: readonly string[]) => {
      nowMs += 2000;
      const recent = models.map((model) => ({
        ...{ provider: 'groq', model, attempts: 100, bad: 0, timeToFirstChunkP95Ms: 9 },
      }));
      walls.show(sampleWall({ version: nowMs, nowMs, recent }));
    },
  };
}

interface Event {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Record<string, unknown>;
}

function parse(bytes: Uint8Array | null): Event | null {
  const text = bytes === null ? '' : new TextDecoder().decode(bytes);
  const [, event, , id, data] = /^event: (\w+)\n(id: (.+)\n)?data: (.+)\n\n$/.exec(text) ?? [];
  return event === undefined ? null : { event, id, data: JSON.parse(data ?? '') as Record<string, unknown> };
}

function namesIn(event: Event | null): unknown {
  const verdicts = event?.data.verdicts as readonly { readonly model: string | null }[] | undefined;
  return verdicts?.map(({ model }) => model);
}

it('tells everything first, then what changes, and that the rest still holds', () => {
  const { open, tick } = bench();
  tick('a');
  const reader = open(undefined);
  const first = parse(reader.next());
  expect([first?.event, namesIn(first), reader.next()]).toEqual(['snapshot', [null, 'a'], null]);
  tick('a', 'b');
  const news = parse(reader.next());
  expect(news).toMatchObject({ event: 'verdict', data: { model: 'b', state: 'ok' } });
  expect(Number.parseInt(news?.id ?? '', 10)).toBeGreaterThan(Number.parseInt(first?.id ?? '', 10));
  expect([reader.next(), parse(reader.idle())]).toMatchObject([null, { event: 'ping', id: undefined }]);
});

it('tells who comes back what changed meanwhile, and everything after a restart', () => {
  const { open, tick } = bench();
  tick('a');
  const lastId = parse(open(undefined).next())?.id;
  tick('a', 'b');
  expect(parse(open(lastId).next())).toMatchObject({ event: 'verdict', data: { model: 'b' } });
  const restarted = bench('two');
  restarted.tick('a', 'b');
  expect(parse(restarted.open(lastId).next())?.event).toBe('snapshot');
  expect(parse(open('what is this').next())?.event).toBe('snapshot');
});

it('says nothing of vendors before the first evaluation, not even that what was told still holds', () => {
  const { open, tick } = bench();
  const reader = open('7-of-an-earlier-process');
  expect([reader.next(), new TextDecoder().decode(reader.idle())]).toEqual([
    null,
    ': Faultline is starting\n\n',
  ]);
  tick('a');
  expect(parse(reader.next())?.event).toBe('snapshot');
});

it('encodes an event once for all that read it', () => {
  const { open, tick } = bench();
  tick('a');
  expect(open(undefined).next()).toBe(open(undefined).next());
});
