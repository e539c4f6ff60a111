import { describe, expect, it } from 'vitest';
import type { Incident } from '../../model/incident.ts';
import type { ReviewedIncident } from '../../model/incident-review.ts';
import { sampleTransition } from '../../store/samples.fixture.ts';
import type { ModelTraffic, StripCell } from '../../store/store.ts';
import { buildWall, type WallInput } from './wall.ts';

const nowMs = Date.parse('2026-06-22T01:00:00Z');
const axis = { startMs: nowMs - 10 * 120_000, cellMs: 120_000, cells: 10 };

function traffic(provider: string, model: string, attempts: number, bad: number): ModelTraffic {
  return { provider, model, attempts, bad, timeToFirstChunkP95Ms: 900 };
}

function cell(provider: string, model: string, index: number, attempts: number, bad: number): StripCell {
  return { provider, model, startMs: axis.startMs + index * axis.cellMs, attempts, bad };
}

const healthy: WallInput = {
  version: 7,
  nowMs,
  dataAtMs: nowMs - 2000,
  axis,
  cells: [cell('anthropic', 'opus', 9, 100, 1), cell('anthropic', 'haiku', 9, 100, 0)],
  recentMs: 60_000,
  recent: [
    traffic('anthropic', 'opus', 100, 1),
    traffic('anthropic', 'haiku', 100, 0),
    traffic('openai', 'gpt', 50, 0),
  ],
  usual: [],
  usualErrorShare: () => 0.004,
  incidents: [],
  store: { ready: true, engine: 'up', spooledRows: 0, spooledBytes: 0, detail: '' },
};

function failing(changes: Partial<Incident>, opusRecovered = false, bad = 98): ReviewedIncident {
  const { evidence } = sampleTransition({ firstBadMs: nowMs - 23 * 60_000 }).incident;
  const model = (name: string, recoveredMs: number | null): Incident['evidence']['affected'][number] => ({
    model: name,
    attempts: 100,
    bad,
    firstBadMs: nowMs - 23 * 60_000,
    recoveredMs,
    abandoned: false,
  });
  return sampleTransition({
    firstBadMs: nowMs - 23 * 60_000,
    state: 'confirmed',
    confirmedMs: nowMs - 22 * 60_000,
    models: opusRecovered ? ['haiku'] : ['haiku', 'opus'],
    evidence: { ...evidence, affected: [model('opus', opusRecovered ? nowMs : null), model('haiku', null)] },
    ...changes,
  });
}

function outage(incident: ReviewedIncident): WallInput {
  return {
    ...healthy,
    recent: [
      traffic('anthropic', 'opus', 100, 98),
      traffic('anthropic', 'haiku', 100, 98),
      traffic('openai', 'gpt', 50, 0),
    ],
    incidents: [incident],
  };
}

function states(input: WallInput): Record<string, string> {
  const rows = buildWall(input).vendors.flatMap((vendor) => [
    [vendor.provider, vendor.state],
    ...vendor.models.map((model) => [model.model, model.state]),
  ]);
  return Object.fromEntries(rows) as Record<string, string>;
}

