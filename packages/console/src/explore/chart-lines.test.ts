import type { SeriesAnswer } from '@faultline/conventions';
import { describe, expect, it } from 'vitest';
import { plain } from '../plain.fixture.ts';
import { chartLines, describeChart, linesMax, stepStartsMs } from './chart-lines.ts';
import { outagePage } from './explore.fixture.ts';

const answer = outagePage.answer as SeriesAnswer;

describe('the lines of a chart', () => {
  it('are the models with most attempts, each with a dash of its own', () => {
    const lines = chartLines(answer, 'errors');
    expect(lines).toHaveLength(linesMax);
    expect(lines.map(({ name }) => name)).not.toContain('gpt-5.5');
    expect(new Set(lines.map(({ dash }) => dash.join())).size).toBe(linesMax);
  });

  it('have one value for each step', () => {
    const starts = stepStartsMs(answer);
    expect(starts).toHaveLength(60);
    for (const { values } of chartLines(answer, 'duration')) expect(values).toHaveLength(starts.length);
  });

  it('break where nothing could be measured: a model that only fails has no speed', () => {
    const opus = chartLines(answer, 'first-token').find(({ name }) => name === 'claude-opus-4-8');
    expect(opus?.values.at(0)).toBeGreaterThan(0);
    expect(opus?.values.at(-1)).toBeNull();
  });

  it('are told in a sentence', () => {
    const say = (measure: 'errors' | 'duration', of: SeriesAnswer): string =>
      plain(describeChart(chartLines(of, measure), measure, of));
    expect(say('errors', answer)).toBe(
      'Errors of 6 models from 23:48:00 UTC to 22 June, 00:48:00 UTC. ' +
        'Highest: claude-opus-4-8, 100 % at 22 June, 00:25:00 UTC.',
    );
    expect(say('errors', { ...answer, series: answer.series.slice(5, 6) })).toContain(
      'Errors of one model from 23:48:00 UTC to 22 June, 00:48:00 UTC. Never above zero.',
    );
  });
});
