import { describe, expect, it } from 'vitest';
import type { Rows } from '../model/call.ts';
import type { SeriesFrame } from '../model/frame.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import type { Intake, Store } from '../store/store.ts';
import { endedAtMs } from './otel-export.fixture.ts';
import { exportUnended, type Unended } from './otel-metrics.fixture.ts';
import { type Bench, createBench, post } from './receiver.fixture.ts';

// A process of our SDK that began ten minutes ago, and a collector that is older than it.

const startMs = endedAtMs - 600_000;
const contentTypes = { protobuf: 'application/x-protobuf', json: 'application/json' } as const;

function createOldBench(intake: Intake): Bench {
  let isFirst = true;
  const now = (): number => {
    const began = isFirst;
    isFirst = false;
    return began ? startMs - 1 : endedAtMs + 1000;
  };
  return createBench({ now, intake });
}

interface Pipeline {
  readonly bench: Bench;
  /** Sends what a process has to tell `ms` after the frame began. */
  tell(ms: number, told: Partial<Unended>): Promise<number>;
  /** What frames tell of each model. */
  frames(count: number): Promise<unknown>;
}

function createPipeline(
  encoding: 'protobuf' | 'json' = 'protobuf',
  store: Store = createMemoryStore(),
): Pipeline {
  const bench = createOldBench(store);
  return {
    bench,
    async tell(ms, told) {
      const body = exportUnended(encoding, { startMs, atMs: endedAtMs + ms, ...told });
      const response = await bench.app.request('/v1/metrics', post(contentTypes[encoding], body));
      return response.status;
    },
    async frames(count) {
      const range = { sinceMs: endedAtMs, untilMs: endedAtMs + count * 2_000 };
      const frames = await store.frames(range, 2_000);
      return frames.map(({ series }) => Object.fromEntries(series.map(told)));
    },
  };
}

const told = ({ model, started, inFlight }: SeriesFrame): [string, unknown] => [model, { started, inFlight }];

const opus = 'claude-opus-4-8';

describe.each(['protobuf', 'json'] as const)('calls begun and in flight in %s', (encoding) => {
  it('are in the frames: what began as a difference, what is in flight as it stands', async () => {
    const { tell, frames, bench } = createPipeline(encoding);
    await tell(500, { started: { [opus]: 3 }, inFlight: [{ calls: 2, age: 0 }] });
    await tell(2_500, {
      started: { [opus]: 7, small: 1 },
      inFlight: [
        { calls: 1, age: 0, phase: 'responding' },
        { calls: 4, age: 0 },
        { calls: 2, age: 5, attributes: { 'gen_ai.operation.name': 'embeddings' } },
        { calls: 9, age: 30, phase: 'backing_off' },
      ],
    });
    expect(await frames(2)).toEqual([
      { [opus]: { started: 3, inFlight: { 0: 2 } } },
      { [opus]: { started: 4, inFlight: { 0: 5, 5: 2 } }, small: { started: 1, inFlight: {} } },
    ]);
    expect(bench.counts).toMatchObject({ accepted: 8 });
    expect(bench.counts).not.toHaveProperty('metrics not_llm');
  });

  it('stand in the series of the attempts of the same key and region', async () => {
    const store = createMemoryStore();
    const { tell } = createPipeline(encoding, store);
    const attributes = { 'faultline.region': 'eu-west-1', 'faultline.credential': 'batch' };
    await tell(0, { inFlight: [{ calls: 1, age: 60, attributes }] });
    const [frame] = await store.frames({ sinceMs: endedAtMs, untilMs: endedAtMs + 2_000 }, 2_000);
    expect(frame?.series).toMatchObject([
      { provider: 'anthropic', model: opus, region: 'eu-west-1', credential: 'batch', inFlight: { 60: 1 } },
    ]);
  });
});