describe('the wall', () => {
  it('looks at each row a few times, however many models there are', () => {
    let looked = 0;
    const cells = Array.from({ length: 1_000 }, (_, index) =>
      Object.defineProperty(cell('anthropic', `model-${index}`, 9, 10, 0), 'provider', {
        get: () => {
          looked += 1;
          return 'anthropic';
        },
      }),
    );
    expect(buildWall({ ...healthy, cells, recent: [] }).vendors[0]?.models).toHaveLength(1_000);
    expect(looked).toBeLessThan(10 * cells.length);
  });

  it('says so when all is well, with how much it has seen', () => {
    const wall = buildWall(healthy);
    expect(wall.headline).toBe('All vendors are normal.');
    expect(wall.summary).toBe('250 attempts a minute on 3 models of Anthropic, OpenAI.');
    expect(wall.state).toBe('ok');
  });

  it('leads with the vendor, the models and how long', () => {
    const wall = buildWall(outage(failing({})));
    expect(wall.headline).toBe('Anthropic is failing on all 2 models, for 23 minutes.');
    expect(wall.state).toBe('down');
  });

  it('gives each model its own state while they recover one by one', () => {
    expect(states(outage(failing({}, true)))).toEqual({
      anthropic: 'down',
      opus: 'recovering',
      haiku: 'down',
      openai: 'ok',
      gpt: 'ok',
    });
  });

  it('calls a vendor degraded, not down, when one model of several fails', () => {
    const one = failing({ class: 'single_model', widestClass: 'single_model' }, true);
    expect(states(outage(one)).anthropic).toBe('degraded');
  });

  it('calls a model failing as soon as it is known, although most of the last minute was fine', () => {
    const input = outage(failing({}));
    const recent = input.recent.map((row) => ({ ...row, bad: row.provider === 'anthropic' ? 30 : 0 }));
    expect(states({ ...input, recent }).opus).toBe('down');
  });

  it('calls a model degraded when it fails at ten per cent', () => {
    const input = outage(failing({}, false, 10));
    const recent = input.recent.map((row) => ({ ...row, bad: row.provider === 'anthropic' ? 10 : 0 }));
    expect(states({ ...input, recent }).opus).toBe('degraded');
  });

  it('claims nothing about vendors while our own network is down', () => {
    const local = failing({
      channel: 'connection',
      class: 'local_network',
      widestClass: 'local_network',
      provider: null,
      models: [],
    });
    expect(new Set(Object.values(states(outage(local))))).toEqual(new Set(['unknown']));
    expect(buildWall(outage(local)).headline).toBe(
      'Our own network: no vendor can be reached, for 23 minutes.',
    );
  });

  it('does not paint a vendor red for our own account or our own deploy', () => {
    const ours = failing({ channel: 'client_error', class: 'client_error', widestClass: 'client_error' });
    expect(states(outage(ours)).anthropic).toBe('ok');
    expect(buildWall(outage(ours)).headline).toContain('look at the last deploy');
  });

  it('does not paint a vendor green that fails on one of our keys only', () => {
    const oneKey = failing({ class: 'credential', widestClass: 'credential', credential: 'k0' });
    expect(states(outage(oneKey)).opus).toBe('down');
    expect(buildWall(outage(oneKey)).headline).toBe(
      'Anthropic is failing on one of our keys, for 23 minutes.',
    );
  });

  it('calls late answers degraded and no answers down, however few have failed', () => {
    const late = { channel: 'latency', kind: 'latency' } as const;
    expect(states({ ...healthy, incidents: [failing(late)] })).toMatchObject({
      anthropic: 'degraded',
      opus: 'degraded',
      openai: 'ok',
    });
    const hang = { channel: 'latency', kind: 'hang' } as const;
    expect(states({ ...healthy, incidents: [failing(hang, false, 5)] })).toMatchObject({
      anthropic: 'down',
      opus: 'down',
    });
    expect(states({ ...healthy, incidents: [failing(hang, true, 5)] }).opus).toBe('recovering');
  });

  it('holds against no vendor what is muted or not its fault, and says so where it says what is wrong', () => {
    const muted = { mutedBy: 'failover drill', notTheVendor: null };
    const denied = { mutedBy: null, notTheVendor: { author: 'kim', text: 'our proxy' } };
    for (const review of [muted, denied]) {
      const told = states(outage({ ...failing({}), review }));
      expect(told).toMatchObject({ anthropic: 'unknown', opus: 'unknown', openai: 'ok' });
    }
    expect(buildWall(outage({ ...failing({}), review: muted })).headline).toBe(
      'Anthropic is failing on all 2 models, for 23 minutes. It is muted: failover drill.',
    );
    const wall = buildWall(outage({ ...failing({}), review: denied }));
    expect(wall.incidents[0]?.sentence).toMatch(/ \(not the vendor, says kim: our proxy\)$/);
    const quota = failing({
      channel: 'rate_limit',
      class: 'rate_limit',
      provider: 'openai',
      state: 'suspected',
    });
    const both = { ...outage(failing({})), incidents: [{ ...failing({}), review: muted }, quota] };
    expect(buildWall(both).headline).toBe('OpenAI may be limiting us, for 23 minutes. And 1 more incident.');
  });

  it('shows a gap where nobody called, not zero errors', () => {
    const [anthropic] = buildWall(healthy).vendors;
    expect(anthropic?.strip.slice(0, 9)).toEqual(new Array(9).fill(null));
    expect(anthropic?.strip[9]).toBeCloseTo(0.005, 6);
  });

  it('knows nothing about a model without traffic', () => {
    const quiet = { ...healthy, recent: [] };
    expect(states(quiet).opus).toBe('unknown');
    expect(buildWall(quiet).vendors[0]?.models[0]?.errorShare).toBeNull();
    expect(buildWall(quiet).headline).toBe('No LLM traffic right now.');
  });

  it('tells a new user the next step', () => {
    expect(buildWall({ ...healthy, cells: [], recent: [] }).headline).toBe('No LLM traffic seen yet.');
  });

  it('keeps a resolved incident visible for a while, under the widest class it had, and hides a cleared suspicion', () => {
    const resolved = failing({ state: 'resolved', class: 'single_model', resolvedMs: nowMs });
    const cleared = failing({ state: 'cleared' });
    const wall = buildWall({ ...healthy, incidents: [resolved, cleared] });
    expect(wall.incidents.map((incident) => [incident.state, incident.class])).toEqual([
      ['resolved', 'vendor_wide'],
    ]);
    expect(wall.headline).toBe('All vendors are normal.');
  });

  it('puts the vendor’s fault before ours when both are open, and counts the rest', () => {
    const ours = failing({
      channel: 'rate_limit',
      class: 'rate_limit',
      widestClass: 'rate_limit',
      provider: 'openai',
    });
    const wall = buildWall({ ...outage(failing({})), incidents: [ours, failing({})] });
    expect(wall.headline).toMatch(/^Anthropic is failing .* And 1 more incident\.$/);
  });

  it('says that the collector itself is in trouble', () => {
    const store = { ...healthy.store, ready: false, detail: 'the engine is restarting' };
    expect(buildWall({ ...healthy, store }).collector).toEqual({
      state: 'degraded',
      detail: 'the engine is restarting',
    });
  });
});
