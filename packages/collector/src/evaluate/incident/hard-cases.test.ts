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
import { usualErrorShares } from './step.ts';

// Situations in which an earlier version of the detector said something wrong.

const at =
  (provider: string) =>
  (each: Member): boolean =>
    each.provider === provider;
const everyone = (): boolean => true;

function fault(from: number, to: number, changes: Partial<Fault>): Fault {
  return { from, to, hits: everyone, outcome: 'network', share: 1, ...changes };
}

function play(
  members: readonly Member[],
  faults: readonly Fault[],
  seconds: number,
): readonly IncidentTransition[] {
  return detect(playFrames({ members, faults, seconds, seed: 7 })).transitions;
}

function confirmedClasses(transitions: readonly IncidentTransition[]): readonly string[] {
  const confirmed = transitions.filter(({ incident }) => incident.state === 'confirmed');
  return [...new Set(confirmed.map(({ incident }) => `${incident.class}@${incident.provider ?? 'us'}`))];
}

function lastState(transitions: readonly IncidentTransition[]): string | undefined {
  return transitions.at(-1)?.incident.state;
}

describe('our own network', () => {
  it('does not hide the vendor outage that follows it', () => {
    const faults = [fault(600, 640, {}), fault(700, 900, { hits: at('anthropic'), outcome: 'overloaded' })];
    expect(confirmedClasses(play(fleet(0.3), faults, 1000))).toEqual([
      'local_network@us',
      'vendor_wide@anthropic',
    ]);
  });

  it('is over when vendors answer again, also when one of them is not called any more', () => {
    const members = [member('anthropic', 'opus', 10), member('openai', 'gpt', 15)];
    const drained = member('gcp.gemini', 'gemini', 2);
    const frames = playFrames({
      members: [...members, drained],
      faults: [fault(600, 780, {})],
      seconds: 1200,
      seed: 7,
    });
    const without = frames.map((frame) => ({
      ...frame,
      series: frame.series.filter(
        ({ provider }) => provider !== 'gcp.gemini' || secondsAt(frame.startMs) < 700,
      ),
    }));
    expect(lastState(detect(without).transitions)).toBe('resolved');
  });

  it('is recognised although a vendor that is hardly called cannot be judged', () => {
    const members = [
      member('anthropic', 'opus', 10),
      member('anthropic', 'sonnet', 20),
      member('openai', 'gpt', 15),
      member('openai', 'gpt-mini', 15),
      member('gcp.gemini', 'gemini', 0.05),
    ];
    expect(confirmedClasses(play(members, [fault(600, 900, {})], 1000))).toEqual(['local_network@us']);
  });
});

describe('what was usual', () => {
  it('is still known after our own network was down for half an hour', () => {
    const frames = playFrames({
      members: fleet(0.1),
      faults: [fault(600, 2400, {})],
      seconds: 3600,
      seed: 7,
    });
    const usual = usualErrorShares(detect(frames).state);
    expect(usual('anthropic', 'opus-4-8')).toBeLessThan(0.02);
  });
});

describe('vendor-wide', () => {
  it('is not said while the same models elsewhere have not been judged', () => {
    for (const rate of [0.03, 0.1, 0.3]) {
      const members = ['opus', 'sonnet', 'haiku'].flatMap((model) => [
        member('anthropic', model, 10, 'us'),
        member('anthropic', model, rate, 'eu'),
      ]);
      const us = fault(600, 1200, {
        hits: (each) => each.region === 'us',
        outcome: 'vendor_error',
        share: 0.95,
      });
      expect(confirmedClasses(play(members, [us], 1200))).not.toContain('vendor_wide@anthropic');
    }
  });

  it('is said at ten per cent although no model of the smaller key is sure by itself', () => {
    const members = ['opus', 'sonnet', 'haiku'].flatMap((model) => [
      member('anthropic', model, 12, '', 'web'),
      member('anthropic', model, 1.2, '', 'batch'),
    ]);
    const all = fault(600, 700, { outcome: 'overloaded', share: 0.1 });
    expect(
      confirmedClasses(
        play([...members, member('openai', 'gpt', 20)], [{ ...all, hits: at('anthropic') }], 700),
      ),
    ).toContain('vendor_wide@anthropic');
  });

  it('is not suspected because sixty healthy models add up', () => {
    const members = Array.from({ length: 60 }, (_, index) => member('openrouter', `model-${index}`, 2));
    expect(play(members, [], 1800)).toEqual([]);
  });
});

