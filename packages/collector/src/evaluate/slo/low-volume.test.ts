import { expect, it } from 'vitest';
import { isMostlyFailing } from './low-volume.ts';

it('what fails four times of five is seen however seldom it is called, and not by chance', () => {
  expect(isMostlyFailing({ good: 1, bad: 4 })).toBe(true);
  expect(isMostlyFailing({ good: 0, bad: 4 })).toBe(false);
  expect(isMostlyFailing({ good: 2, bad: 7 })).toBe(false);
  expect(isMostlyFailing({ good: 2, bad: 8 })).toBe(true);
});
