import { describe, expect, it } from 'vitest';
import type { Rows } from '../model/call.ts';
import { createMemoryStore } from '../store/memory/memory-store.ts';
import type { AppendResult, Intake } from '../store/store.ts';
import { endedAtMs, exportBody, readableSpan } from './otel-export.fixture.ts';
import { type CountedCalls, exportMetrics } from './otel-metrics.fixture.ts';
import { type Bench, createBench, post } from './receiver.fixture.ts';

const json = 'application/json';
const contentTypes = { protobuf: 'application/x-protobuf', json } as const;
const minuteMs = 60_000;

/** A receiver that began before all series here did. */
function createOldBench(intake?: Intake): Bench {
  let isFirst = true;
  const now = (): number => {
    const began = isFirst;
    isFirst = false;
    return began ? endedAtMs - 60 * minuteMs : endedAtMs + 1000;
  };
  return createBench({ now, ...(intake ? { intake } : {}) });
}

/** An intake whose answers are given by hand, in the order in which they are asked for. */
function createManualIntake() {
  const asked: { readonly rows: Rows; readonly answer: (result: AppendResult) => void }[] = [];
  const intake: Intake = {
    refusal: () => undefined,
    append: (rows) => new Promise((answer) => asked.push({ rows, answer })),
  };
  return { intake, asked };
}

const durable: AppendResult = { kind: 'durable' };
const retry: AppendResult = { kind: 'retry', afterSeconds: 1, reason: 'the spool is full' };
const pause = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

const callsIn = (rows: readonly Rows[]): readonly number[] =>
  rows.flatMap(({ metered = [] }) => metered.map(({ calls }) => calls));

function send({ app }: Bench, ...counted: readonly CountedCalls[]): Promise<Response> {
  return Promise.resolve(
    app.request('/v1/metrics', post(json, exportMetrics('json', 'cumulative', ...counted))),
  );
}

describe.each(['protobuf', 'json'] as const)('an export of metrics in %s', (encoding) => {
  it('becomes counts of calls, and what else an app measures is taken without a warning', async () => {
    const bench = createBench();
    const failed = { calls: 3, attributes: { 'error.type': 'overloaded_error' } };
    const body = exportMetrics(encoding, 'delta', { calls: 97 }, failed);
    const response = await bench.app.request('/v1/metrics', post(contentTypes[encoding], body));
    expect([response.status, await response.text()]).toEqual([200, encoding === 'json' ? '{}' : '']);
    const target = { provider: 'anthropic', model: 'claude-opus-4-8', service: 'checkout', endMs: endedAtMs };
    expect(bench.appended).toMatchObject([
      {
        calls: [],
        attempts: [],
        metered: [
          {
            ...target,
            outcome: 'ok',
            calls: 97,
            durationMsSum: 194_000,
            durationsMs: new Map([[2_000, 97]]),
          },
          { ...target, outcome: 'overloaded', calls: 3 },
        ],
      },
    ]);
    expect(bench.counts).toMatchObject({ 'metrics 200': 1, accepted: 2, 'metrics not_llm': 1 });
  });

  it('that is sent twice names the same points twice, so that the store counts them once', async () => {
    const bench = createBench();
    const body = exportMetrics(encoding, 'delta', { calls: 97 });
    for (let time = 0; time < 2; time++) {
      await bench.app.request('/v1/metrics', post(contentTypes[encoding], body));
    }
    expect(bench.appended[1]).toEqual(bench.appended[0]);
  });
});

