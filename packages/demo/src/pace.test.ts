import { loadShippedScenario, shippedScenarios } from '@faultline/simulator';
import { describe, expect, it } from 'vitest';
import { paceOf } from './pace.ts';

const realTime = { compression: 1, rate: 50, fromMs: null, untilMs: null };

describe('the pace of a play', () => {
  it.each(shippedScenarios().filter((name) => name !== 'brownout'))('%s takes a minute', (name) => {
    const { lastsMs } = paceOf(loadShippedScenario(name));
    expect(lastsMs).toBeGreaterThan(30_000);
    expect(lastsMs).toBeLessThanOrEqual(60_000);
  });

  it('lets a vendor be known before it slows down: nobody can call late what they have never timed', () => {
    const scenario = loadShippedScenario('brownout');
    const { compression, rateFactor, lastsMs } = paceOf(scenario);
    const healthySeconds = (scenario.truth[0]?.fromMs ?? 0) / compression / 1000;
    for (const { provider, model, requestsPerSecond, streamingShare } of scenario.fleet) {
      if (provider !== 'anthropic') continue;
      // Of the busiest key, of streams alone.
      const answers = requestsPerSecond * rateFactor * streamingShare * 0.7 * healthySeconds;
      expect([model, answers > 100]).toEqual([model, true]);
    }
    expect(lastsMs).toBeLessThan(180_000);
  });

  it('is the real one against a collector of yours, at the rate that was asked for', () => {
    const scenario = loadShippedScenario('brownout');
    expect(paceOf(scenario, realTime)).toMatchObject({
      compression: 1,
      detectorCompression: 1,
      latencyFactor: 1,
    });
    const fleetRate = scenario.fleet.reduce((sum, each) => sum + each.requestsPerSecond, 0);
    expect(paceOf(scenario, realTime).rateFactor * fleetRate).toBeCloseTo(50);
  });
});
