import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, fates } from './accounting.mjs';
import { createLogBook } from './log-book.mjs';
import { matchIncidents, pagesOf } from './outages.mjs';
import { slopeOf } from './slope.mjs';

describe('what became of batches', () => {
  const sent = [
    { batch: 'a', state: 'acknowledged', calls: 3, attempts: 4 },
    { batch: 'b', state: 'acknowledged', calls: 2, attempts: 2 },
    { batch: 'c', state: 'unanswered', calls: 5, attempts: 5 },
    { batch: 'd', state: 'queue_full', calls: 1, attempts: 1 },
  ];

  it('is that all is well when each acknowledged row is there once, whatever became of the others', () => {
    const stored = [
      { batch: 'a', rows: 3, unique: 3 },
      { batch: 'b', rows: 2, unique: 2 },
      { batch: 'c', rows: 5, unique: 5 },
    ];
    expect(compare(sent, stored, 'calls')).toMatchObject({
      acknowledged: 5,
      missing: 0,
      doubled: 0,
      invented: 0,
      unacknowledgedKept: 5,
    });
  });

  it('tells of rows that are missing, there twice, and nobody’s', () => {
    const stored = [
      { batch: 'a', rows: 2, unique: 2 },
      { batch: 'b', rows: 4, unique: 2 },
      { batch: 'z', rows: 1, unique: 1 },
    ];
    expect(compare(sent, stored, 'calls')).toMatchObject({ missing: 1, doubled: 2, invented: 1 });
  });

  it('is added up by what the sender was told', () => {
    expect(fates(sent)).toEqual({ acknowledged: 5, unanswered: 5, refused: 0, queue_full: 1 });
  });
});

describe('growth', () => {
  it('is found in a line, whatever its height', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1000, max: 1000 }),
        fc.integer({ min: -1000, max: 1000 }),
        (perHour, level) => {
          const points = [0, 600, 1200, 3000].map((atSeconds) => ({
            atSeconds,
            value: level + (perHour * atSeconds) / 3600,
          }));
          expect(slopeOf(points)?.perHour).toBeCloseTo(perHour, 6);
        },
      ),
    );
  });

  it('is not guessed from two points, and not disturbed by what could not be measured', () => {
    const points = [1, 2, Number.NaN].map((value, index) => ({ atSeconds: index * 60, value }));
    expect(slopeOf(points)).toBeNull();
  });
});

describe('the log', () => {
  it('is counted by message and minute, whatever else is in a line', () => {
    const book = createLogBook();
    const say = (atMs, more) => book.add(JSON.stringify({ level: 40, msg: 'again', ...more }), atMs);
    for (const atMs of [0, 1000, 2000, 61_000]) say(atMs, { segment: atMs });
    expect(book.summary()).toMatchObject([{ level: 'warn', message: 'again', count: 4, mostPerMinute: 3 }]);
  });

  it('does not take the migrations of a schema for a loop', () => {
    const book = createLogBook();
    for (let version = 1; version <= 9; version += 1)
      book.add(JSON.stringify({ level: 30, msg: 'migrated', version }), 0);
    expect(book.summary()).toMatchObject([{ count: 9, mostPerMinute: 1 }]);
  });
});

describe('incidents', () => {
  const outage = { name: 'outage', provider: 'openai', sinceMs: 1_000_000, untilMs: 1_200_000 };

  it('belong to the outage of their vendor at that time, and to nothing else', () => {
    const own = { id: 'own', provider: 'openai', firstBadMs: 1_001_000, state: 'resolved' };
    const others = [
      { ...own, id: 'other vendor', provider: 'anthropic' },
      { ...own, id: 'before', firstBadMs: 900_000 },
      { ...own, id: 'our network', provider: null },
    ];
    const { found, unexplained } = matchIncidents([outage], [own, ...others]);
    expect(found[0].incidents).toEqual([own]);
    expect(unexplained).toEqual(others);
  });

  it('page once though their group is told of again, and twice when they come back', () => {
    const page = { alertname: 'LLMProviderIncident', provider: 'openai', startsAtMs: 1_010_000 };
    const told = (...statuses) =>
      pagesOf(
        outage,
        statuses.map((status) => ({ ...page, status })),
      );
    const counts = ({ firing, resolved }) => [firing.length, resolved.length];
    expect(counts(told('firing', 'firing', 'resolved', 'resolved'))).toEqual([1, 1]);
    expect(counts(told('firing', 'resolved', 'firing'))).toEqual([2, 1]);
  });

  it('page by themselves; service levels that burn are another matter', () => {
    const page = {
      alertname: 'LLMProviderIncident',
      provider: 'openai',
      startsAtMs: 1_010_000,
      status: 'firing',
    };
    const notifications = [page, { ...page, status: 'resolved' }, { ...page, alertname: 'LLMSLOBurnRate' }];
    expect(pagesOf(outage, notifications)).toEqual({
      firing: [page],
      resolved: [{ ...page, status: 'resolved' }],
    });
  });
});
