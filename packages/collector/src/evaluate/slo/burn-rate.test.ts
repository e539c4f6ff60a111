import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { burnRate, exceeds, isBurning } from './burn-rate.ts';
import { budgetStatus } from './error-budget.ts';
import { errorBudget } from './objective.ts';
import { ratio, toNumber } from './ratio.ts';
import { tiersFor } from './tier.ts';

const budget = errorBudget('99.9');
const counts = fc.tuple(fc.nat(1_000_000), fc.nat(1_000_000)).map(([good, bad]) => ({ good, bad }));

describe('burn rate', () => {
  it('is null without events: silence is not health', () => {
    expect(burnRate({ good: 0, bad: 0 }, budget)).toBeNull();
    expect(exceeds({ good: 0, bad: 0 }, ratio(1n, 1n), budget)).toBe(false);
    expect(budgetStatus({ good: 0, bad: 0 }, budget)).toMatchObject({
      sli: null,
      consumed: null,
      remaining: null,
    });
  });

  it('does not fire at exactly the factor, and fires one event above it', () => {
    const factor = ratio(144n, 10n);
    // 14.4 x 0.1 % of 1,000,000 events is exactly 14,400; in doubles this comparison goes wrong.
    expect(exceeds({ good: 1_000_000 - 14_400, bad: 14_400 }, factor, budget)).toBe(false);
    expect(exceeds({ good: 1_000_000 - 14_401, bad: 14_401 }, factor, budget)).toBe(true);
  });

  it('never falls when one more event is bad', () => {
    fc.assert(
      fc.property(counts, ({ good, bad }) => {
        const before = burnRate({ good: good + 1, bad }, budget) ?? 0;
        const after = burnRate({ good, bad: bad + 1 }, budget) ?? 0;
        return after >= before;
      }),
    );
  });

  it('agrees with itself: exceeding a factor means a burn rate of about that or more', () => {
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 1000 }), (events, tenths) => {
        const factor = ratio(BigInt(tenths), 10n);
        const burn = burnRate(events, budget) ?? 0;
        const distance = Math.abs(burn - toNumber(factor)) / toNumber(factor);
        return distance < 1e-9 || exceeds(events, factor, budget) === burn > toNumber(factor);
      }),
    );
  });

  it('leaves a negative budget negative, so that overspending stays visible', () => {
    expect(budgetStatus({ good: 900, bad: 100 }, errorBudget('99.0')).remaining).toBeCloseTo(-9, 9);
  });
});

describe('tiers', () => {
  it('have the Workbook factors for 30 days and derived ones for other periods', () => {
    const factors = (days: number): readonly number[] => tiersFor(days).map((tier) => toNumber(tier.factor));
    expect(factors(30)).toEqual([14.4, 6, 3, 1]);
    expect(factors(28)).toEqual([13.44, 5.6, 2.8, 1]);
  });

  it('do not page for one failure at night', () => {
    const [pageFast] = tiersFor(30);
    if (!pageFast) throw new Error('no tiers');
    expect(isBurning(pageFast, { good: 1, bad: 1 }, { good: 0, bad: 1 }, budget)).toBe(false);
    expect(isBurning(pageFast, { good: 5, bad: 5 }, { good: 0, bad: 5 }, budget)).toBe(true);
  });

  it('need both windows to burn', () => {
    const [pageFast] = tiersFor(30);
    if (!pageFast) throw new Error('no tiers');
    expect(isBurning(pageFast, { good: 100, bad: 100 }, { good: 100, bad: 0 }, budget)).toBe(false);
  });
});

describe('error budget', () => {
  it('is exact for decimal targets', () => {
    expect(errorBudget('99.9')).toEqual(ratio(1n, 1000n));
    expect(errorBudget('99.95')).toEqual(ratio(5n, 10_000n));
  });

  it.each(['100', '0', '101', '99.9%', '', '-1', '9e1'])(
    'refuses %j with a message that names it',
    (target) => {
      expect(() => errorBudget(target)).toThrow(`"${target}"`);
    },
  );
});
