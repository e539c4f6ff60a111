import { describe, expect, it } from 'vitest';
import { chooseInPromql, chooseInSql } from './choices.ts';
import { expandIntervals } from './rate-interval.ts';

describe('what a person chooses', () => {
  it('is a pattern in PromQL', () => {
    const expr = 'up{job=~"$job", model=~"${model}"}[$__rate_interval]';
    const chosen = { job: ['a'], model: ['gpt-5.5', 'o"3'] };
    expect(chooseInPromql(expr, chosen, {})).toBe(
      String.raw`up{job=~"a", model=~"(gpt-5\\.5|o\"3)"}[$__rate_interval]`,
    );
    expect(chooseInPromql(expr, {}, { job: '.+', model: '.*' })).toBe(
      'up{job=~".+", model=~".*"}[$__rate_interval]',
    );
  });

  it('is a list of texts in SQL, whatever is in them', () => {
    expect(chooseInSql('model IN (${model:singlequote})', { model: ['a', "it's"] })).toBe(
      String.raw`model IN ('a','it\'s')`,
    );
    expect(() => chooseInSql('${model:singlequote}', {})).toThrow(/nothing is chosen/);
  });
});

it('a rate is of four scrapes at least, and of what lies between two points', () => {
  const shown = { fromMs: 0, untilMs: 3_600_000, intervalSeconds: 30 };
  expect(expandIntervals('$__rate_interval $__range $__interval', shown, 15)).toBe('60s 3600s 30s');
  expect(expandIntervals('$__rate_interval', { ...shown, intervalSeconds: 300 }, 15)).toBe('315s');
});
