import { describe, expect, it } from 'vitest';
import { isAlerting, type TierState } from '../../model/slo.ts';
import { badShare, burnRate, exceeds, isBurning } from './burn-rate.ts';
import { periodAt } from './calendar.ts';
import { budgetMinutes, budgetStatus, secondsToExhaustion } from './error-budget.ts';
import {
  budgetOf,
  type Case,
  calendars,
  type Episode,
  exactly,
  Minutes,
  minutesOf,
  tables,
  tierIn,
  timelines,
} from './golden.fixture.ts';
import { type Ratio, toNumber } from './ratio.ts';
import { canFire, isBelowSustainable, type Tier, targetMinOf, tierOf } from './tier.ts';
import { stepTier, type TierTiming } from './tier-state.ts';
import { meanSliceShare, sliceCounts } from './time-slices.ts';

/** Minute by minute, as the golden file has it: silence is not burning, and nothing is warming up. */
function episodesOf(
  tier: Tier,
  minutes: Minutes,
  budget: Ratio,
  { fromMin, toMin }: Case['evaluate'],
  timing: TierTiming,
): readonly Episode[] {
  const episodes: Episode[] = [];
  let state: TierState = { kind: 'inactive' };
  for (let atMin = fromMin; atMin <= toMin; atMin += 1) {
    const long = minutes.window(atMin, tier.longSeconds / 60);
    const short = minutes.window(atMin, tier.shortSeconds / 60);
    const signal = { isBurning: isBurning(tier, long, short, budget), hasData: true, observedShare: 1 };
    const next = stepTier(state, signal, atMin * 60_000, timing);
    if (isAlerting(next) && !isAlerting(state)) episodes.push({ fireAtMin: atMin, clearAtMin: null });
    if (isAlerting(state) && !isAlerting(next))
      episodes.push({ fireAtMin: episodes.pop()?.fireAtMin ?? Number.NaN, clearAtMin: atMin });
    state = next;
  }
  return episodes;
}

function expectClose(actual: number | null, expected: number | null): void {
  if (actual === null || expected === null) expect(actual).toBe(expected);
  else expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * Math.abs(expected));
}

describe.each(timelines.map((each) => [each.id, each] as const))('golden case %s', (_id, golden) => {
  describe.each(golden.variants.map((each) => [each.name, each] as const))('%s', (_name, variant) => {
    const budget = budgetOf(golden.slo.target);
    const minutes = new Minutes(variant.segments);

    it('burns as it should in every window', () => {
      for (const expected of variant.expect.burn) {
        const counts = minutes.window(expected.atMin, minutesOf(expected.window));
        expect([counts.bad, counts.good + counts.bad]).toEqual([expected.bad, expected.total]);
        expectClose(badShare(counts), expected.ratio);
        expectClose(burnRate(counts, budget), expected.burn);
      }
    });

    it('leaves what it should of the budget', () => {
      for (const expected of variant.expect.budget) {
        const period = minutesOf(expected.window);
        const status = budgetStatus(minutes.window(expected.atMin, period), budget);
        expectClose(status.sli, expected.sli);
        expectClose(status.events, expected.budgetEvents);
        expectClose(status.consumed, expected.consumed);
        expectClose(status.remaining, expected.remaining);
        if (expected.timeToExhaustionBurnWindow === undefined) continue;
        const recent = minutes.window(expected.atMin, minutesOf(expected.timeToExhaustionBurnWindow));
        const seconds = secondsToExhaustion(status.remaining, period * 60, burnRate(recent, budget));
        expectClose(seconds && seconds / 60, expected.timeToExhaustionMin ?? null);
      }
    });

    it('fires and clears at the very minutes', () => {
      const timing = { keepFiringMs: (variant.keepFiringForMin ?? 0) * 60_000, noDataHoldMs: 0 };
      for (const [name, expected] of Object.entries(variant.expect.alerts)) {
        const found = golden.tiers.find((tier) => tier.name === name);
        if (!found) throw new Error(`no tier ${name}`);
        const tier = tierIn(found, variant.guard);
        expect([name, episodesOf(tier, minutes, budget, golden.evaluate, timing)]).toEqual([name, expected]);
      }
    });

    it('counts events or slices of time, as its method says', () => {
      const slices = Array.from({ length: minutesOf(golden.slo.window) }, (_, index) =>
        minutes.window(golden.evaluate.toMin - index, 1),
      );
      const whole = minutes.window(golden.evaluate.toMin, slices.length);
      for (const [method, { sli, burn, timeSliceTarget }] of Object.entries(variant.expect.methods ?? {})) {
        const shares: Readonly<Record<string, () => number>> = {
          Occurrences: () => 1 - (badShare(whole) ?? Number.NaN),
          Timeslices: () => 1 - (badShare(sliceCounts(slices, exactly(timeSliceTarget ?? 0))) ?? Number.NaN),
          RatioTimeslices: () => meanSliceShare(slices) ?? Number.NaN,
        };
        const share = shares[method]?.() ?? Number.NaN;
        expectClose(share, sli);
        expectClose((1 - share) / toNumber(budget), burn);
      }
    });
  });
});

describe.each(tables)('golden case $id', ({ expect: expected }) => {
  it.each(expected.factors.map((table) => [table.period, table.rows] as const))(
    'has the factors of %s',
    (period, rows) => {
      for (const row of rows) {
        const tier = tierOf(
          {
            name: row.name,
            severity: 'page',
            longSeconds: minutesOf(row.long) * 60,
            shortSeconds: minutesOf(row.short) * 60,
            budgetPercent: String(row.budgetPercent),
          },
          minutesOf(period) * 60,
        );
        expectClose(toNumber(tier.factor), row.factor);
        expectClose(targetMinOf(tier), row.minTargetToBeFireable);
        expect(isBelowSustainable(tier)).toBe(row.belowSustainableBurn);
      }
    },
  );

  it.each(expected.unfireable)(
    'tells which tiers never fire at $target',
    ({ target, maxBurn, unfireable }) => {
      const budget = budgetOf(target);
      expectClose(1 / toNumber(budget), maxBurn);
      const rows = expected.factors[0]?.rows ?? [];
      const never = rows.filter(({ factor }) => !canFire({ factor: exactly(factor) } as Tier, budget));
      expect(never.map(({ name }) => name)).toEqual(unfireable);
      const everythingFails = { good: 0, bad: 1_000_000 };
      for (const { factor } of never) expect(exceeds(everythingFails, exactly(factor), budget)).toBe(false);
    },
  );
});

describe.each(calendars)('golden case $id', ({ expect: expected }) => {
  it.each(expected.windows)('has the window of $startLocal in $timeZone', (window) => {
    const { timeZone, startLocal, months: count } = window;
    const atMs = Date.parse(window.startUtc);
    const { sinceMs, untilMs } = periodAt({ unit: 'month', count, startLocal, timeZone }, atMs);
    expect([sinceMs, untilMs]).toEqual([atMs, Date.parse(window.endUtc)]);
    expect((untilMs - sinceMs) / 60_000).toBe(window.minutes);
    expectClose(budgetMinutes((untilMs - sinceMs) / 1000, budgetOf(window.target)), window.budgetMinutes);
  });
});
