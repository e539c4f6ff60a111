import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IncidentTransition } from '../../model/incident.ts';
import {
  claudeModels,
  detect,
  type Fault,
  fleet,
  type Member,
  member,
  playFrames,
  secondsAt,
} from './fleet.fixture.ts';

const anthropic = (each: Member): boolean => each.provider === 'anthropic';
const outage = (fault: Partial<Fault> & Pick<Fault, 'hits'>): Fault => ({
  from: 300,
  to: 600,
  outcome: 'overloaded',
  share: 0.97,
  ...fault,
});

function play(
  faults: readonly Fault[],
  members: readonly Member[] = fleet(),
  seconds = 900,
): readonly IncidentTransition[] {
  return detect(playFrames({ members, faults, seconds, seed: 7 })).transitions;
}

function confirmed(transitions: readonly IncidentTransition[]): readonly string[] {
  return transitions
    .filter(({ incident }) => incident.state === 'confirmed')
    .map(({ incident }) => `${incident.widestClass}@${incident.provider ?? 'us'}`);
}

describe('whose fault it is', () => {
  it('says vendor-wide when every model of one vendor fails and the others do not', () => {
    const transitions = play([outage({ hits: anthropic })]);
    expect(new Set(confirmed(transitions))).toEqual(new Set(['vendor_wide@anthropic']));
    const first = transitions.find(({ incident }) => incident.state === 'confirmed');
    expect(first?.incident.models).toEqual([...claudeModels].sort());
    expect(first?.incident.evidence.dominantOutcome).toBe('overloaded');
    expect(first?.incident.evidence.controls.map((control) => control.provider)).toEqual([
      'gcp.gemini',
      'openai',
    ]);
  });

  it('says vendor-wide at only ten per cent errors', () => {
    const transitions = play([outage({ hits: anthropic, share: 0.1 })]);
    expect(new Set(confirmed(transitions))).toEqual(new Set(['vendor_wide@anthropic']));
  });

  it('says one model when one fails and its siblings serve', () => {
    const transitions = play([outage({ hits: (each) => each.model === 'opus-4-6' })]);
    expect(new Set(confirmed(transitions))).toEqual(new Set(['single_model@anthropic']));
    expect(transitions[0]?.incident.models).toEqual(['opus-4-6']);
  });

  it('says part of the vendor when two of five fail together', () => {
    const transitions = play([
      outage({ hits: (each) => each.model.startsWith('opus-4-6') || each.model === 'opus-4-7' }),
    ]);
    expect(new Set(confirmed(transitions))).toEqual(new Set(['vendor_partial@anthropic']));
  });

  it('says our own network when nothing reaches any vendor, and blames no vendor meanwhile', () => {
    const transitions = play([outage({ hits: () => true, outcome: 'network', share: 0.99 })]);
    expect(new Set(confirmed(transitions))).toEqual(new Set(['local_network@us']));
    expect(transitions.every(({ incident }) => incident.class === 'local_network')).toBe(true);
  });

  it('blames the vendor, not our network, when only one vendor cannot be reached', () => {
    const transitions = play([outage({ hits: anthropic, outcome: 'network', share: 0.99 })]);
    expect(new Set(confirmed(transitions))).toEqual(new Set(['vendor_wide@anthropic']));
  });

  it('never calls HTTP errors at all vendors our own network', () => {
    const transitions = play([outage({ hits: () => true, outcome: 'vendor_error' })]);
    expect(new Set(confirmed(transitions))).toEqual(
      new Set(['vendor_wide@anthropic', 'vendor_wide@openai', 'vendor_wide@gcp.gemini']),
    );
  });

  it('says one region when the same models serve elsewhere', () => {
    const members = ['eu', 'us'].flatMap((region) =>
      claudeModels.map((model) => member('anthropic', model, 20, region)),
    );
    const transitions = play([outage({ hits: (each) => each.region === 'eu' })], members);
    expect(new Set(confirmed(transitions))).toEqual(new Set(['vendor_region@anthropic']));
    expect(transitions[0]?.incident.region).toBe('eu');
  });

  it.each([
    ['quota_exhausted', 'rate_limit'],
    ['rate_limited', 'rate_limit'],
    ['auth', 'credential'],
    ['caller_error', 'client_error'],
  ] as const)('takes %s for a fault of ours (%s), never of the vendor', (outcome, expected) => {
    const transitions = play([outage({ hits: anthropic, outcome, share: 0.6 })]);
    expect(new Set(confirmed(transitions))).toEqual(new Set([`${expected}@anthropic`]));
  });

  it('sees answers without content, which every status code calls a success', () => {
    const transitions = play([outage({ hits: anthropic, outcome: 'blank', share: 0.35 })]);
    expect(new Set(confirmed(transitions))).toEqual(new Set(['vendor_wide@anthropic']));
    expect(transitions[0]?.incident.kind).toBe('blank');
  });
});

