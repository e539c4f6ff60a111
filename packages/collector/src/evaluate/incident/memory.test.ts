import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { remember } from './memory.ts';
import { type Sample, sampleOf } from './sample.ts';
import { defaultIncidentSettings } from './settings.ts';

const settings = defaultIncidentSettings;
const untimed = { timed: 0, slow: 0 };
const unwatched = { fresh: 0, pending: 0, isWatched: false };

function frame(atSeconds: number, widthSeconds: number, ok: number, bad: number): Sample {
  const counts = {
    provider: 'anthropic',
    model: 'opus',
    region: '',
    credential: '',
    attempts: ok + bad,
    outcomes: { ok, overloaded: bad },
    repeats: {},
    services: [],
  };
  return sampleOf(counts, atSeconds * 1000, widthSeconds * 1000, untimed, unwatched);
}

const attemptsIn = (samples: readonly Sample[]): number =>
  samples.reduce((total, sample) => total + sample.attempts, 0);
const errorsIn = (samples: readonly Sample[]): number =>
  samples.reduce((total, sample) => total + sample.failures.errors, 0);

describe('what a series remembers', () => {
  it('loses nothing: every attempt is in a sample or has just been forgotten', () => {
    const traffic = fc.array(fc.tuple(fc.nat(20), fc.nat(5), fc.boolean()), { minLength: 1, maxLength: 900 });
    fc.assert(
      fc.property(traffic, fc.constantFrom(2, 10), (frames, width) => {
        let samples: readonly Sample[] = [];
        const forgotten: Sample[] = [];
        let [attempts, errors] = [0, 0];
        for (const [index, [ok, bad, isCalled]] of frames.entries()) {
          if (!isCalled) continue;
          const memory = remember(samples, frame(index * width, width, ok, bad), settings);
          samples = memory.samples;
          forgotten.push(...memory.forgotten);
          attempts += ok + bad;
          errors += bad;
        }
        expect(attemptsIn(samples) + attemptsIn(forgotten)).toBe(attempts);
        expect(errorsIn(samples) + errorsIn(forgotten)).toBe(errors);
        const starts = samples.map(({ startMs }) => startMs);
        expect(starts).toEqual([...starts].sort((a, b) => a - b));
      }),
      { numRuns: 50 },
    );
  });

  it('stays small however narrow the frames are, and reaches back ten minutes', () => {
    let samples: readonly Sample[] = [];
    for (let index = 0; index < 2000; index += 1)
      ({ samples } = remember(samples, frame(index * 2, 2, 3, 0), settings));
    expect(samples.length).toBeLessThan(50);
    expect(samples.at(-1)?.widthMs).toBe(2000);
    expect((samples.at(-1)?.startMs ?? 0) - (samples[0]?.startMs ?? 0)).toBeGreaterThanOrEqual(
      590_000 - 60_000,
    );
  });
});
