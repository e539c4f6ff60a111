import fc from 'fast-check';
import { expect, it } from 'vitest';
import { admitRatio } from './admit-ratio.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const trouble = fc.constantFrom('degraded', 'down', 'recovering' as const);

it('sends everything to what answers or is not known, and twice what is answered to what fails', () => {
  expect([admitRatio('ok', 0.9), admitRatio('unknown', 1)]).toEqual([1, 1]);
  expect([0.1, 0.5, 0.75, 0.98].map((failing) => admitRatio('degraded', failing))).toEqual([1, 1, 0.5, 0.05]);
  expect([admitRatio('down', 0.9), admitRatio('down', null), admitRatio('down', 1)]).toEqual([
    0.2, 0.02, 0.02,
  ]);
  expect([0, null, 0.9].map((failing) => admitRatio('recovering', failing))).toEqual([0.5, 0.5, 0.2]);
});

it('never tells everybody to stop, and never asks for more than all', () => {
  fc.assert(
    fc.property(trouble, fc.option(share), (state, failing) => {
      const ratio = admitRatio(state, failing);
      expect(ratio).toBeGreaterThanOrEqual(0.02);
      expect(ratio).toBeLessThanOrEqual(state === 'recovering' ? 0.5 : 1);
    }),
  );
});

it('never admits more because more fails', () => {
  fc.assert(
    fc.property(trouble, share, share, (state, one, other) => {
      const [less, more] = [Math.min(one, other), Math.max(one, other)];
      expect(admitRatio(state, more)).toBeLessThanOrEqual(admitRatio(state, less));
    }),
  );
});
