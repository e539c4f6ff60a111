import type { AttemptView } from '@faultline/conventions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { savedCall } from './calls.fixture.ts';
import { laneAxis, laneOf, laneTicksMs, laneWidth } from './lane-geometry.ts';

const [first, second, last] = savedCall.attempts as readonly [AttemptView, AttemptView, AttemptView];
const axis = laneAxis(savedCall.attempts);

describe('the lanes of a call', () => {
  it('share one axis from the first request to the last end', () => {
    expect(axis.widthMs).toBe(4_230);
    expect(laneOf(first, axis).startX).toBe(0);
    expect(laneOf(last, axis).endX).toBe(laneWidth);
  });

  it('show the first token and how long the vendor asked to wait', () => {
    expect(laneOf(last, axis).firstTokenX).toBeCloseTo((3_050 / 4_230) * laneWidth, 0);
    expect(laneOf(first, axis).waitUntilX).toBeCloseTo((810 / 4_230) * laneWidth, 0);
    expect(laneOf(second, axis).firstTokenX).toBeNull();
  });

  it('go on to the end of the call when no attempt did', () => {
    const call = { startMs: first.startMs, endMs: first.endMs + 10_000 };
    expect(laneAxis([call, first]).widthMs).toBe(10_310);
  });

  it('keep a refusal after a moment visible, and one of which only the end is known', () => {
    const long = { startMs: 0, widthMs: 600_000 };
    for (const attempt of [first, { ...first, startMs: null }]) {
      const lane = laneOf({ ...attempt, endMs: 600_000 }, long);
      expect(lane.endX - lane.startX).toBeGreaterThan(0);
    }
  });

  it('stay within the axis, whatever clocks say', () => {
    const ms = fc.integer({ min: 0, max: 10_000_000 });
    const attempt = fc.record({
      startMs: fc.option(ms),
      endMs: ms,
      timeToFirstChunkMs: fc.option(ms),
      retryAfterMs: fc.option(ms),
    });
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 1, maxLength: 9 }), (times) => {
        const attempts = times.map((time) => ({ ...first, ...time }));
        const all = laneAxis(attempts);
        for (const { startX, endX, firstTokenX, waitUntilX } of attempts.map((one) => laneOf(one, all))) {
          expect(startX).toBeGreaterThanOrEqual(0);
          expect(endX).toBeGreaterThan(startX);
          for (const x of [endX, firstTokenX ?? 0, waitUntilX ?? 0]) expect(x).toBeLessThanOrEqual(laneWidth);
        }
      }),
    );
  });
});

describe('the scale below them', () => {
  it('has round offsets, few enough for a phone', () => {
    expect(laneTicksMs(axis)).toEqual([0, 1000, 2000, 3000, 4000]);
    expect(laneTicksMs({ startMs: 0, widthMs: 61_000 })).toEqual([0, 20_000, 40_000, 60_000]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (widthMs) => {
        expect(laneTicksMs({ startMs: 0, widthMs }).length).toBeLessThanOrEqual(6);
      }),
    );
  });
});
