import { describe, expect, it } from 'vitest';
import { markRecovered } from './recovery.ts';
import { sampleOf } from './sample.ts';
import type { Tally } from './tally.ts';

const untimed = { timed: 0, slow: 0 };
const series = {
  provider: 'anthropic',
  model: 'opus',
  region: '',
  credential: '',
  repeats: {},
  services: [],
};

function tally(recovery: number, recoveredMs: number | null = null, attemptsSince = 20): Tally {
  const counts = {
    attempts: 100,
    bad: 98,
    outcomes: {},
    firstBadMs: 0,
    nats: 5,
    pending: [
      sampleOf({ ...series, attempts: attemptsSince, outcomes: { ok: attemptsSince } }, 0, 2000, untimed, 0),
    ],
    abandoned: false,
  };
  return { ...counts, recovery, recoveredMs };
}

function recovered(tallies: Readonly<Record<string, Tally>>): readonly string[] {
  return Object.entries(markRecovered(tallies, 1000)).flatMap(([unit, { recoveredMs }]) =>
    recoveredMs === null ? [] : [unit],
  );
}

describe('recovery', () => {
  it('is each model’s own when it has shown enough by itself', () => {
    expect(recovered({ opus: tally(5), sonnet: tally(1) })).toEqual(['opus']);
  });

  it('is told sooner when every model has shown some of it, as at low traffic', () => {
    expect(recovered({ opus: tally(3), sonnet: tally(2.5), haiku: tally(2) })).toEqual([
      'opus',
      'sonnet',
      'haiku',
    ]);
  });

  it('is not lent to a model that has shown nearly nothing by siblings that have shown much', () => {
    expect(recovered({ opus: tally(4.5), sonnet: tally(4.5), haiku: tally(0.5, null, 1) })).toEqual([]);
  });

  it('is taken back when the model fails again', () => {
    expect(recovered({ opus: tally(0.1, 500), sonnet: tally(7, 500) })).toEqual(['sonnet']);
  });
});
