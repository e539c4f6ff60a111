import type { Outcome, SeriesCounts, SeriesPoint } from '@faultline/conventions';
import { expect, it } from 'vitest';
import { sampleTransition } from '../../store/samples.fixture.ts';
import { affectedModels } from './affected-models.ts';

const startMs = Date.parse('2026-06-22T01:00:00Z');
const cellMs = 2000;
const cells = 30;

function countsOf(outcome: Outcome): SeriesCounts {
  const bad = outcome === 'ok' ? 0 : 10;
  return { attempts: 10, bad, outcomes: { [outcome]: 10 }, durationMs: null, timeToFirstChunkMs: null };
}

/** Everything fails until ten seconds ago. */
function shareNow(recentMs: number): number | null | undefined {
  const sample = sampleTransition({ firstBadMs: startMs, provider: 'anthropic' }).incident;
  const opus = {
    model: 'opus',
    attempts: 90,
    bad: 90,
    firstBadMs: startMs,
    recoveredMs: null,
    abandoned: false,
  };
  const incident = { ...sample, evidence: { ...sample.evidence, affected: [opus] } };
  const points = Array.from({ length: cells }, (_, index): SeriesPoint => {
    return { startMs: startMs + index * cellMs, ...countsOf(index < 25 ? 'overloaded' : 'ok') };
  });
  const series = {
    provider: 'anthropic',
    model: 'opus',
    totals: countsOf('overloaded'),
    points,
  };
  const models = affectedModels({
    ...{ incident, axis: { startMs, cellMs, cells }, series: [series], during: [], before: [] },
    ...{ dataAtMs: startMs + cells * cellMs, recentMs },
  });
  return models.find(({ name }) => name === 'opus')?.shareNow;
}

it('what fails now is a share of the same time as on the wall, also in a demo whose clock is compressed', () => {
  expect(shareNow(10_000)).toBe(0);
  expect(shareNow(60_000)).toBeCloseTo(25 / 30);
});
