import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Rows } from '../model/call.ts';
import type { RowPosition } from '../model/row-question.ts';
import { openStore } from './clickhouse/open-store.ts';
import { hourMs, minuteMs } from './grid.ts';
import { createMemoryStore } from './memory/memory-store.ts';
import { sampleAttempt, sampleCall } from './samples.fixture.ts';
import type { Store } from './store.ts';

// The contract of both adapters about series, calls and attempts. Each test has an hour of its own.

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const thisHourMs = Math.floor(Date.now() / hourMs) * hourMs;
const hoursAgo = (hours: number): number => thisHourMs - hours * hourMs;
const hourFrom = (sinceMs: number) => ({ sinceMs, untilMs: sinceMs + hourMs });

describe.each(['memory', 'clickhouse'])('series and calls in the store on %s', (adapter) => {
  let store: Store;
  let directory: string | undefined;

  beforeAll(async () => {
    if (adapter === 'clickhouse') directory = await mkdtemp(join(tmpdir(), 'faultline-calls-'));
    store = directory
      ? await openStore({
          ...{ dataDir: directory, logger: quiet, now: Date.now },
          limits: { segmentAgeMsMax: 20 },
        })
      : createMemoryStore();
    await vi.waitUntil(() => store.health().engine === 'up', 30_000);
  }, 40_000);

  afterAll(async () => {
    await store.close();
    if (directory) await rm(directory, { recursive: true, force: true });
  });

  async function add(rows: Partial<Rows>): Promise<void> {
    expect(await store.append({ calls: [], attempts: [], ...rows })).toMatchObject({ kind: 'durable' });
    await vi.waitUntil(() => store.stats().spooledRows === 0, 20_000);
  }

  test.each([
    ['seconds', 2_000],
    ['minutes', minuteMs],
    ['hours', hourMs],
  ])('a series by %s has a point for each step with attempts, and totals of its own', async (_, stepMs) => {
    const startMs = hoursAgo(4 + stepMs / minuteMs / 30);
    const model = `by-${stepMs}`;
    const later = { endMs: startMs + stepMs, model };
    await add({
      attempts: [
        ...[100, 200, 300].map((durationMs) => sampleAttempt({ endMs: startMs + 1, model, durationMs })),
        // Fast, and no sign of a fast model.
        sampleAttempt({ endMs: startMs + 1, model, durationMs: 10, outcome: 'overloaded' }),
        sampleAttempt({ ...later, outcome: 'rate_limited', durationMs: null }),
        sampleAttempt({ ...later, region: 'eu', durationMs: 4_000, timeToFirstChunkMs: 500 }),
      ],
    });
    const question = { range: hourFrom(startMs), stepMs, modelsMax: 10 };
    const range = { ...question.range, untilMs: startMs + 2 * hourMs };

    const { series } = await store.series({ ...question, range, filter: { model } });

    expect(series).toMatchObject([
      {
        ...{ provider: 'anthropic', model },
        totals: { attempts: 6, bad: 1, outcomes: { ok: 4, overloaded: 1, rate_limited: 1 } },
        points: [
          {
            ...{ startMs, attempts: 4, bad: 1, outcomes: { ok: 3, overloaded: 1 } },
            // Halfway through the bucket from 200 to 250 ms.
            durationMs: { p50: 225 },
            timeToFirstChunkMs: null,
          },
          {
            ...{ startMs: startMs + stepMs, attempts: 2, bad: 0, outcomes: { ok: 1, rate_limited: 1 } },
            durationMs: { p50: 4_500, p95: 4_950, p99: 4_990 },
            timeToFirstChunkMs: { p50: 550 },
          },
        ],
      },
    ]);
    const inRegion = await store.series({ ...question, range, filter: { model, region: 'eu' } });
    expect(inRegion.series).toMatchObject([{ totals: { attempts: 1 } }]);
  });

  test('of too many models those with most attempts are told, and how many were left out', async () => {
    const startMs = hoursAgo(12);
    const attempts = ['c', 'b', 'b', 'a', 'a', 'd'].map((model) => sampleAttempt({ endMs: startMs, model }));
    await add({ attempts });
    const { series, omitted } = await store.series({
      ...{ range: hourFrom(startMs), stepMs: minuteMs, filter: {} },
      modelsMax: 2,
    });
    expect([series.map(({ model }) => model), omitted]).toEqual([['a', 'b'], 2]);
  });

  test('calls are listed newest first, each on one page, though several ended together and one came twice', async () => {
    const startMs = hoursAgo(14);
    const twice = sampleCall({ endMs: startMs + 1, spanId: 'ab'.repeat(8) });
    const calls = [twice, ...[0, 1, 1, 2, 2, 3].map((ms) => sampleCall({ endMs: startMs + ms }))];
    await add({ calls });
    // As it is after a store has forgotten the row: the same bytes, and unknown.
    if (adapter === 'clickhouse') await add({ calls: [{ ...twice, spanId: twice.spanId.toUpperCase() }] });

    const listed: unknown[] = [];
    let after: RowPosition | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<Store['calls']>> = await store.calls({
        ...{ range: hourFrom(startMs), after, limit: 2, filter: {} },
      });
      listed.push(...page.rows.map(({ endMs, spanId }) => `${endMs - startMs} ${spanId}`));
      after = page.next;
      pages += 1;
    } while (after !== null);

    expect(listed).toEqual(
      calls
        .map(({ endMs, spanId, traceId }) => [
          `${endMs - startMs} ${spanId}`,
          `${endMs} ${traceId} ${spanId}`,
        ])
        .sort(([, a = ''], [, b = '']) => (a < b ? 1 : -1))
        .map(([name]) => name),
    );
    expect(pages).toBe(4);
  });

  test('calls and attempts are found by what people know of them', async () => {
    const startMs = hoursAgo(16);
    const known = {
      service: 'it\'s "search"\n\t\\',
      outcome: 'timeout',
      vendorRequestId: 'req_\u0000💥',
    } as const;
    const call = sampleCall({ endMs: startMs, ...known, model: 'found', environment: 'staging' });
    await add({
      calls: [call, sampleCall({ endMs: startMs })],
      attempts: [sampleAttempt({ ...call, callSpanId: call.spanId }), sampleAttempt({ endMs: startMs })],
    });
    const { traceId, spanId } = call;
    for (const filter of [
      { service: known.service },
      { vendorRequestId: known.vendorRequestId },
      { outcomes: ['timeout', 'stalled'] as const, provider: 'anthropic' },
      { traceId },
      { model: 'found', environment: 'staging' },
    ]) {
      const question = { range: hourFrom(startMs), after: null, limit: 10, filter };
      expect((await store.calls(question)).rows).toMatchObject([{ traceId, spanId, faultDomain: 'vendor' }]);
      expect((await store.attempts(question)).rows).toMatchObject([{ traceId, spanId, callSpanId: spanId }]);
      expect((await store.calls({ ...question, range: hourFrom(startMs + 1) })).rows).toEqual([]);
    }
  });

  test('a trace has its calls with their attempts, and the attempts of what has not ended', async () => {
    const startMs = hoursAgo(18);
    const call = sampleCall({ endMs: startMs + 5_000, durationMs: 5_000, attempts: 2, inputTokens: null });
    const { traceId, spanId } = call;
    const attempt = { traceId, callSpanId: spanId };
    const failed = { outcome: 'overloaded', errorType: 'overloaded_error', httpStatus: 529 } as const;
    await add({
      calls: [call],
      attempts: [
        sampleAttempt({ ...call, ...attempt, resendCount: 1 }),
        sampleAttempt({ endMs: startMs + 900, durationMs: 900, ...attempt, ...failed, retryAfterMs: 2_000 }),
        sampleAttempt({ endMs: startMs + 9_000, traceId, callSpanId: 'ab'.repeat(8) }),
      ],
    });
    expect(await store.trace(traceId)).toMatchObject({
      traceId,
      calls: [
        {
          ...{ spanId, startMs, durationMs: 5_000, attemptCount: 2, inputTokens: null, outputTokens: 20 },
          attempts: [
            { ...failed, startMs, retryAfterMs: 2_000, resendCount: 0, faultDomain: 'vendor' },
            { spanId, outcome: 'ok', resendCount: 1, retryAfterMs: null },
          ],
        },
      ],
      attemptsOnly: [{ endMs: startMs + 9_000 }],
      truncated: false,
    });
    expect(await store.trace('cd'.repeat(16))).toBeNull();
  });

  test('what another signal told of a call is shown with it', async () => {
    const startMs = hoursAgo(20);
    const call = sampleCall({ endMs: startMs, vendorRequestId: '', durationMs: null, inputTokens: 10 });
    const told = {
      ...call,
      vendorRequestId: 'req_told',
      durationMs: 700,
      inputTokens: 12,
      finishReason: 'other',
    };
    await add({ calls: [call], supplements: [told] });
    const shown = {
      startMs: startMs - 700,
      vendorRequestId: 'req_told',
      inputTokens: 12,
      finishReason: 'end_turn',
    };
    const question = { range: hourFrom(startMs), after: null, limit: 10 };
    const found = await store.calls({ ...question, filter: { vendorRequestId: 'req_told' } });
    expect(found.rows).toMatchObject([shown]);
    expect((await store.trace(call.traceId))?.calls).toMatchObject([shown]);
  });

  test('of what several signals told of a call the newest of each fact is shown, one after the other', async () => {
    const call = sampleCall({ endMs: hoursAgo(19), vendorRequestId: '', inputTokens: 10, httpStatus: null });
    const first = { ...call, vendorRequestId: 'req_first', inputTokens: 30, httpStatus: 503 };
    await add({ calls: [call], supplements: [first] });
    await add({ supplements: [{ ...first, vendorRequestId: '', inputTokens: 20, httpStatus: 529 }] });
    const shown = { vendorRequestId: 'req_first', inputTokens: 20, httpStatus: 529 };
    expect((await store.trace(call.traceId))?.calls).toMatchObject([shown]);
  });
});
