import type { SloPeriod } from '../../model/slo.ts';
import { periodAt } from './calendar.ts';

/** A period as one moment sees it. */
export interface Span {
  /** Of the whole period: what factors and budgets are worked out from. */
  readonly lengthSeconds: number;
  /** The window whose events count; of a calendar period what has passed of it. On full minutes. */
  readonly elapsedSeconds: number;
}

const daySeconds = 86_400;

export function spanAt(period: SloPeriod, atMs: number): Span {
  if (period.kind === 'rolling') {
    const lengthSeconds = period.days * daySeconds;
    return { lengthSeconds, elapsedSeconds: lengthSeconds };
  }
  const { sinceMs, untilMs } = periodAt(period, atMs);
  return {
    lengthSeconds: (untilMs - sinceMs) / 1000,
    elapsedSeconds: Math.ceil((atMs - sinceMs) / 60_000) * 60,
  };
}

const unitDaysMax = { day: 1, week: 7, month: 31, year: 366 } as const;

/** The longer a calendar period is, the higher are the factors of its tiers. */
export function daysAtMost(period: SloPeriod): number {
  return period.kind === 'rolling' ? period.days : unitDaysMax[period.unit] * period.count;
}
