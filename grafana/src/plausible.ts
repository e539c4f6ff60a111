import type { Unit } from './panel.ts';

/** A number that a panel shows, and what it is of. */
export interface Measured {
  readonly unit: Unit;
  readonly value: number;
}

/** Longer than anything that is measured here; a time to exhaustion may be as long as its period, many times over. */
const secondsMax = 10 * 365 * 86_400;
const hairsbreadth = 1e-9;

/** What is wrong with a number, or null. A query may run and still be wrong: a share without its denominator is 13.7. */
export function implausible({ unit, value }: Measured): string | null {
  if (!Number.isFinite(value)) return `${value} is not finite`;
  if (unit === 'percentunit' && (value < 0 || value > 1 + hairsbreadth)) return `${value} is no share`;
  if (unit === 'budget' && value > 1 + hairsbreadth) return `${value} is more than the whole budget`;
  if (unit === 's' && (value < 0 || value > secondsMax)) return `${value} is no duration in seconds`;
  const isCount =
    unit === 'short' || unit === 'reqps' || unit === 'cps' || unit === 'bytes' || unit === 'burn';
  return isCount && value < 0 ? `${value} is negative` : null;
}