describe('what is in flight', () => {
  it('is nothing as soon as a process tells of no calls, though the gauge has no points then', async () => {
    const { tell, frames } = createPipeline();
    await tell(500, { started: { [opus]: 3 }, inFlight: [{ calls: 3, age: 60 }] });
    await tell(2_500, { started: { [opus]: 3 } });
    expect(await frames(4)).toEqual([{ [opus]: { started: 3, inFlight: { 60: 3 } } }, {}, {}, {}]);
  });

  it('adds up over processes that only their start tells apart', async () => {
    const { tell, frames } = createPipeline();
    await tell(500, { started: { [opus]: 3 }, inFlight: [{ calls: 3, age: 5 }] });
    await tell(600, { startMs: startMs + 1, started: { [opus]: 2 }, inFlight: [{ calls: 2, age: 5 }] });
    await tell(1_900, { started: { [opus]: 4 }, inFlight: [{ calls: 1, age: 5 }] });
    expect(await frames(1)).toEqual([{ [opus]: { started: 6, inFlight: { 5: 3 } } }]);
  });

  it('is told once by an export that is sent again', async () => {
    const { tell, frames, bench } = createPipeline();
    for (const temporality of ['cumulative', 'delta'] as const)
      for (let time = 0; time < 2; time++)
        await tell(500, { temporality, started: { [temporality]: 3 }, inFlight: [{ calls: 2, age: 0 }] });
    expect(await frames(1)).toEqual([
      {
        // Whoever sends deltas names no start, and is another process here.
        [opus]: { started: 0, inFlight: { 0: 4 } },
        cumulative: { started: 3, inFlight: {} },
        delta: { started: 3, inFlight: {} },
      },
    ]);
    expect(bench.counts).toMatchObject({ 'metrics repeated': 1 });
  });

  it('is not moved back by an export that was overtaken', async () => {
    const { tell, frames } = createPipeline();
    await tell(1_500, { started: { [opus]: 5 }, inFlight: [{ calls: 1, age: 0 }] });
    await tell(500, { started: { [opus]: 3 }, inFlight: [{ calls: 9, age: 0 }] });
    expect(await frames(1)).toEqual([{ [opus]: { started: 5, inFlight: { 0: 1 } } }]);
  });

  it('is told by the points that can be read; the others are dropped and counted', async () => {
    const { tell, frames, bench } = createPipeline();
    await tell(500, {
      started: { [opus]: -1 },
      inFlight: [
        { calls: 2, age: 10 },
        { calls: 3 },
        { calls: 3, age: -1 },
        { calls: -3, age: 10 },
        { calls: 2 ** 32 + 1, age: 10 },
        { calls: 3, age: 1e9 },
        { calls: 3, age: 10, attributes: { 'gen_ai.provider.name': '' } },
      ],
    });
    expect(await frames(1)).toEqual([{ [opus]: { started: 0, inFlight: { 10: 2 } } }]);
    expect(bench.counts).toMatchObject({
      accepted: 1,
      'metrics uncountable': 4,
      'metrics implausible': 2,
      'metrics not_llm': 1,
    });
  });

  it('comes again in full when the store could not take it', async () => {
    const appended: Rows[] = [];
    let isFull = true;
    const bench = createOldBench({
      refusal: () => undefined,
      async append(rows) {
        if (isFull) return { kind: 'retry', afterSeconds: 1, reason: 'the spool is full' };
        appended.push(rows);
        return { kind: 'durable' };
      },
    });
    const body = exportUnended('json', {
      startMs,
      atMs: endedAtMs,
      started: { [opus]: 3 },
      inFlight: [{ calls: 2, age: 1 }],
    });
    const send = async (): Promise<number> =>
      (await bench.app.request('/v1/metrics', post(contentTypes.json, body))).status;
    expect(await send()).toBe(503);
    isFull = false;
    expect(await send()).toBe(200);
    expect(appended).toMatchObject([
      { metered: [], started: [{ calls: 3 }], inFlight: [{ calls: [{ ageSeconds: 1, calls: 2 }] }] },
    ]);
  });
});

it('of a process that is older than the collector counts what began since its first export', async () => {
  const store = createMemoryStore();
  const bench = createBench({ intake: store });
  for (const [ms, started] of [
    [0, 500],
    [1_000, 507],
  ] as const) {
    const body = exportUnended('json', { startMs, atMs: endedAtMs + ms, started: { [opus]: started } });
    await bench.app.request('/v1/metrics', post(contentTypes.json, body));
  }
  const [frame] = await store.frames({ sinceMs: endedAtMs, untilMs: endedAtMs + 2_000 }, 2_000);
  expect(frame?.series.map(told)).toEqual([[opus, { started: 7, inFlight: {} }]]);
  expect(bench.counts).toMatchObject({ 'metrics baseline': 1 });
});
