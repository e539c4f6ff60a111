import type { ModelSeries, SeriesAnswer } from '@faultline/conventions';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointsByStep, stepsOf, stripAxisOf, stripSharesOf } from './steps.ts';

const stepMs = 60_000;

/** A point for each step that is not null: [attempts, bad]. */
function answerOf(steps: readonly (readonly [number, number] | null)[]): SeriesAnswer & { one: ModelSeries } {
  const timeless = { durationMs: null, timeToFirstChunkMs: null, outcomes: {} };
  const one: ModelSeries = {
    ...{ provider: 'openai', displayName: 'OpenAI', model: 'gpt-5.5' },
    totals: { ...timeless, attempts: 0, bad: 0 },
    points: steps.flatMap((step, index) =>
      step === null ? [] : [{ ...timeless, startMs: index * stepMs, attempts: step[0], bad: step[1] }],
    ),
  };
  return { fromMs: 0, untilMs: steps.length * stepMs, stepMs, series: [one], omitted: 0, one };
}

describe('a strip of an answer', () => {
  it('has a cell for each step, empty where nobody called', () => {
    const answer = answerOf([[10, 1], null, [4, 4]]);
    expect(stripSharesOf(answer.one, answer)).toEqual([0.1, null, 1]);
    expect(stripAxisOf(answer)).toEqual({ startMs: 0, cellMs: stepMs, cells: 3 });
  });

  it('of many steps adds their counts up: a busy minute weighs more than a quiet one', () => {
    const answer = answerOf(Array.from({ length: 192 }, (_, step) => (step % 2 === 0 ? [99, 0] : [1, 1])));
    expect(stripAxisOf(answer)).toMatchObject({ cellMs: 2 * stepMs, cells: 96 });
    expect(new Set(stripSharesOf(answer.one, answer))).toEqual(new Set([0.01]));
  });

  it('covers the whole range with every share between none and all', () => {
    const step = fc.option(
      fc
        .integer({ min: 1, max: 50 })
        .chain((attempts) => fc.tuple(fc.constant(attempts), fc.integer({ min: 0, max: attempts }))),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 400 }), (steps) => {
        const answer = answerOf(steps);
        const axis = stripAxisOf(answer);
        expect(axis.cells * axis.cellMs).toBeGreaterThanOrEqual(answer.untilMs - answer.fromMs);
        const shares = stripSharesOf(answer.one, answer);
        expect(shares).toHaveLength(axis.cells);
        expect(shares.every((share) => share === null || (share >= 0 && share <= 1))).toBe(true);
      }),
    );
  });

  it('keeps the step that began before the range', () => {
    const answer = {
      ...answerOf([
        [1, 0],
        [2, 0],
        [3, 0],
      ]),
      fromMs: 30_000,
    };
    expect(stepsOf(answer)).toBe(3);
    expect(pointsByStep(answer.one, answer)[0]?.attempts).toBeDefined();
  });
});
