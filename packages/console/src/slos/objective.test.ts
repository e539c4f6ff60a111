import type { SloView } from '@faultline/conventions';
import { describe, expect, it } from 'vitest';
import { plain } from '../plain.fixture.ts';
import { budgetInWords, exhaustionInWords, objectiveInWords } from './objective.ts';
import { sampleSlos } from './slos.fixture.ts';

const [opus] = sampleSlos as readonly [SloView];
const objective = (changes: Partial<SloView>): string => plain(objectiveInWords({ ...opus, ...changes }));
const exhaustion = (changes: Partial<SloView>): string => plain(exhaustionInWords({ ...opus, ...changes }));

describe('an objective in words', () => {
  it('says for whom, how good, over which time', () => {
    expect(objective({ environment: '' })).toBe('99.0 % of calls to claude-opus-4-8 good, over 28 days');
    expect(objective({ scope: 'provider', targetPercent: '99.95' })).toBe(
      '99.95 % of calls to Anthropic in prod good, over 28 days',
    );
    expect(objective({ scope: 'service', service: 'checkout' })).toContain('calls of checkout in prod good');
  });

  it('of a speed names the limit, and that failed calls are not in it', () => {
    const threshold = { measure: 'duration', thresholdMs: 30_000, isLearned: false } as const;
    expect(objective({ threshold })).toContain('of good calls to claude-opus-4-8 in prod done within 30 s');
    expect(
      objective({ threshold: { ...threshold, measure: 'time_to_first_chunk', thresholdMs: 1250 } }),
    ).toContain('answering within 1.25 s');
  });

  it('of a calendar period says how much of it is past', () => {
    const period = { kind: 'calendar', lengthSeconds: 30 * 86_400, elapsedSeconds: 86_400 } as const;
    expect(objective({ period })).toContain('in a calendar period of 30 days, 1 day of it past');
  });
});

describe('what is left of a budget', () => {
  it('is told with its sign, never as a bare zero', () => {
    expect([0.331, 0, -0.425, -14, null].map((left) => plain(budgetInWords(left)))).toEqual([
      '33.1 % of the budget is left.',
      'The budget is spent.',
      'The budget is overspent: 42.5 % more than all of it.',
      'The budget is overspent: 1,400 % more than all of it.',
      'No calls yet: nothing of the budget is spent or left.',
    ]);
  });

  it('lasts so long as it burns on, and not longer than anybody can know', () => {
    expect(exhaustion({ secondsToExhaustion: 93_600 })).toBe('gone in 1 day 2 hours at this rate');
    expect(exhaustion({ secondsToExhaustion: 90 * 86_400 })).toBe('lasts longer than 28 d');
    expect(exhaustion({ budgetRemaining: -0.1 })).toBe('gone');
    expect(exhaustion({ budgetRemaining: null })).toBe('no calls yet');
  });

  it('keeps apart that nothing burns and that nobody called', () => {
    const lastHour = (burnRate: number | null): SloView['burnRates'] => [
      { windowSeconds: 3600, good: 0, bad: 0, burnRate },
    ];
    const left = { secondsToExhaustion: null };
    expect(exhaustion({ ...left, burnRates: lastHour(0) })).toBe('nothing burns it');
    expect(exhaustion({ ...left, burnRates: lastHour(null) })).toBe('no calls in the last hour');
    expect(exhaustion({ ...left, burnRates: [] })).toBe('nobody knows for how long');
  });
});
