import { describe, expect, it, onTestFinished } from 'vitest';
import type { Attempt, Call } from '../model/call.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import { sampleAttempt, sampleCall } from '../store/samples.fixture.ts';
import type { Store } from '../store/store.ts';
import { compressSettings, defaultIncidentSettings } from './incident/settings.ts';
import { type Evaluation, type Loop, startLoop } from './loop.ts';
import { defaultSlos } from './slo/default-slos.ts';

const frameMs = 2000;
const startMs = Date.parse('2026-06-22T00:00:00Z');

interface Bench {
  readonly store: Store;
  readonly evaluations: Evaluation[];
  readonly errors: unknown[];
  /** Moves the clock and evaluates. */
  readonly tickAt: (atMs: number) => Promise<Evaluation | undefined>;
}

function bench(
  store: Store = createMemoryStore(),
  compression = 10,
  onTold: () => void = () => undefined,
): Bench {
  const evaluations: Evaluation[] = [];
  const errors: unknown[] = [];
  let nowMs = startMs;
  const loop: Loop = startLoop({
    source: store,
    slos: defaultSlos,
    corrections: [],
    instancesMax: 500,
    ingestDelayMs: () => null,
    incident: compressSettings(defaultIncidentSettings, compression),
    frameMs,
    now: () => nowMs,
    onEvaluation: async (evaluation) => {
      evaluations.push(evaluation);
      onTold();
    },
    onError: (error) => errors.push(error),
  });
  onTestFinished(() => loop.stop());
  return {
    store,
    evaluations,
    errors,
    tickAt: async (atMs) => {
      nowMs = atMs;
      await loop.tick();
      return evaluations.at(-1);
    },
  };
}

/** Two seconds of two vendors; with `outcome` every Claude model ends so. */
function traffic(atMs: number, outcome: Attempt['outcome']): { calls: Call[]; attempts: Attempt[] } {
  const attempts = [
    'claude-opus-4-8',
    'claude-opus-4-7',
    'claude-sonnet-4-6',
    'gpt-5.5',
    'gpt-5-mini',
  ].flatMap((model) =>
    Array.from({ length: 10 }, (_, index) => {
      const provider = model.startsWith('gpt') ? 'openai' : 'anthropic';
      return sampleAttempt({
        endMs: atMs + index * 100,
        provider,
        model,
        outcome: provider === 'anthropic' ? outcome : 'ok',
      });
    }),
  );
  return { calls: attempts.map((attempt) => sampleCall({ ...attempt, attempts: 1 })), attempts };
}

/** Frame by frame: rows arrive `lateFrames` after their frame, ticks come every frame. */
async function play(
  into: Bench,
  fromMs: number,
  frames: number,
  outcome: Attempt['outcome'],
  lateFrames = 0,
): Promise<void> {
  for (let index = 0; index < frames; index += 1) {
    const atMs = fromMs + index * frameMs;
    await into.store.append(traffic(atMs, outcome));
    await into.tickAt(atMs + frameMs * (1 + lateFrames) + 1000);
  }
}

/** All is well for so long; looked at every ten seconds, which comes to the same. */
async function pass(into: Bench, fromMs: number, durationMs: number): Promise<void> {
  for (let sinceMs = 0; sinceMs < durationMs; sinceMs += frameMs) {
    await into.store.append(traffic(fromMs + sinceMs, 'ok'));
    if ((sinceMs + frameMs) % 10_000 === 0) await into.tickAt(fromMs + sinceMs + frameMs + 1000);
  }
}

function statesTold(evaluations: readonly Evaluation[]): readonly string[] {
  const told = evaluations.flatMap(({ transitions }) => transitions.map(({ incident }) => incident.state));
  return told.filter((state, index) => state !== told[index - 1]);
}

