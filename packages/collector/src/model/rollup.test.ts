import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, isKept, keptFor, minuteMs } from './rollup.ts';

const retention = { rawDays: 7, secondsDays: 1, minutesDays: 45, hoursDays: 800, daysDays: 800 };
const kept = { retention, nowMs: 1000 * dayMs };

describe('how far back there are counts', () => {
  it('depends on the rollup that fills the steps', () => {
    expect(keptFor(30_000, retention)).toEqual(['secondsDays', 1]);
    expect(keptFor(5 * minuteMs, retention)).toEqual(['minutesDays', 45]);
    expect(keptFor(6 * hourMs, retention)).toEqual(['hoursDays', 800]);
  });

  it('ends with the setting of that rollup', () => {
    const threeDaysAgo = kept.nowMs - 3 * dayMs;
    expect([30_000, minuteMs, hourMs].map((stepMs) => isKept(threeDaysAgo, stepMs, kept))).toEqual([
      false,
      true,
      true,
    ]);
  });
});
