import { describe, expect, it } from 'vitest';
import { type Baseline, burstiness, emptyBaseline, learn, referenceShare, usualShare } from './baseline.ts';
import { errorsChannel } from './channel.ts';
import { defaultIncidentSettings } from './settings.ts';

const widthMs = 60_000;
const attempts = 6000;

/** A day of minutes, each with so many failures. */
function learnt(badOf: (minute: number) => number): Baseline {
  let baseline = emptyBaseline;
  for (let minute = 0; minute < 1440; minute += 1) {
    const block = { attempts, bad: badOf(minute), widthMs };
    baseline = learn(baseline, errorsChannel, block, defaultIncidentSettings);
  }
  return baseline;
}

describe('what is usual', () => {
  it('is the share a series fails at, and never below the floor', () => {
    const steady = learnt(() => 60);
    expect(usualShare(steady, errorsChannel)).toBeCloseTo(0.01, 3);
    expect(referenceShare(steady, errorsChannel)).toBeGreaterThan(0.01);
    expect(
      referenceShare(
        learnt(() => 0),
        errorsChannel,
      ),
    ).toBe(errorsChannel.floor);
  });

  it('includes that failures come in bursts', () => {
    const steady = learnt((minute) => 60 + (minute % 2 === 0 ? 4 : -4));
    const bursty = learnt((minute) => (minute % 6 === 0 ? 360 : 0));
    expect(burstiness(steady)).toBeCloseTo(1 / 151, 4);
    expect(burstiness(bursty)).toBeGreaterThan(1 / 75);
  });

  it('includes that it wanders over hours', () => {
    const still = learnt(() => 60);
    const wandering = learnt((minute) => Math.round(60 + 30 * Math.sin((2 * Math.PI * minute) / 180)));
    expect(referenceShare(wandering, errorsChannel)).toBeGreaterThan(
      referenceShare(still, errorsChannel) + 0.004,
    );
  });

  it('is taken for burstier, and for wandering further, before anybody is woken', () => {
    expect(burstiness(emptyBaseline, true)).toBeGreaterThan(burstiness(emptyBaseline));
    const known = learnt(() => 60);
    expect(referenceShare(known, errorsChannel, true)).toBeGreaterThanOrEqual(
      referenceShare(known, errorsChannel),
    );
  });
});
