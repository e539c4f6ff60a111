import { describe, expect, it } from 'vitest';
import type { SeriesFrame } from '../../model/frame.ts';
import { learnLatency, type UsualLatency, unknownLatency } from './latency.ts';
import { overdueIn } from './overdue.ts';
import { defaultIncidentSettings } from './settings.ts';

const quiet: SeriesFrame = {
  provider: 'anthropic',
  model: 'opus',
  region: '',
  credential: 'k0',
  attempts: 0,
  outcomes: {},
  repeats: {},
  services: [],
  inFlight: {},
};

/** Nearly all answers take about a second, so what has waited for five is overdue. */
const aSecond: UsualLatency = learnLatency(
  unknownLatency,
  { ...quiet, durationMs: { 1000: 500 } },
  0,
  defaultIncidentSettings,
);

describe('what grows overdue in a frame', () => {
  it('is what waits too long now and did not before', () => {
    const seen = overdueIn(aSecond, 4, { ...quiet, inFlight: { 0: 3, 5: 6, 10: 1 } });
    expect(seen).toEqual({ fresh: 3, pending: 3, waiting: 7, isWatched: true });
  });

  it('goes on when as many are given up as grow overdue', () => {
    const counts = { ...quiet, attempts: 3, outcomes: { timeout: 2, stalled: 1 }, inFlight: { 5: 6 } };
    expect(overdueIn(aSecond, 6, counts)).toMatchObject({ fresh: 3, pending: 0 });
  });

  it('does not count again a request that had been given up twice', () => {
    const counts = { ...quiet, attempts: 3, outcomes: { timeout: 3 }, repeats: { timeout: 2 } };
    expect(overdueIn(aSecond, 0, counts).fresh).toBe(1);
  });

  it('is what was given up, where nobody knows yet how long answers take, or what is in flight', () => {
    const counts = { ...quiet, attempts: 2, outcomes: { timeout: 2 }, inFlight: { 30: 9 } };
    const expected = { fresh: 2, pending: 0, waiting: 0, isWatched: false };
    expect(overdueIn(unknownLatency, 0, counts)).toEqual(expected);
    const { inFlight: _, ...untold } = counts;
    expect(overdueIn(aSecond, 0, untold)).toEqual(expected);
  });
});
