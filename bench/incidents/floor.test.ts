import { expect, it } from 'vitest';
import { floorSeconds } from './floor.ts';
import { kinds, sparseKinds } from './kinds.ts';

const floorOf = (name: string): number | null => {
  const kind = [...kinds, ...sparseKinds].find((each) => each.name === name);
  if (!kind) throw new Error(name);
  return floorSeconds(
    kind.build(() => 0.5),
    kind.rateFactor,
  );
};

// The figures of the study that the detector follows, by hand: 15.8 nats / (attempts a second × nats an attempt).
it.each([
  ['june_full', 0.016],
  ['june 1/100', 1.6],
  ['one model, 9 a minute, no retries', 21],
  ['one model, 3 a minute, no retries', 63],
  ['vendor_10pct 1/100', 29],
  ['slowburn3_single', 4.5],
  ['slowburn3_vendor 1/100', 209],
])('%s cannot be found sooner than after %d s', (name, seconds) => {
  expect((floorOf(name) ?? 0) / seconds).toBeCloseTo(1, 1);
});

it('says nothing of what is slow, hangs, or is nobody’s fault', () => {
  expect(['brownout_vendor', 'hang_vendor', 'poison_loop', 'workload_shift'].map(floorOf)).toEqual([
    null,
    null,
    null,
    null,
  ]);
});
