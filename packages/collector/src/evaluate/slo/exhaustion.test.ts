import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isExhausted } from './exhaustion.ts';
import { errorBudget } from './objective.ts';

const daySeconds = 86_400;
const month = 30 * daySeconds;
const budget = errorBudget('99.9');

it('a budget is exhausted with its last event, and not one before', () => {
  expect(isExhausted({ good: 99_901, bad: 99 }, budget, month, month)).toBe(false);
  expect(isExhausted({ good: 99_900, bad: 100 }, budget, month, month)).toBe(true);
});

it('the first hour of a period does not spend the budget of the whole', () => {
  const hourOfOutage = { good: 0, bad: 6_000 };
  expect(isExhausted(hourOfOutage, budget, 3_600, month)).toBe(true);
  const quietHour = { good: 5_994, bad: 6 };
  expect(isExhausted(quietHour, budget, 3_600, month)).toBe(false);
  // At 99.9 % a month may hold 43.2 minutes of outage.
  const outage = (minutes: number) => ({ good: (60 * 24 - minutes) * 100, bad: minutes * 100 });
  expect(isExhausted(outage(43), budget, daySeconds, month)).toBe(false);
  expect(isExhausted(outage(44), budget, daySeconds, month)).toBe(true);
});

it('one or two bad events exhaust nothing, however few there are', () => {
  expect(isExhausted({ good: 0, bad: 2 }, budget, month, month)).toBe(false);
  expect(isExhausted({ good: 0, bad: 3 }, budget, month, month)).toBe(true);
  expect(isExhausted({ good: 0, bad: 3 }, budget, 0, month)).toBe(false);
});

it('what is exhausted stays so with more bad events and with less of the period to come', () => {
  const events = fc.record({ good: fc.nat(100_000), bad: fc.nat(10_000) });
  fc.assert(
    fc.property(events, fc.nat(1_000), fc.nat(month), fc.nat(month), ({ good, bad }, more, one, other) => {
      fc.pre(isExhausted({ good, bad }, budget, Math.min(one, other), month));
      expect(isExhausted({ good, bad: bad + more }, budget, Math.min(one, other), month)).toBe(true);
      expect(isExhausted({ good, bad }, budget, Math.max(one, other), month)).toBe(true);
    }),
  );
});
