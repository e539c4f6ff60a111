import { describe, expect, it } from 'vitest';
import { defaultSlos } from '../evaluate/slo/default-slos.ts';
import { loadConfig } from './load.ts';
import { slo } from './slo.ts';

const objective = { name: 'chat', per: 'model', counts: 'availability', target: '99.9' };

function problemsOf(given: unknown): readonly string[] {
  const result = slo.safeParse(given);
  return result.success ? [] : result.error.issues.map(({ path, message }) => [...path, message].join(' '));
}

describe('service levels in the configuration', () => {
  it('are the built-in ones where nothing is said', () => {
    expect(slo.parse({})).toEqual({
      slos: defaultSlos,
      corrections: [],
      instancesMax: 500,
      openslo: { files: [], strict: false },
    });
    expect(slo.parse({ defaults: false }).slos).toEqual([]);
  });

  it('stand beside the built-in ones, or in the place of their namesake', () => {
    const own = {
      ...objective,
      name: 'provider-availability',
      per: 'provider',
      match: { provider: 'openai' },
    };
    const { slos } = slo.parse({ objectives: [objective, own] });
    expect(slos.map(({ name, targetPercent, match }) => [name, targetPercent, match])).toEqual([
      ['model-availability', '99.0', {}],
      ['service-availability', '99.0', {}],
      ['model-time-to-first-chunk', '95.0', {}],
      ['chat', '99.9', {}],
      ['provider-availability', '99.9', { provider: 'openai' }],
    ]);
  });

  it('take a target as it is written, with quotes or without', () => {
    const targets = ['99.95', 99.95].map((target) => slo.parse({ objectives: [{ ...objective, target }] }));
    expect(targets.map(({ slos }) => slos.at(-1)?.targetPercent)).toEqual(['99.95', '99.95']);
  });

  it('may be about speed, against an edge of the histograms that is no smaller than what is said', () => {
    const given = [
      { timeToFirstChunk: '2s' },
      { duration: '2.2s' },
      { duration: '850ms' },
      { timeToFirstChunk: 'learned' },
    ];
    const read = given.map((threshold) => slo.parse({ objectives: [{ ...objective, threshold }] }));
    expect(read.map(({ slos }) => slos.at(-1)?.threshold)).toEqual([
      { measure: 'time_to_first_chunk', thresholdMs: 2_000 },
      { measure: 'duration', thresholdMs: 2_500 },
      { measure: 'duration', thresholdMs: 850 },
      { measure: 'time_to_first_chunk', thresholdMs: 'learned' },
    ]);
  });

  it.each([
    [{ duration: '1001s' }, 'duration expected more than nothing and at most 1000s'],
    [{ duration: '0s' }, 'duration expected more than nothing and at most 1000s'],
    [
      { timeToFirstChunk: 'soon' },
      'timeToFirstChunk expected a duration such as "800ms" or "2.5s", or "learned"',
    ],
    [{}, 'expected either duration or timeToFirstChunk'],
    [{ duration: '3s', timeToFirstChunk: '1s' }, 'expected either duration or timeToFirstChunk'],
  ])('with a threshold that is none are refused: %j', (threshold, problem) => {
    expect(problemsOf({ objectives: [{ ...objective, threshold }] })).toEqual([
      `objectives 0 threshold ${problem}`,
    ]);
  });

  it('have a rolling period, or one of a calendar', () => {
    const periods = ['7d', '4w', { every: 'quarter', timeZone: 'Europe/Warsaw' }];
    const { slos } = slo.parse({
      defaults: false,
      objectives: periods.map((period, index) => ({ ...objective, name: `chat-${index}`, period })),
    });
    expect(slos.map(({ period }) => period)).toEqual([
      { kind: 'rolling', days: 7 },
      { kind: 'rolling', days: 28 },
      {
        kind: 'calendar',
        unit: 'month',
        count: 3,
        startLocal: '2024-01-01T00:00:00',
        timeZone: 'Europe/Warsaw',
      },
    ]);
  });

  it('are refused with a reason that says what to do', () => {
    expect(problemsOf({ objectives: [{ ...objective, target: '92' }] })).toEqual([
      expect.stringMatching(
        /^objectives 0 tiers page-fast can never fire at 92 %.*leave it out of tiers, or raise/,
      ),
    ]);
    expect(problemsOf({ objectives: [{ ...objective, target: '92', tiers: ['page-slow'] }] })).toEqual([]);
    expect(problemsOf({ objectives: [{ ...objective, target: '100' }] })).toEqual([
      'objectives 0 target SLO target must lie between 0 and 100 percent, got "100"',
    ]);
    expect(problemsOf({ objectives: [objective, objective] })).toEqual(['objectives two are named "chat"']);
    expect(problemsOf({ objectives: [{ ...objective, windows: '28d' }] })).toEqual([
      expect.stringContaining('Unrecognized key'),
    ]);
    const threshold = { timeToFirstChunk: 'learned' };
    expect(problemsOf({ objectives: [{ ...objective, per: 'provider', threshold }] })).toEqual([
      'objectives 0 threshold what is usual is learned for each model: expected per: model, or a duration',
    ]);
    const correction = {
      start: '2026-01-04T02:00:00',
      duration: '1h',
      rrule: 'SUNDAYS',
      reason: 'maintenance',
    };
    expect(problemsOf({ corrections: [correction] })).toEqual([
      expect.stringContaining('"SUNDAYS" is no recurrence rule of RFC 5545'),
    ]);
    expect(problemsOf({ corrections: [{ ...correction, rrule: null, timeZone: 'Mars' }] })).toEqual([
      'corrections 0 timeZone expected a time zone such as "Europe/Warsaw"',
    ]);
  });

  it('with a period longer than counts are kept are refused: its beginning would be forgotten', () => {
    const flags = {
      slo: { objectives: [{ ...objective, period: { every: 'year' } }] },
      retention: { hoursDays: 366 },
    };
    expect(() => loadConfig({ environment: {}, flags })).toThrow(
      'the period of "chat" is up to 366 days, and counts are kept for 366; raise retention.hoursDays',
    );
  });
});
