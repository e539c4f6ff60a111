import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatOffset, parseOffset } from './offset.ts';
import { parseScenario } from './parse-scenario.ts';
import { ScenarioError, type ScenarioProblem } from './problem.ts';

function problemsIn(yaml: string): readonly ScenarioProblem[] {
  try {
    parseScenario(yaml, 'mine.yaml');
  } catch (error) {
    if (error instanceof ScenarioError) return error.problems;
    throw error;
  }
  return [];
}

const small = `
name: small
title: Small
description: One model, one phase.
duration: 1h
fleet:
  openai:
    models:
      gpt-5.5: { requestsPerSecond: 2, latencyP50Ms: 900, ttftP50Ms: 300 }
phases:
  - { from: 10m, until: 1h0m30s, faults: { overloaded: 0.5 } }
truth: []
`;

describe('a scenario file', () => {
  it('needs no more than a name, a fleet, phases and the truth', () => {
    expect(parseScenario(small, 'small.yaml')).toMatchObject({
      durationMs: 3_600_000,
      backgroundErrorShare: 0.002,
      fleet: [{ provider: 'openai', model: 'gpt-5.5', streamingShare: 0.6, regions: {} }],
      phases: [{ fromMs: 600_000, untilMs: 3_630_000, providers: null, models: null, latencyFactor: 1 }],
    });
  });

  it('lists everything that is wrong with it at once, each with path, expectation and value', () => {
    const yaml = `
name: Not Kebab
title: ''
description: d
duration: soon
fleet: reference
extra: 1
phases:
  - { from: 12m, until: 5m }
  - { from: 0, until: 5m, models: [claude-opus-5], region: mars, credential: none }
  - { from: 0, until: 5m, faults: { overloaded: 0.7, reset: 0.5 } }
  - { from: 0, until: 5m, faults: { explosion: 1 }, ramp: -1m }
  - { until: 5m, providers: [acme] }
truth:
  - { class: everything, from: 0, until: 1m }
`;
    expect(problemsIn(yaml)).toEqual(
      expect.arrayContaining([
        { path: 'name', expected: 'a kebab-case name', got: '"Not Kebab"' },
        { path: 'title', expected: 'a text of length at least 1', got: '""' },
        { path: 'duration', expected: 'a time like 12m or 1h30m', got: '"soon"' },
        { path: 'extra', expected: 'no such key', got: '1' },
        { path: 'phases[0].until', expected: 'a time after `from`', got: '"5m"' },
        { path: 'phases[1].models[0]', expected: 'a model of the fleet', got: '"claude-opus-5"' },
        { path: 'phases[1].region', expected: 'a region of the fleet', got: '"mars"' },
        { path: 'phases[1].credential', expected: 'a credential of the fleet', got: '"none"' },
        {
          path: 'phases[2].faults',
          expected: 'shares that sum to at most 1',
          got: '{"overloaded":0.7,"reset":0.5}',
        },
        {
          path: 'phases[3].faults.explosion',
          expected: expect.stringMatching(/^a key among server_error, unavailable, /),
          got: '1',
        },
        { path: 'phases[3].ramp', expected: 'a time like 12m or 1h30m', got: '"-1m"' },
        { path: 'phases[4].from', expected: 'a time like 12m or 1h30m', got: 'nothing' },
        { path: 'phases[4].providers[0]', expected: 'one of openai, anthropic, gcp.gemini', got: '"acme"' },
        {
          path: 'truth[0].class',
          expected: expect.stringMatching(/^one of single_model, /),
          got: '"everything"',
        },
      ]),
    );
    expect(problemsIn(yaml)).toHaveLength(14);
  });

  it('says which file it is and how many problems there are', () => {
    expect(() => parseScenario('name: x', 'mine.yaml')).toThrow(
      /^mine\.yaml: 6 problems\n {2}title: expected a string/,
    );
  });

  it('that is no YAML is told by line', () => {
    expect(problemsIn('name: [')).toEqual([
      { path: expect.stringMatching(/^line \d/), expected: 'valid YAML', got: expect.any(String) },
    ]);
  });

  it('that holds something else entirely is one problem', () => {
    expect(problemsIn('- 1')).toEqual([{ path: '', expected: 'an object', got: '[1]' }]);
  });
});

describe('times', () => {
  it.each([
    ['0', 0],
    ['90s', 90_000],
    ['12m', 720_000],
    ['1h30m', 5_400_000],
    ['2h0m5s', 7_205_000],
  ])('%s is %i ms', (text, ms) => expect(parseOffset(text)).toBe(ms));

  it.each(['', '5', '-1m', '1m2h', '1.5h', 'm', '1d'])('"%s" is none', (text) =>
    expect(parseOffset(text)).toBeUndefined(),
  );

  it('are written as they are read', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000), (seconds) => {
        expect(parseOffset(formatOffset(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });
});