describe('how fast and how long', () => {
  it('suspects within seconds and confirms within a minute at full traffic', () => {
    const transitions = play([outage({ hits: anthropic })]);
    const at = (state: string): number =>
      secondsAt(transitions.find(({ incident }) => incident.state === state)?.atMs ?? 0) - 300;
    expect(at('suspected')).toBeLessThanOrEqual(8);
    expect(at('confirmed')).toBeLessThanOrEqual(40);
  });

  it('works at a hundredth of the traffic', () => {
    const transitions = play([outage({ hits: anthropic })], fleet(0.01));
    expect(new Set(confirmed(transitions))).toEqual(new Set(['vendor_wide@anthropic']));
  });

  it('tells one story from suspicion to resolution, and does not resolve while it fails', () => {
    const transitions = play([outage({ hits: anthropic })]);
    const states = transitions.map(({ incident }) => incident.state);
    expect(states[0]).toBe('suspected');
    expect(states.at(-1)).toBe('resolved');
    expect(new Set(transitions.map(({ incident }) => incident.id)).size).toBe(1);
    const resolvedAt = secondsAt(transitions.at(-1)?.atMs ?? 0);
    expect(resolvedAt).toBeGreaterThan(600 + 100);
    expect(resolvedAt).toBeLessThan(600 + 300);
  });

  it('follows models that recover one by one', () => {
    const faults = claudeModels.map((model, index) =>
      outage({ hits: (each) => each.model === model, to: 500 + index * 60 }),
    );
    const transitions = play(faults, fleet(), 1200);
    const counts = transitions
      .filter(({ incident }) => incident.state === 'confirmed')
      .map(({ incident }) => incident.models.length);
    expect(counts).toEqual(expect.arrayContaining([5, 4, 3, 2, 1]));
    expect(transitions.at(-1)?.incident.state).toBe('resolved');
    expect(transitions.at(-1)?.incident.widestClass).toBe('vendor_wide');
  });

  it('joins a fault that comes and goes into one incident', () => {
    const faults = [300, 420, 540].map((from) => outage({ hits: anthropic, from, to: from + 60 }));
    const transitions = play(faults, fleet(), 1500);
    expect(new Set(transitions.map(({ incident }) => incident.id)).size).toBe(1);
  });

  it('drops a suspicion that a blip of a few seconds raised, without paging', () => {
    const transitions = play([outage({ hits: anthropic, to: 308 })]);
    expect(confirmed(transitions)).toEqual([]);
    expect(transitions.at(-1)?.incident.state ?? 'cleared').toBe('cleared');
  });

  it('counts a request in a retry loop as one request, not as an outage', () => {
    const frames = playFrames({ members: fleet(), faults: [], seconds: 900, seed: 3 }).map((frame) => ({
      ...frame,
      series: frame.series.map((series) =>
        series.model === 'opus-4-8'
          ? {
              ...series,
              attempts: series.attempts + 20,
              outcomes: { ...series.outcomes, vendor_error: (series.outcomes.vendor_error ?? 0) + 20 },
              repeats: { vendor_error: 20 },
            }
          : series,
      ),
    }));
    expect(detect(frames).transitions).toEqual([]);
  });
});

describe('what the detector promises', () => {
  it('stays silent on healthy traffic', () => {
    for (const scale of [1, 0.1, 0.01]) {
      const frames = playFrames({ members: fleet(scale), faults: [], seconds: 3600, seed: 11 });
      expect(confirmed(detect(frames).transitions)).toEqual([]);
    }
  });

  const anyFault = fc.constantFrom<Fault>(
    outage({ hits: anthropic }),
    outage({ hits: (each) => each.model === 'gpt-5.5', outcome: 'vendor_error' }),
    outage({ hits: () => true, outcome: 'network' }),
  );

  it('does not depend on the order of the series in a frame', () => {
    fc.assert(
      fc.property(anyFault, fc.nat(1000), (fault, seed) => {
        const frames = playFrames({ members: fleet(0.2), faults: [fault], seconds: 400, seed });
        const reversed = frames.map((frame) => ({ ...frame, series: [...frame.series].reverse() }));
        expect(detect(reversed).transitions).toEqual(detect(frames).transitions);
      }),
      { numRuns: 10 },
    );
  });

  it('goes on after a restart at any frame as if nothing had happened', () => {
    fc.assert(
      fc.property(anyFault, fc.integer({ min: 1, max: 199 }), (fault, cut) => {
        const frames = playFrames({ members: fleet(0.2), faults: [fault], seconds: 400, seed: 5 });
        const before = detect(frames.slice(0, cut));
        const state = JSON.parse(JSON.stringify(before.state)) as typeof before.state;
        const after = detect(frames.slice(cut), undefined, state);
        expect([...before.transitions, ...after.transitions]).toEqual(detect(frames).transitions);
      }),
      { numRuns: 10 },
    );
  });

  it('changes nothing it was given', () => {
    const frames = playFrames({
      members: fleet(0.2),
      faults: [outage({ hits: anthropic })],
      seconds: 400,
      seed: 5,
    });
    const { state } = detect(frames.slice(0, 160));
    const copy = structuredClone(state);
    detect(frames.slice(160), undefined, state);
    expect(state).toEqual(copy);
  });
});
