import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisOver } from './strip-axis.ts';

describe('an axis over a range', () => {
  it('holds all of it in cells on round times, not too many to draw', () => {
    const start = fc.integer({ min: 1_700_000_000_000, max: 1_900_000_000_000 });
    const width = fc.integer({ min: 1, max: 800 * 86_400_000 });
    fc.assert(
      fc.property(start, width, (sinceMs, widthMs) => {
        const untilMs = sinceMs + widthMs;
        const { startMs, cellMs, cells } = axisOver({ sinceMs, untilMs });
        expect(startMs).toBeLessThanOrEqual(sinceMs);
        expect(startMs + cells * cellMs).toBeGreaterThanOrEqual(untilMs);
        expect(startMs % cellMs).toBe(0);
        expect(cellMs % 2000).toBe(0);
        expect(cells).toBeLessThanOrEqual(121);
      }),
    );
  });
});
