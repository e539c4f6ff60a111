import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { burnRate } from './burn-rate.ts';
import { budgetStatus, secondsToExhaustion } from './error-budget.ts';
import { errorBudget } from './objective.ts';
import { toNumber } from './ratio.ts';
import { canFire, tiersFor } from './tier.ts';

const page = readFileSync(new URL('../../../../../docs/slo-and-incidents.md', import.meta.url), 'utf8');

/** The last column of the table, by its first. */
const documented = new Map(
  [...page.matchAll(/^\| ([^|]+?) +\| [^|]+ \| +([\d,.]+)(?: min)? \|$/gm)].map(
    ([, name = '', value = '']) => [name.replaceAll('`', ''), Number(value.replaceAll(',', ''))],
  ),
);

it('docs/slo-and-incidents.md tells the numbers of an outage as they are', () => {
  const budget = errorBudget('99.9');
  const minutes = 30 * 24 * 60;
  const window = (length: number) => ({ good: 100 * (length - 30), bad: 3000 });
  const [pageFast] = tiersFor(30);
  if (!pageFast) throw new Error('no tier');
  const factor = toNumber(pageFast.factor);
  const { events, consumed, remaining } = budgetStatus(window(minutes), budget);
  const hour = burnRate(window(60), budget);
  const calculated = {
    'error budget': toNumber(budget),
    'budget in calls': events,
    'burn rate over 1 h': hour,
    'burn rate over 6 h': burnRate(window(360), budget),
    'factor of page-fast': factor,
    'the page comes after': 60 * factor * toNumber(budget),
    'fastest burn there is': 1 / toNumber(budget),
    'budget spent': consumed,
    'budget left': remaining,
    'until it is gone': (secondsToExhaustion(remaining, minutes * 60, hour) ?? Number.NaN) / 60,
  };
  const told = Object.keys(calculated).map((name) => [name, documented.get(name)]);
  const rounded = Object.entries(calculated).map(([name, value]) => [name, Number(value?.toFixed(3))]);
  expect(told).toEqual(rounded);
  expect(canFire(pageFast, errorBudget('93'))).toBe(false);
});
