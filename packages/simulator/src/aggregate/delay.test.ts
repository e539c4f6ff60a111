import { describe, expect, it } from 'vitest';
import { cumulative, endShares } from './delay.ts';

describe('what starts in one tick', () => {
  it.each([
    [{ medianS: 0.5, sigma: 0.6 }, 10],
    [{ medianS: 9, sigma: 0.6 }, 2],
    [{ medianS: 60, sigma: 0 }, 10],
  ])('ends completely: %o in ticks of %d s', (delay, tickS) => {
    expect(endShares(delay, tickS).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 3);
  });

  it('does not end before its deadline', () => {
    const shares = endShares({ medianS: 60, sigma: 0 }, 10);
    expect(shares.slice(0, 6).every((share) => share === 0)).toBe(true);
  });

  it('ends half at its median', () => {
    expect(cumulative(3, 3, 0.6)).toBeCloseTo(0.5, 6);
    expect(cumulative(0, 3, 0.6)).toBe(0);
  });
});
