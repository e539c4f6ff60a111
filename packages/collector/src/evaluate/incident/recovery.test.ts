import { describe, expect, it } from 'vitest';
import { markRecovered, servedSinceMs } from './recovery.ts';
import { sampleOf } from './sample.ts';
import type { Tally } from './tally.ts';

const untimed = { timed: 0, slow: 0 };
const unwatched = { fresh: 0, pending: 0, isWatched: false };
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
    servesSinceMs: null,
    pending: [
      sampleOf(
        { ...series, attempts: attemptsSince, outcomes: { ok: attemptsSince } },
        0,
        2000,
        untimed,
        unwatched,
      ),
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
    expect(recovered({ opus: tally(7), sonnet: tally(1) })).toEqual(['opus']);
  });

  it('is told sooner when every model has shown some of it, as at low traffic', () => {
    expect(recovered({ opus: tally(4), sonnet: tally(3.5), haiku: tally(3) })).toEqual([
      'opus',
      'sonnet',
      'haiku',
    ]);
  });

  it('is not lent to a model that has shown nearly nothing by siblings that have shown much', () => {
    expect(recovered({ opus: tally(6.5), sonnet: tally(6.5), haiku: tally(0.5, null, 1) })).toEqual([]);
  });

  it('is taken back when the model fails again', () => {
    expect(recovered({ opus: tally(0.1, 500), sonnet: tally(7, 500) })).toEqual(['sonnet']);
  });

  it('counts from when the last model began to serve, not from when that was proven', () => {
    const opus = { ...tally(8, 60_000), servesSinceMs: 10_000 };
    const sonnet = { ...tally(8, 60_000), servesSinceMs: 40_000 };
    expect(servedSinceMs({ opus, sonnet }, 60_000)).toBe(40_000);
  });

  it('of a model that nobody calls any more counts from when it was given up', () => {
    const gone = { ...tally(7, 90_000), servesSinceMs: 10_000, abandoned: true };
    expect(servedSinceMs({ gone }, 95_000)).toBe(90_000);
    expect(servedSinceMs({ unseen: tally(0) }, 95_000)).toBe(95_000);
  });
});
