import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDisturbed, plan, planFor } from './plan.mjs';

const endOf = (step) => step.atSeconds + step.seconds;

describe('the plan of a soak', () => {
  it('is what is written down, in an hour', () => {
    const { steps, endSeconds } = planFor(60);
    expect(endSeconds).toBe(3600);
    expect(steps.map(({ name, atSeconds, seconds }) => [name, atSeconds / 60, seconds])).toEqual(
      plan.map(({ name, minute, seconds }) => [name, minute, seconds]),
    );
  });

  it('keeps every step, its order and its least length in a run of any length', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 240, noNaN: true }), (minutes) => {
        const { steps, endSeconds } = planFor(minutes);
        expect(steps.map(({ name }) => name)).toEqual(plan.map(({ name }) => name));
        for (const [index, step] of steps.entries()) {
          expect(step.seconds).toBeGreaterThanOrEqual(plan[index].leastSeconds);
          expect(endOf(step)).toBeLessThanOrEqual(endSeconds);
        }
      }),
    );
  });

  it('begins no step before the one before is over, but for those that happen during another', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.1, max: 240, noNaN: true }), (minutes) => {
        const { steps } = planFor(minutes);
        const alone = steps.filter(({ during }) => during === undefined);
        for (const [index, step] of alone.entries())
          if (index > 0) expect(step.atSeconds).toBeGreaterThan(endOf(alone[index - 1]));
        for (const step of steps.filter(({ during }) => during !== undefined)) {
          const host = steps.find(({ name }) => name === step.during);
          expect(step.atSeconds).toBeGreaterThan(host.atSeconds);
          expect(step.atSeconds).toBeLessThan(endOf(host));
        }
      }),
    );
  });

  it('calls quiet what is neither in a step nor soon after it', () => {
    const steps = [{ atSeconds: 100, seconds: 50 }];
    expect([90, 100, 150, 209, 211].map((at) => isDisturbed(steps, at))).toEqual([
      false,
      true,
      true,
      true,
      false,
    ]);
  });
});
