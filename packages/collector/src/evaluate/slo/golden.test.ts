import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { EventCounts } from '../../model/slo.ts';
import { badShare, burnRate, exceeds, isBurning } from './burn-rate.ts';
import { budgetStatus, secondsToExhaustion } from './error-budget.ts';
import { decimal, type Ratio, ratio, toNumber } from './ratio.ts';
import { canFire, isBelowSustainable, type Tier, targetMinOf, tierOf } from './tier.ts';
import { isAlerting, stepTier, type TierState, type TierTiming } from './tier-state.ts';
import { meanSliceShare, sliceCounts } from './time-slices.ts';

interface Segment {
  readonly fromMin: number;
  readonly toMin: number;
  readonly everyMin?: number;
  readonly totalPerMin: number;
  readonly badPerMin: number;
}

interface GoldenTier {
  readonly name: string;
  readonly severity: 'page' | 'ticket';
  readonly long: string;
  readonly short: string;
  readonly factor: number;
}

interface Episode {
  readonly fireAtMin: number;
  readonly clearAtMin: number | null;
}

interface Variant {
  readonly name: string;
  readonly segments: readonly Segment[];
  readonly guard?: { readonly minTotalLong: number; readonly minBadLong: number };
  readonly keepFiringForMin?: number;
  readonly expect: {
    readonly burn: readonly {
      readonly atMin: number;
      readonly window: string;
      readonly bad: number;
      readonly total: number;
      readonly ratio: number | null;
      readonly burn: number | null;
    }[];
    readonly budget: readonly {
      readonly atMin: number;
      readonly window: string;
      readonly sli: number;
      readonly budgetEvents: number;
      readonly consumed: number;
      readonly remaining: number;
      readonly timeToExhaustionMin?: number | null;
      readonly timeToExhaustionBurnWindow?: string;
    }[];
    readonly alerts: Readonly<Record<string, readonly Episode[]>>;
    readonly methods?: Readonly<
      Record<string, { readonly sli: number; readonly burn: number; readonly timeSliceTarget?: number }>
    >;
  };
}

interface Case {
  readonly id: string;
  readonly title: string;
  readonly slo: { readonly target: string; readonly window: string };
  readonly tiers: readonly GoldenTier[];
  readonly evaluate: { readonly fromMin: number; readonly toMin: number };
  readonly variants: readonly Variant[];
}

interface FactorRow {
  readonly name: string;
  readonly long: string;
  readonly short: string;
  readonly budgetPercent: number;
  readonly factor: number;
  readonly minTargetToBeFireable: number;
  readonly belowSustainableBurn: boolean;
}

interface FactorTable {
  readonly id: string;
  readonly expect: {
    readonly factors: readonly { readonly period: string; readonly rows: readonly FactorRow[] }[];
    readonly unfireable: readonly {
      readonly target: string;
      readonly maxBurn: number;
      readonly unfireable: readonly string[];
    }[];
  };
}

const file = new URL('../../../../../test/fixtures/slo/golden-slo.json', import.meta.url);
const { cases } = JSON.parse(readFileSync(file, 'utf8')) as { readonly cases: readonly object[] };
const timelines = cases.filter((each): each is Case => 'variants' in each);
const tables = cases.filter((each): each is FactorTable => 'factors' in ((each as FactorTable).expect ?? {}));

/** Sums up to any minute, so that a window is the difference of two. */
class Minutes {
  readonly #from: number;
  readonly #good: number[] = [0];
  readonly #bad: number[] = [0];

  constructor(segments: readonly Segment[]) {
    this.#from = Math.min(...segments.map(({ fromMin }) => fromMin));
    const until = Math.max(...segments.map(({ toMin }) => toMin));
    for (let minute = this.#from; minute < until; minute += 1) {
      const { total, bad } = countsAt(segments, minute);
      this.#good.push((this.#good.at(-1) ?? 0) + total - bad);
      this.#bad.push((this.#bad.at(-1) ?? 0) + bad);
    }
  }

  /** `[atMin - minutes, atMin)`. */
  window(atMin: number, minutes: number): EventCounts {
    const [since, until] = [this.#index(atMin - minutes), this.#index(atMin)];
    return {
      good: (this.#good[until] ?? 0) - (this.#good[since] ?? 0),
      bad: (this.#bad[until] ?? 0) - (this.#bad[since] ?? 0),
    };
  }

  #index(minute: number): number {
    return Math.min(Math.max(minute - this.#from, 0), this.#good.length - 1);
  }
}

/** A segment of bad events only turns requests of another one bad. */
function countsAt(segments: readonly Segment[], minute: number): { total: number; bad: number } {
  const sum = { total: 0, bad: 0 };
  for (const { fromMin, toMin, everyMin = 1, totalPerMin, badPerMin } of segments) {
    if (minute < fromMin || minute >= toMin || (minute - fromMin) % everyMin !== 0) continue;
    sum.total += totalPerMin;
    sum.bad += badPerMin;
  }
  return sum;
}

const unitMinutes: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440 };

function minutesOf(duration: string): number {
  return Number(duration.slice(0, -1)) * (unitMinutes[duration.slice(-1)] ?? Number.NaN);
}

function exactly(value: number | string): Ratio {
  const exact = decimal(String(value));
  if (!exact) throw new Error(`${value} is no decimal`);
  return exact;
}

function budgetOf(target: string): Ratio {
  const { numerator, denominator } = exactly(target);
  return ratio(denominator - numerator, denominator);
}

function tierIn({ name, severity, long, short, factor }: GoldenTier, guard: Variant['guard']): Tier {
  return {
    name,
    severity,
    longSeconds: minutesOf(long) * 60,
    shortSeconds: minutesOf(short) * 60,
    factor: exactly(factor),
    badMin: guard?.minBadLong ?? 0,
    totalMin: guard?.minTotalLong ?? 0,
  };
}

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
