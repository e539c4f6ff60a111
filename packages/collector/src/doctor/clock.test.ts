import fc from 'fast-check';
import { expect, test } from 'vitest';
import { judgeClock, type OtherClock, skewMs } from './clock.ts';

const other = (aheadMs: number): OtherClock => ({
  of: 'ClickHouse at db:8123',
  clockMs: 1_000_000 - aheadMs,
  resolutionMs: 1_000,
  askedMs: 1_000_000,
  answeredMs: 1_000_010,
});

test('clocks that agree are never said to differ, however long the way and whatever second the header tells', () => {
  const moments = fc.record({
    askedMs: fc.integer({ min: 1.7e12, max: 1.8e12 }),
    thereMs: fc.nat(60_000),
    backMs: fc.nat(60_000),
  });
  fc.assert(
    fc.property(moments, ({ askedMs, thereMs, backMs }) => {
      const readMs = askedMs + thereMs;
      const clockMs = Math.floor(readMs / 1_000) * 1_000;
      expect(skewMs({ of: '', clockMs, resolutionMs: 1_000, askedMs, answeredMs: readMs + backMs })).toBe(0);
    }),
  );
});

test('a difference is told to within the way there and the hand of the clock', () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e9, max: 1e9 }), fc.nat(900), (aheadMs, offsetMs) => {
      const readMs = 1_000_000_500 + offsetMs;
      const theirs = readMs - aheadMs;
      const clock = { of: '', clockMs: Math.floor(theirs / 1_000) * 1_000, resolutionMs: 1_000 };
      const found = skewMs({ ...clock, askedMs: readMs - 20, answeredMs: readMs + 20 });
      expect(Math.abs(found - aheadMs)).toBeLessThanOrEqual(1_040);
    }),
  );
});

test.each([
  [0, 'ok', /agrees/],
  [20_000, 'warning', /19 s ahead of that of ClickHouse/],
  [-20_000, 'warning', /20 s behind that of ClickHouse/],
  [300_000, 'problem', /5 min ahead/],
])('a clock that is %d ms ahead is %s', (aheadMs, state, seen) => {
  const [, finding] = judgeClock({ isSynchronised: true, others: [other(aheadMs)] });
  expect(finding?.state).toBe(state);
  expect(finding?.seen).toMatch(seen);
});

test('a clock that nobody keeps is told, and one of which nothing is said is not', () => {
  expect(judgeClock({ isSynchronised: false, others: [] })[0]?.state).toBe('warning');
  expect(judgeClock({ isSynchronised: null, others: [] })[0]?.state).toBe('ok');
});
