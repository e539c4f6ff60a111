import { describe, expect, it } from 'vitest';
import { type Arrival, planArrivals } from './plan-arrivals.ts';
import { loadShippedScenario } from './shipped.ts';

const minute = 60_000;
const quiet = loadShippedScenario('quiet');
const june22 = loadShippedScenario('june-22');

describe('planned arrivals', () => {
  it('come in order of time, at the rates of the fleet', () => {
    const arrivals = [...planArrivals(june22, { seed: 3, untilMs: minute })];
    const times = arrivals.map(({ atScenarioMs }) => atScenarioMs);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    // 455 requests a second; four standard deviations of a Poisson count.
    expect(Math.abs(arrivals.length - 455 * 60)).toBeLessThan(4 * Math.sqrt(455 * 60));
    const sonnet = arrivals.filter(({ model }) => model === 'claude-sonnet-4-6');
    expect(Math.abs(sonnet.length - 120 * 60)).toBeLessThan(4 * Math.sqrt(120 * 60));
    const streamed = sonnet.filter(({ streaming }) => streaming).length / sonnet.length;
    expect(streamed).toBeCloseTo(0.6, 1);
    expect(sonnet.filter(({ region }) => region === 'eu').length / sonnet.length).toBeCloseTo(0.3, 1);
    expect(sonnet.filter(({ credential }) => credential === 'batch').length / sonnet.length).toBeCloseTo(
      0.3,
      1,
    );
  });

  it('keep their rate per real second on a compressed clock', () => {
    const options = { seed: 3, rateFactor: 0.1, compression: 120, untilMs: 120 * minute };
    const arrivals = [...planArrivals(june22, options)].length;
    expect(Math.abs(arrivals - 45.5 * 60)).toBeLessThan(4 * Math.sqrt(45.5 * 60));
  });

  it('are the same in every run of one seed, and others in the next', () => {
    const play = (seed: number): Arrival[] => [
      ...planArrivals(june22, { seed, rateFactor: 0.01, untilMs: minute }),
    ];
    expect(play(3)).toEqual(play(3));
    expect(play(3)).not.toEqual(play(4));
  });

  it('stay the same for a model when another one is taken out of the fleet', () => {
    const without = { ...june22, fleet: june22.fleet.filter(({ model }) => model !== 'claude-opus-4-8') };
    const others = (arrivals: Iterable<Arrival>): Arrival[] =>
      [...arrivals].filter(({ model }) => model !== 'claude-opus-4-8');
    const options = { seed: 3, rateFactor: 0.05, untilMs: minute };
    expect(others(planArrivals(without, options))).toEqual(others(planArrivals(june22, options)));
  });

  it('follow the time of day', () => {
    const count = (fromHours: number): number => {
      const fromMs = fromHours * 60 * minute;
      const range = { fromMs, untilMs: fromMs + 60 * minute };
      return [...planArrivals(quiet, { seed: 3, rateFactor: 0.005, ...range })].length;
    };
    expect(count(14.5) / count(2.5)).toBeGreaterThan(2);
  });

  it('add the requests of a poisoned job while it is stuck', () => {
    const poisoned = loadShippedScenario('poisoned-job');
    const jobs = [...planArrivals(poisoned, { seed: 3, rateFactor: 0.1, compression: 10 })].filter(
      ({ job }) => job,
    );
    expect(jobs.length).toBeGreaterThan(300);
    for (const { atScenarioMs, model, job } of jobs) {
      expect(atScenarioMs).toBeGreaterThanOrEqual(25 * minute);
      expect(atScenarioMs).toBeLessThan(50 * minute);
      expect([model, job]).toEqual(['claude-sonnet-4-6', 'poisoned-job-4711']);
    }
  });
});