describe('evaluation loop', () => {
  it('tells an outage from the rows in the store, from suspicion to resolution', async () => {
    const it = bench();
    await play(it, startMs, 10, 'ok');
    await play(it, startMs + 20_000, 10, 'overloaded');
    await play(it, startMs + 40_000, 20, 'ok');
    expect(statesTold(it.evaluations)).toEqual(['suspected', 'confirmed', 'recovering', 'resolved']);
    expect(it.errors).toEqual([]);
  });

  it('tells it too when every row arrives seconds after its frame', async () => {
    const it = bench(createMemoryStore(), 4);
    await play(it, startMs, 10, 'ok', 3);
    await play(it, startMs + 20_000, 20, 'overloaded', 3);
    expect(statesTold(it.evaluations)).toEqual(['suspected', 'confirmed']);
    expect(it.evaluations.some(({ revisedFrames }) => revisedFrames > 0)).toBe(true);
  });

  it('finds an open incident again after a restart, under the same id', async () => {
    const before = bench();
    await play(before, startMs, 10, 'ok');
    await play(before, startMs + 20_000, 40, 'overloaded');
    const id = before.evaluations.at(-1)?.incidents[0]?.incident.id;
    const after = bench(before.store);
    const first = await after.tickAt(startMs + 101_000);
    expect(first?.incidents.map(({ incident }) => [incident.id, incident.state])).toEqual([
      [id, 'confirmed'],
    ]);
  });

  it('catches up on the frames of a pause longer than it keeps for revision', async () => {
    const it = bench();
    await play(it, startMs, 10, 'ok');
    for (let index = 10; index < 100; index += 1) {
      await it.store.append(traffic(startMs + index * frameMs, 'overloaded'));
    }
    const evaluation = await it.tickAt(startMs + 201_000);
    const [incident] = evaluation?.incidents ?? [];
    expect(incident?.incident.state).toBe('confirmed');
    expect(incident?.incident.firstBadMs).toBe(startMs + 20_000);
  });

  it('survives a store that cannot be read, and goes on when it can', async () => {
    const store = createMemoryStore();
    let broken = true;
    const flaky: Store = {
      ...store,
      frames: (range, widthMs) =>
        broken ? Promise.reject(new Error('engine down')) : store.frames(range, widthMs),
    };
    const it = bench(flaky);
    await it.tickAt(startMs + 10_000);
    expect(it.errors).toHaveLength(1);
    broken = false;
    expect(await it.tickAt(startMs + 12_000)).toBeDefined();
  });

  it('evaluates service levels behind the clock, so that the last minute is complete', async () => {
    const it = bench();
    for (let index = 0; index < 135; index += 1)
      await it.store.append(traffic(startMs + index * frameMs, 'overloaded'));
    const evaluation = await it.tickAt(startMs + 330_000);
    const provider = evaluation?.serviceLevels.statuses.find(
      ({ instance }) => instance.id === 'provider-availability/anthropic/prod',
    );
    expect(provider?.period).toEqual({ good: 0, bad: 4050 });
    const firing = provider?.tiers.filter(({ state }) => state.kind === 'firing').map(({ tier }) => tier);
    expect(firing).toEqual(['page-fast', 'ticket-mostly-failing']);
  });

  it('waits for rows that are acknowledged but not readable yet, and then tells what they say', async () => {
    const store = createMemoryStore();
    let waitingSinceMs: number | null = null;
    const it = bench({ ...store, waitingSinceMs: () => waitingSinceMs });
    await play(it, startMs, 10, 'ok');
    waitingSinceMs = startMs + 20_000;
    await it.tickAt(startMs + 60_000);
    await it.tickAt(startMs + 160_000);
    expect(it.errors).toHaveLength(2);
    for (let index = 10; index < 60; index += 1)
      await store.append(traffic(startMs + index * frameMs, 'overloaded'));
    waitingSinceMs = null;
    const evaluation = await it.tickAt(startMs + 162_000);
    expect(evaluation?.incidents[0]?.incident.firstBadMs).toBe(startMs + 20_000);
  });

  it('sees an outage although its clock ran an hour ahead for a moment', async () => {
    const it = bench();
    await play(it, startMs, 10, 'ok');
    await it.tickAt(startMs + 3_600_000);
    await play(it, startMs + 20_000, 20, 'overloaded');
    expect(it.evaluations.at(-1)?.incidents[0]?.incident.state).toBe('confirmed');
  });

  it('tells what happened once, also where what follows from it fails with each tick', async () => {
    const it = bench(createMemoryStore(), 10, () => {
      throw new Error('the wall cannot be read');
    });
    await play(it, startMs, 10, 'ok');
    await play(it, startMs + 20_000, 10, 'overloaded');
    expect(it.errors).toHaveLength(20);
    const states = it.evaluations.flatMap(({ transitions }) =>
      transitions.map((each) => each.incident.state),
    );
    expect(states).toEqual(['suspected', 'confirmed']);
  });

  it('tells no outage a second time because the clock was set back, and goes on when it has caught up', async () => {
    const it = bench();
    await play(it, startMs, 10, 'ok');
    await play(it, startMs + 20_000, 10, 'overloaded');
    await pass(it, startMs + 40_000, 120_000);
    const told = it.evaluations.length;
    for (const atMs of [30_000, 32_000]) await it.tickAt(startMs + atMs);
    expect(it.evaluations).toHaveLength(told);
    expect(it.errors).toHaveLength(2);
    expect(String(it.errors[0])).toMatch(/clock was set back.* until 20.*Z is judged already/);
    expect(it.errors[1]).toEqual(it.errors[0]);
    await pass(it, startMs + 160_000, 20_000);
    expect(statesTold(it.evaluations)).toEqual(['suspected', 'confirmed', 'recovering', 'resolved']);
  });

  it('tells an outage that is over neither again nor as another one after a restart', async () => {
    const store = createMemoryStore();
    const before = bench(store);
    await play(before, startMs, 10, 'ok');
    await play(before, startMs + 20_000, 10, 'overloaded');
    await pass(before, startMs + 40_000, 90_000);
    // Delivered after minutes: it belongs to the beginning, and the id was given without it.
    await store.append(traffic(startMs + 18_000, 'overloaded'));
    for (const { transitions } of before.evaluations)
      for (const transition of transitions) await store.save(transition);
    expect(statesTold(before.evaluations)).toEqual(['suspected', 'confirmed', 'recovering', 'resolved']);
    const id = before.evaluations.flatMap(({ transitions }) => transitions)[0]?.incident.id;

    const first = await bench(store).tickAt(startMs + 131_000);
    expect(first?.transitions).toEqual([]);
    expect(first?.incidents.map(({ incident }) => [incident.id, incident.state])).toEqual([[id, 'resolved']]);
  });

  it('keeps the id and the beginning of an incident that is older than what a restart replays', async () => {
    const store = createMemoryStore();
    const before = bench(store);
    await play(before, startMs, 10, 'ok');
    await play(before, startMs + 20_000, 10, 'overloaded');
    for (const { transitions } of before.evaluations)
      for (const transition of transitions) await store.save(transition);
    const known = before.evaluations.at(-1)?.incidents[0]?.incident;
    const laterMs = startMs + 3 * 3600 * 1000;
    for (let index = 0; index < 60; index += 1)
      await store.append(traffic(laterMs + index * frameMs, 'overloaded'));
    const first = await bench(store).tickAt(laterMs + 121_000);
    const [found] = first?.incidents ?? [];
    expect([found?.incident.id, found?.incident.firstBadMs]).toEqual([known?.id, known?.firstBadMs]);
  });

  it('closes an incident that ended while nobody was looking', async () => {
    const store = createMemoryStore();
    const before = bench(store);
    await play(before, startMs, 10, 'ok');
    await play(before, startMs + 20_000, 10, 'overloaded');
    for (const { transitions } of before.evaluations)
      for (const transition of transitions) await store.save(transition);
    const laterMs = startMs + 3 * 3600 * 1000;
    await store.append(traffic(laterMs, 'ok'));
    const first = await bench(store).tickAt(laterMs + 121_000);
    expect(first?.transitions.map(({ incident }) => incident.state)).toEqual(['resolved']);
  });

  it('tells an incident even when service levels cannot be read', async () => {
    const store = createMemoryStore();
    const it = bench({ ...store, windowCounts: () => Promise.reject(new Error('too slow')) });
    await play(it, startMs, 30, 'ok');
    await play(it, startMs + 60_000, 20, 'overloaded');
    expect(statesTold(it.evaluations)).toEqual(['suspected', 'confirmed']);
    expect(it.errors.length).toBeGreaterThan(0);
  });
});
