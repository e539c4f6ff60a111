import { describe, expect, it } from 'vitest';
import { detect, type Fault, fleet, type Member, playFrames } from './fleet.fixture.ts';

/** Names that objects have by nature: what is kept under a name must be what was put there. */
const unusual: Readonly<Record<string, string>> = {
  'opus-4-8': 'constructor',
  'opus-4-7': 'toString',
  'sonnet-4-6': '__proto__',
  openai: '__proto__',
  'gcp.gemini': 'hasOwnProperty',
};

function renamed(text: string): string {
  return Object.hasOwn(unusual, text) ? (unusual[text] as string) : text;
}

const faults = {
  'one model fails': ({ model }: Member) => model === 'sonnet-4-6',
  'a vendor fails': ({ provider }: Member) => provider === 'anthropic',
  'another vendor fails': ({ provider }: Member) => provider === 'openai',
} as const;

describe('models and vendors of unusual names', () => {
  it.each(Object.entries(faults))('have the same incidents as others: %s', (_, hits) => {
    const fault: Fault = { from: 200, to: 420, hits, outcome: 'vendor_error', share: 0.95 };
    const members = fleet();
    const others = members.map((each) => ({
      ...each,
      provider: renamed(each.provider),
      model: renamed(each.model),
    }));
    const hit = new Set(members.flatMap((each, place) => (hits(each) ? [others[place]] : [])));
    const told = story(members, fault);
    const toldOfOthers = story(others, { ...fault, hits: (each) => hit.has(each) });
    expect(told.length).toBeGreaterThan(2);
    expect(toldOfOthers).toEqual(told.map((each) => ({ ...each, models: each.models.map(renamed).sort() })));
  });
});

function story(members: readonly Member[], fault: Fault) {
  const { transitions } = detect(playFrames({ members, faults: [fault], seconds: 900, seed: 7 }));
  return transitions.map(({ incident, atMs }) => ({
    atMs,
    state: incident.state,
    class: incident.class,
    models: [...incident.models].sort(),
  }));
}
