import { describe, expect, it } from 'vitest';
import { flatnessOf } from './flatness.mjs';

const minutes = 60;

/** An hour of looks, `lagOf(seconds)` behind; nothing was done and nothing else measured. */
function latenessOf(lagOf) {
  const looks = Array.from({ length: minutes * 30 }, (_, index) => ({
    atSeconds: index * 2,
    isUp: true,
    lagMs: lagOf(index * 2),
    spooledRows: 0,
  }));
  const all = flatnessOf({ done: [], samples: [], looks, startMs: 0, endMs: minutes * 60_000 });
  return all.find(({ name }) => name.startsWith('evaluation'));
}

describe('evaluation', () => {
  it('is on time while its age drifts through the two seconds of its cycle', () => {
    expect(latenessOf((seconds) => (seconds * 3.9 * 2) % 2000)).toMatchObject({
      isFlat: true,
      slope: { mean: 0 },
    });
    // The last stretch alone would look like growth.
    expect(latenessOf((seconds) => Math.max(0, seconds - 3100) * 4)).toMatchObject({ isFlat: true });
  });

  it('is not flat when it falls behind', () => {
    expect(latenessOf((seconds) => 1000 + seconds)).toMatchObject({ isFlat: false });
  });
});
