import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isKept } from '../../model/rollup.ts';
import { axisOver, rangeOf } from './strip-axis.ts';

const dayMs = 86_400_000;
const retention = { rawDays: 7, secondsDays: 1, minutesDays: 45, hoursDays: 800, daysDays: 800 };

describe('an axis over a range', () => {
  it('holds all of it in cells on round times, not too many to draw, of counts that are still kept', () => {
    const now = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 });
    const age = fc.integer({ min: 0, max: 799 * dayMs });
    const width = fc.integer({ min: 1, max: 800 * dayMs });
    fc.assert(
      fc.property(now, age, width, (nowMs, ageMs, widthMs) => {
        const sinceMs = nowMs - ageMs;
        const untilMs = Math.min(nowMs, sinceMs + widthMs);
        const axis = axisOver({ sinceMs, untilMs }, { retention, nowMs });
        const range = rangeOf(axis);
        expect(range.sinceMs).toBeLessThanOrEqual(sinceMs);
        expect(range.untilMs).toBeGreaterThanOrEqual(untilMs);
        expect(axis.startMs % axis.cellMs).toBe(0);
        expect(axis.cellMs % 2000).toBe(0);
        expect(axis.cells).toBeLessThanOrEqual(121);
        expect(isKept(sinceMs, axis.cellMs, { retention, nowMs })).toBe(true);
      }),
    );
  });

  it('is made of minutes where the seconds are gone: forty minutes of three days ago are not blank', () => {
    const nowMs = Date.parse('2026-06-22T00:00:00Z');
    const sinceMs = nowMs - 3 * dayMs;
    const range = { sinceMs, untilMs: sinceMs + 40 * 60_000 };
    expect(axisOver(range, { retention, nowMs })).toEqual({ startMs: sinceMs, cellMs: 60_000, cells: 40 });
  });
});