describe('an incident ends', () => {
  it('not because the app gives up before the vendor answers', () => {
    const opus = (each: Member): boolean => each.model === 'opus-4-8';
    const faults = [
      fault(600, 900, { hits: opus, outcome: 'timeout' }),
      fault(900, 1800, { hits: opus, outcome: 'cancelled' }),
    ];
    expect(lastState(play(fleet(0.3), faults, 1800))).toBe('confirmed');
  });

  it('when the mistake that caused it is no longer made', () => {
    const typo = member('openai', 'gpt-typo', 5);
    const faults = [fault(600, 900, { hits: (each) => each.model === 'gpt-typo', outcome: 'caller_error' })];
    const frames = playFrames({ members: [...fleet(0.1), typo], faults, seconds: 2400, seed: 7 });
    const mended = frames.map((frame) => ({
      ...frame,
      series: frame.series.filter(({ model }) => model !== 'gpt-typo' || secondsAt(frame.startMs) < 900),
    }));
    const { transitions } = detect(mended);
    expect(lastState(transitions)).toBe('resolved');
    expect(transitions.at(-1)?.sentence).toContain('no longer called');
  });

  it('for a model that still fails not because its siblings have recovered', () => {
    const slow = (each: Member): boolean => each.model === 'opus-4-8';
    const faults = [
      fault(600, 1500, { hits: slow, outcome: 'overloaded', share: 0.1 }),
      fault(600, 900, { hits: at('anthropic'), outcome: 'overloaded', share: 0.1 }),
    ];
    const transitions = play(fleet(0.25), faults, 1490);
    const recovering = transitions.filter(({ incident }) => incident.state === 'recovering');
    expect(recovering).toEqual([]);
  });

  it('under the widest name it had', () => {
    const faults = claudeModels.map((model, index) =>
      fault(600, 700 + index * 200, { hits: (each) => each.model === model, outcome: 'overloaded' }),
    );
    const transitions = play(fleet(0.3), faults, 2000);
    expect(lastState(transitions)).toBe('resolved');
    expect(transitions.at(-1)?.sentence).toContain('vendor-wide');
  });
});

describe('what is usual from the start', () => {
  it.each(['rate_limited', 'caller_error'] as const)('is no incident of ours: %s', (outcome) => {
    const always = fault(0, 3600, { hits: at('openai'), outcome, share: 0.1 });
    expect(play(fleet(0.1), [always], 3600)).toEqual([]);
  });

  it('is one when a vendor has failed since the first call', () => {
    const always = fault(0, 600, { hits: at('openai'), outcome: 'vendor_error' });
    expect(confirmedClasses(play(fleet(0.1), [always], 600))).not.toEqual([]);
  });
});

describe('the evidence', () => {
  it('counts a model that joins late from its own first failure', () => {
    const faults = [
      fault(600, 1100, { hits: (each) => each.model === 'opus-4-8', outcome: 'overloaded' }),
      fault(800, 1100, { hits: (each) => each.model === 'sonnet-4-6', outcome: 'overloaded' }),
    ];
    const affected = play(fleet(0.3), faults, 1090).at(-1)?.incident.evidence.affected ?? [];
    const sonnet = affected.find(({ model }) => model === 'sonnet-4-6');
    expect(secondsAt(sonnet?.firstBadMs ?? 0)).toBeGreaterThanOrEqual(798);
    expect((sonnet?.bad ?? 0) / (sonnet?.attempts ?? 1)).toBeGreaterThan(0.95);
  });
});
