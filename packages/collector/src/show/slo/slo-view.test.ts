import { expect, it } from 'vitest';
import { defaultSlos } from '../../evaluate/slo/default-slos.ts';
import { evaluateSlos, windowsNeeded } from '../../evaluate/slo/evaluate.ts';
import { nothingLearned } from '../../evaluate/slo/learned-threshold.ts';
import type { ServiceLevels } from '../../model/slo.ts';
import { createSloFeed } from './slo-feed.ts';

const atMs = Date.parse('2026-06-22T01:00:00Z');

/** One model fails while another answers. */
function levels(bad: number): ServiceLevels {
  const counts = windowsNeeded(defaultSlos, atMs, 60).flatMap((windowSeconds) =>
    [
      { model: 'claude-opus-4-8', outcome: 'ok', calls: 1000 - bad },
      { model: 'claude-opus-4-8', outcome: 'overloaded', calls: bad },
      { model: 'claude-haiku-4-5', outcome: 'ok', calls: 9000 },
    ].map((count) => ({
      windowSeconds,
      provider: 'anthropic',
      service: 'chat',
      environment: 'prod',
      ...count,
    })),
  );
  const { statuses, omitted } = evaluateSlos(defaultSlos, counts, {
    ...{ atMs, observedSeconds: 28 * 86_400, freshSeconds: 60, learned: nothingLearned, instancesMax: 500 },
    before: { states: new Map(), events: new Map() },
  });
  return { statuses, omitted, untilMs: atMs };
}

it('service levels are told worst first, each with what it takes to alert', () => {
  const feed = createSloFeed();
  expect(feed.current()).toEqual({ untilMs: null, slos: [], omitted: 0 });
  feed.publish(levels(200));
  const { untilMs, slos } = feed.current();
  expect(untilMs).toBe(atMs);
  expect(slos[0]).toMatchObject({
    ...{ id: 'model-availability/anthropic/claude-opus-4-8/prod', slo: 'model-availability', scope: 'model' },
    ...{ policy: 'availability', targetPercent: '99.0', threshold: null, good: 800, bad: 200 },
    period: { kind: 'rolling', lengthSeconds: 28 * 86_400, elapsedSeconds: 28 * 86_400 },
    budgetRemaining: -19,
    secondsToExhaustion: 0,
  });
  const [fast] = slos[0]?.tiers ?? [];
  // 2 % of the budget of 28 days within an hour is 13.44 times as fast as evenly; 20 % of calls are bad of 1 % allowed.
  expect(fast).toEqual({
    ...{ tier: 'page-fast', severity: 'page', longSeconds: 3_600, shortSeconds: 300 },
    ...{ burnRateThreshold: 13.44, burnRate: 20, state: 'firing', sinceMs: atMs, endedMs: null },
  });
  expect(slos[0]?.burnRates[0]).toEqual({ windowSeconds: 300, good: 800, bad: 200, burnRate: 20 });
  expect(slos[0]?.tiers.at(-1)).toMatchObject({ longSeconds: null, burnRateThreshold: null });
  expect(slos.at(-1)).toMatchObject({ model: 'claude-haiku-4-5', budgetRemaining: 1 });
});

it('service levels that have not changed since are the same answer', () => {
  const feed = createSloFeed();
  const same = levels(0);
  feed.publish(same);
  const answer = feed.current();
  feed.publish(same);
  expect(feed.current()).toBe(answer);
});
