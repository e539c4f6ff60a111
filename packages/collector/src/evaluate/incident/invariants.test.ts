import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Frame } from '../../model/frame.ts';
import type { IncidentTransition } from '../../model/incident.ts';
import { detect, type Fault, fleet, playFrames } from './fleet.fixture.ts';
import { seriesId } from './series.ts';

// What must hold whatever the traffic, so that nobody has to believe in one set of examples.

const outcome = fc.constantFrom(
  'overloaded',
  'vendor_error',
  'timeout',
  'network',
  'blank',
  'rate_limited',
  'auth',
  'caller_error',
);
const models = fleet().map(({ model }) => model);
const fault: fc.Arbitrary<Fault> = fc
  .record({
    from: fc.integer({ min: 120, max: 240 }),
    lasts: fc.integer({ min: 20, max: 200 }),
    hit: fc.subarray(models, { minLength: 1 }),
    outcome,
    share: fc.double({ min: 0.05, max: 1, noNaN: true }),
  })
  .map(({ from, lasts, hit, ...rest }) => ({
    ...rest,
    from,
    to: from + lasts,
    hits: ({ model }) => hit.includes(model),
  }));
const play = fc
  .record({ faults: fc.array(fault, { maxLength: 2 }), seed: fc.integer({ min: 1, max: 1e6 }) })
  .map(({ faults, seed }) =>
    playFrames({ members: fleet(0.05), faults, seconds: 480, seed, frameSeconds: 10 }),
  );

/** What a person is told: when, in which state, about what. */
function told(transitions: readonly IncidentTransition[]): readonly string[] {
  return transitions.map(({ atMs, incident }) =>
    [atMs, incident.state, incident.class, incident.kind, incident.provider, ...incident.models].join(' '),
  );
}

describe('series', () => {
  it('are kept apart whatever senders call them', () => {
    const name = fc.string({ unit: fc.constantFrom('a', '|', ',', '1', '\n'), maxLength: 4 });
    const key = fc.record({ provider: name, model: name, region: name, credential: name });
    fc.assert(
      fc.property(key, key, (one, other) => {
        expect(seriesId(one) === seriesId(other)).toBe(JSON.stringify(one) === JSON.stringify(other));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the detector', () => {
  it('says the same in whatever order the series of a frame come', () => {
    fc.assert(
      fc.property(play, (frames) => {
        const reversed = frames.map((frame): Frame => ({ ...frame, series: [...frame.series].reverse() }));
        expect(told(detect(reversed).transitions).toSorted()).toEqual(
          told(detect(frames).transitions).toSorted(),
        );
      }),
      { numRuns: 25 },
    );
  });

  it('says the same when it is stopped at any frame, written down and read again', () => {
    fc.assert(
      fc.property(play, fc.nat(47), (frames, at) => {
        const before = detect(frames.slice(0, at));
        const kept = JSON.parse(JSON.stringify(before.state)) as typeof before.state;
        const after = detect(frames.slice(at), undefined, kept);
        expect(told([...before.transitions, ...after.transitions])).toEqual(told(detect(frames).transitions));
      }),
      { numRuns: 25 },
    );
  });

  it('never goes back to being suspected, and ends what it ends', () => {
    fc.assert(
      fc.property(play, (frames) => {
        const last = new Map<string, string>();
        for (const { incident } of detect(frames).transitions) {
          const before = last.get(incident.id);
          if (before === 'cleared') expect.unreachable('a cleared incident changed');
          if (before !== undefined && before !== 'suspected') expect(incident.state).not.toBe('suspected');
          last.set(incident.id, incident.state);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('opens nothing while nothing is wrong', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.constantFrom(0.01, 0.1, 1), (seed, scale) => {
        const frames = playFrames({
          members: fleet(scale),
          faults: [],
          seconds: 900,
          seed,
          frameSeconds: 10,
        });
        expect(told(detect(frames).transitions)).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('finds the same class in five times the traffic', () => {
    const outage: Fault = {
      from: 300,
      to: 700,
      hits: ({ provider }) => provider === 'anthropic',
      outcome: 'overloaded',
      share: 0.5,
    };
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), (seed) => {
        const classOf = (scale: number): string | undefined => {
          const frames = playFrames({
            members: fleet(scale),
            faults: [outage],
            seconds: 600,
            seed,
            frameSeconds: 10,
          });
          return detect(frames).transitions.at(-1)?.incident.class;
        };
        expect(classOf(0.1)).toBe('vendor_wide');
        expect(classOf(0.5)).toBe('vendor_wide');
      }),
      { numRuns: 8 },
    );
  });
});