describe('cumulative metrics', () => {
  it('add the difference to the export before; one without anything new is not stored', async () => {
    const bench = createOldBench();
    for (const [minutes, calls] of [
      [0, 10],
      [1, 15],
      [2, 15],
      [3, 16],
    ] as const) {
      expect((await send(bench, { calls, endMs: endedAtMs + minutes * minuteMs })).status).toBe(200);
    }
    expect(callsIn(bench.appended)).toEqual([10, 5, 1]);
    expect(bench.counts).toMatchObject({ accepted: 4 });
  });

  it('count nothing when an export is sent again after its answer was lost', async () => {
    const bench = createOldBench();
    for (let time = 0; time < 2; time++) await send(bench, { calls: 10 });
    expect(callsIn(bench.appended)).toEqual([10]);
    expect(bench.counts).toMatchObject({ 'metrics repeated': 1 });
  });

  it('of a process that is older than the receiver count from their second export on', async () => {
    const bench = createBench();
    await send(bench, { calls: 500 });
    await send(bench, { calls: 507, endMs: endedAtMs + minuteMs });
    expect(callsIn(bench.appended)).toEqual([7]);
    expect(bench.counts).toMatchObject({ 'metrics baseline': 1 });
  });

  it('that the store could not take count in full when they come again', async () => {
    const { intake, asked } = createManualIntake();
    const bench = createOldBench(intake);
    const refused = send(bench, { calls: 10 });
    await pause();
    asked[0]?.answer(retry);
    expect((await refused).status).toBe(503);
    expect(bench.counts).not.toHaveProperty('accepted');
    const taken = send(bench, { calls: 10 });
    await pause();
    asked[1]?.answer(durable);
    expect((await taken).status).toBe(200);
    expect(callsIn(asked.map(({ rows }) => rows))).toEqual([10, 10]);
  });

  it('that are sent while an earlier export is on its way to the disk wait for what becomes of it', async () => {
    for (const [first, second] of [
      [durable, 5],
      [retry, 15],
    ] as const) {
      const { intake, asked } = createManualIntake();
      const bench = createOldBench(intake);
      const both = Promise.all([
        send(bench, { calls: 10 }),
        send(bench, { calls: 15, endMs: endedAtMs + minuteMs }),
      ]);
      await pause();
      expect(asked).toHaveLength(1);
      asked[0]?.answer(first);
      await pause();
      asked[1]?.answer(durable);
      expect((await both).map(({ status }) => status)).toEqual([first === durable ? 200 : 503, 200]);
      expect(callsIn(asked.slice(1).map(({ rows }) => rows))).toEqual([second]);
    }
  });

  it('of others do not wait', async () => {
    const { intake, asked } = createManualIntake();
    const bench = createOldBench(intake);
    void send(bench, { calls: 10 });
    void send(bench, { calls: 20, attributes: { 'error.type': 'timeout' } });
    await pause();
    expect(callsIn(asked.map(({ rows }) => rows))).toEqual([10, 20]);
  });

  it('fail for nobody else when one export fails by a fault of the store', async () => {
    let isBroken = true;
    const appended: Rows[] = [];
    const bench = createOldBench({
      refusal: () => undefined,
      async append(rows) {
        if (isBroken) throw new Error('disk');
        appended.push(rows);
        return durable;
      },
    });
    expect((await send(bench, { calls: 10 })).status).toBe(503);
    isBroken = false;
    expect((await send(bench, { calls: 10 })).status).toBe(200);
    expect(callsIn(appended)).toEqual([10]);
  });
});

it('metrics of calls that spans tell too are counted once', async () => {
  const store = createMemoryStore();
  const { app } = createBench({ intake: store });
  const metrics = exportMetrics(
    'json',
    'delta',
    { calls: 2 },
    { calls: 7, attributes: { 'gen_ai.request.model': 'b' } },
  );
  await app.request('/v1/metrics', post(json, metrics));
  await app.request('/v1/traces', post(json, exportBody('json', [readableSpan(1), readableSpan(2)])));
  const counts = await store.windowCounts(endedAtMs + minuteMs, [300]);
  expect(counts.map(({ model, calls }) => [model, calls])).toEqual([
    ['b', 7],
    ['claude-opus-4-8', 2],
  ]);
});

it('a body of metrics that is broken is refused for good, and counted', async () => {
  const bench = createBench();
  const response = await bench.app.request('/v1/metrics', post(json, '{"resourceMetrics":1}'));
  expect(response.status).toBe(400);
  expect(bench.counts).toMatchObject({ 'metrics decode errors': 1 });
});
