import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventCounts } from '../../model/slo.ts';
import { burnRate, exceeds, isBurning } from './burn-rate.ts';
import { budgetMinutes, budgetStatus, secondsToExhaustion } from './error-budget.ts';
import { errorBudget } from './objective.ts';
import { toNumber } from './ratio.ts';
import { tiersFor } from './tier.ts';
import { sliceCounts } from './time-slices.ts';

const counts = fc.record({ good: fc.nat(1_000_000), bad: fc.nat(1_000_000) });
const target = fc
  .integer({ min: 1, max: 99_999 })
  .map((thousandths) => `${Math.floor(thousandths / 1000)}.${String(thousandths % 1000).padStart(3, '0')}`);

describe('an error budget', () => {
  it('is what is spent and what is left, and as many bad events as the objective allows', () => {
    fc.assert(
      fc.property(counts, target, (events, percent) => {
        fc.pre(events.good + events.bad > 0);
        const budget = errorBudget(percent);
        const status = budgetStatus(events, budget);
        expect((status.consumed ?? Number.NaN) + (status.remaining ?? Number.NaN)).toBeCloseTo(1, 6);
        expect(status.consumed).toBe(burnRate(events, budget));
        expect((status.consumed ?? Number.NaN) * status.events).toBeCloseTo(events.bad, 3);
      }),
    );
  });

  it('is overspent exactly when the objective is missed', () => {
    fc.assert(
      fc.property(counts, target, (events, percent) => {
        const budget = errorBudget(percent);
        const isMissed = exceeds(events, { numerator: 1n, denominator: 1n }, budget);
        const { remaining } = budgetStatus(events, budget);
        if (Math.abs(remaining ?? 1) > 1e-9) expect((remaining ?? 1) < 0).toBe(isMissed);
      }),
    );
  });

  it('is gone sooner the faster it burns, at once when it is gone, and never when nothing burns', () => {
    expect(secondsToExhaustion(0.5, 3600, 2)).toBe(900);
    expect(secondsToExhaustion(0.5, 3600, 4)).toBe(450);
    expect(secondsToExhaustion(-0.1, 3600, 0)).toBe(0);
    expect(secondsToExhaustion(0.5, 3600, 0)).toBeNull();
    expect(secondsToExhaustion(0.5, 3600, null)).toBeNull();
    expect(secondsToExhaustion(null, 3600, 3)).toBeNull();
  });

  it('in minutes is a share of the period', () => {
    expect(budgetMinutes(30 * 86_400, errorBudget('99.9'))).toBeCloseTo(43.2, 9);
  });
});

describe('burning', () => {
  it('of a window that holds a worse one and nothing else is no faster', () => {
    fc.assert(
      fc.property(counts, fc.nat(1_000_000), target, (inner, moreGood, percent) => {
        const budget = errorBudget(percent);
        const outer: EventCounts = { good: inner.good + moreGood, bad: inner.bad };
        expect(burnRate(outer, budget) ?? 0).toBeLessThanOrEqual(burnRate(inner, budget) ?? 0);
      }),
    );
  });

  it('of a whole lies between the burning of its parts: it is a ratio of sums', () => {
    fc.assert(
      fc.property(counts, counts, target, (one, other, percent) => {
        const budget = errorBudget(percent);
        const rates = [burnRate(one, budget), burnRate(other, budget)].filter((rate) => rate !== null);
        const whole = burnRate({ good: one.good + other.good, bad: one.bad + other.bad }, budget);
        fc.pre(whole !== null && rates.length > 0);
        expect(whole).toBeGreaterThanOrEqual(Math.min(...rates) * (1 - 1e-9));
        expect(whole).toBeLessThanOrEqual(Math.max(...rates) * (1 + 1e-9));
      }),
    );
  });

  it('goes on burning when one more event is bad', () => {
    fc.assert(
      fc.property(counts, counts, target, (long, short, percent) => {
        const budget = errorBudget(percent);
        const worse = ({ good, bad }: EventCounts): EventCounts => ({
          good: Math.max(good - 1, 0),
          bad: bad + 1,
        });
        for (const tier of tiersFor(28)) {
          if (isBurning(tier, long, short, budget))
            expect(isBurning(tier, worse(long), worse(short), budget)).toBe(true);
        }
      }),
    );
  });

  it('in doubles and in integers is the same, but for the last digit', () => {
    fc.assert(
      fc.property(counts, target, (events, percent) => {
        const budget = errorBudget(percent);
        for (const { factor } of tiersFor(30)) {
          const [burn, limit] = [burnRate(events, budget) ?? 0, toNumber(factor)];
          if (Math.abs(burn - limit) > 1e-9 * limit)
            expect(exceeds(events, factor, budget)).toBe(burn > limit);
        }
      }),
    );
  });
});

describe('slices of time', () => {
  const [half] = [{ numerator: 1n, denominator: 2n }];

  it('are good when enough of their calls were, exactly, and when nobody called', () => {
    const slices = [
      { good: 1, bad: 1 },
      { good: 1, bad: 2 },
      { good: 0, bad: 0 },
    ];
    expect(sliceCounts(slices, half)).toEqual({ good: 2, bad: 1 });
  });
});
