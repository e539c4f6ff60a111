import { readFileSync } from 'node:fs';
import type { EventCounts } from '../../model/slo.ts';
import { decimal, type Ratio, ratio } from './ratio.ts';
import type { Tier } from './tier.ts';

interface CalendarCase {
  readonly id: string;
  readonly expect: {
    readonly windows: readonly {
      readonly timeZone: string;
      readonly startLocal: string;
      readonly months: number;
      readonly startUtc: string;
      readonly endUtc: string;
      readonly minutes: number;
      readonly target: string;
      readonly budgetMinutes: number;
    }[];
  };
}

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

export interface Episode {
  readonly fireAtMin: number;
  readonly clearAtMin: number | null;
}

export interface Variant {
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

export interface Case {
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
export const timelines: readonly Case[] = cases.filter((each): each is Case => 'variants' in each);
export const tables: readonly FactorTable[] = cases.filter(
  (each): each is FactorTable => 'factors' in ((each as FactorTable).expect ?? {}),
);

/** Sums up to any minute, so that a window is the difference of two. */
export class Minutes {
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
export function countsAt(segments: readonly Segment[], minute: number): { total: number; bad: number } {
  const sum = { total: 0, bad: 0 };
  for (const { fromMin, toMin, everyMin = 1, totalPerMin, badPerMin } of segments) {
    if (minute < fromMin || minute >= toMin || (minute - fromMin) % everyMin !== 0) continue;
    sum.total += totalPerMin;
    sum.bad += badPerMin;
  }
  return sum;
}

const unitMinutes: Readonly<Record<string, number>> = { m: 1, h: 60, d: 1440 };

export function minutesOf(duration: string): number {
  return Number(duration.slice(0, -1)) * (unitMinutes[duration.slice(-1)] ?? Number.NaN);
}

export function exactly(value: number | string): Ratio {
  const exact = decimal(String(value));
  if (!exact) throw new Error(`${value} is no decimal`);
  return exact;
}

export function budgetOf(target: string): Ratio {
  const { numerator, denominator } = exactly(target);
  return ratio(denominator - numerator, denominator);
}

export function tierIn({ name, severity, long, short, factor }: GoldenTier, guard: Variant['guard']): Tier {
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

export const calendars: readonly CalendarCase[] = cases.filter(
  (each): each is CalendarCase => 'windows' in ((each as CalendarCase).expect ?? {}),
);
