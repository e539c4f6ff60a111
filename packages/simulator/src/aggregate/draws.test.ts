import { describe, expect, it } from 'vitest';
import { createDraws, type Draws } from './draws.ts';

const many = 20_000;

function moments(draw: (draws: Draws) => number, seed = 1): { mean: number; variance: number } {
  const draws = createDraws(seed);
  const values = Array.from({ length: many }, () => draw(draws));
  const mean = values.reduce((sum, value) => sum + value, 0) / many;
  return { mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / many };
}

/** [what, draw, mean, variance]; on both sides of where a normal distribution stands in. */
const distributions: readonly (readonly [string, (draws: Draws) => number, number, number])[] = [
  ['uniform', (draws) => draws.uniform(), 1 / 2, 1 / 12],
  ['normal', (draws) => draws.normal(), 0, 1],
  ['poisson of 0.3', (draws) => draws.poisson(0.3), 0.3, 0.3],
  ['poisson of 14', (draws) => draws.poisson(14), 14, 14],
  ['poisson of 400', (draws) => draws.poisson(400), 400, 400],
  ['binomial of 3 at 0.2', (draws) => draws.binomial(3, 0.2), 0.6, 0.48],
  ['binomial of 40 at 0.9', (draws) => draws.binomial(40, 0.9), 36, 3.6],
  ['binomial of 1,000 at 0.004', (draws) => draws.binomial(1000, 0.004), 4, 3.984],
  ['binomial of 1,000 at 0.4', (draws) => draws.binomial(1000, 0.4), 400, 240],
  // a = 0.6, below the shape where the generator needs its boost.
  ['beta of 0.004 from 150', (draws) => draws.beta(0.004, 150), 0.004, (0.004 * 0.996) / 151],
  ['beta of 0.3 from 10', (draws) => draws.beta(0.3, 10), 0.3, 0.21 / 11],
];

describe.each(distributions)('%s', (_, draw, mean, variance) => {
  const drawn = moments(draw);

  it('has its mean', () => {
    // Six standard errors.
    expect(Math.abs(drawn.mean - mean)).toBeLessThan(6 * Math.sqrt(variance / many));
  });

  it('has its variance', () => {
    expect(drawn.variance / variance).toBeGreaterThan(0.85);
    expect(drawn.variance / variance).toBeLessThan(1.15);
  });
});

describe('draws', () => {
  it('are the same for the same seed', () => {
    const sequence = (seed: number): readonly number[] => {
      const draws = createDraws(seed);
      return [
        draws.uniform(),
        draws.normal(),
        draws.poisson(3),
        draws.binomial(50, 0.3),
        draws.beta(0.1, 20),
      ];
    };
    expect(sequence(7)).toEqual(sequence(7));
    expect(sequence(7)).not.toEqual(sequence(8));
  });

  it('stay within what is possible', () => {
    const draws = createDraws(3);
    for (let index = 0; index < many; index += 1) {
      const drawn = draws.binomial(40, 0.45);
      expect(drawn >= 0 && drawn <= 40 && Number.isInteger(drawn)).toBe(true);
    }
    expect(draws.poisson(0)).toBe(0);
    expect(draws.binomial(10, 0)).toBe(0);
    expect(draws.binomial(10, 1)).toBe(10);
    expect(draws.beta(0, 10)).toBe(0);
    expect(draws.beta(1, 10)).toBe(1);
  });
});
