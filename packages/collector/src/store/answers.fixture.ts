import { outcomes } from '@faultline/conventions';
import fc from 'fast-check';
import type { Call, Rows, Supplement } from '../model/call.ts';
import type { RowFilter, RowPosition } from '../model/row-question.ts';
import type { ExcludedCalls, LatencyThreshold } from '../model/slo.ts';
import { dayMs, hourMs, minuteMs } from './grid.ts';
import { sampleAttempt, sampleCall, sampleMetered, sampleReport, sampleStarted } from './samples.fixture.ts';
import type { Store, TimeRange } from './store.ts';

// The same rows and the same questions for every adapter: what one answers, all must answer.

const row = fc.record({
  msAgo: fc.integer({ min: 0, max: 20 * hourMs }),
  daysAgo: fc.constantFrom(0, 0, 1, 3, 6),
  durationMs: fc.integer({ min: 0, max: 2_000_000 }),
  provider: fc.constantFrom('anthropic', 'openai'),
  model: fc.constantFrom('small', 'large'),
  region: fc.constantFrom('', 'eu'),
  service: fc.constantFrom('checkout', 'billing', ''),
  outcome: fc.constantFrom(...outcomes),
  timeToFirstChunkMs: fc.option(fc.integer({ min: 0, max: 1_200_000 })),
  repeat: fc.boolean(),
  inputTokens: fc.option(fc.integer({ min: 0, max: 200_000 })),
  /** Of a process that reports every few seconds. */
  reportedMsAgo: fc.integer({ min: 0, max: 10 * minuteMs }),
  instance: fc.constantFrom('one', 'two', 'three'),
  vendorRequestId: fc.constantFrom('', 'req_1'),
  ageSeconds: fc.constantFrom(0, 5, 60),
  inFlight: fc.nat(3),
});

export function variedRows(untilMs: number): Rows {
  const samples = fc.sample(row, { numRuns: 1_500, seed: 7 });
  const calls = samples.map(({ msAgo, daysAgo, ...sample }) =>
    sampleCall({
      ...endedAs(sample),
      endMs: untilMs - msAgo - daysAgo * dayMs,
      inputTokens: sample.inputTokens,
    }),
  );
  const modelless = sampleCall({ model: '', responseModel: '', outcome: 'unknown', endMs: untilMs - hourMs });
  return {
    calls: [
      ...calls,
      // Spans tell of it on this day alone.
      sampleCall({ service: 'billing', model: 'metered', endMs: untilMs - 3 * dayMs }),
      // Spans do not tell its model, and a supplement does.
      modelless,
      // The oldest of all.
      sampleCall({ vantage: 'gateway', endMs: untilMs - 7 * dayMs }),
    ],
    attempts: samples.map(({ msAgo, repeat, ...sample }) =>
      sampleAttempt({ ...endedAs(sample), endMs: untilMs - msAgo, repeat }),
    ),
    supplements: [
      ...[...calls.filter((_, index) => index % 3 === 0), modelless].map(toldOf),
      ...calls.filter((_, index) => index % 6 === 0).map(toldLaterOf),
    ],
    metered: samples.map(({ msAgo, daysAgo, model, timeToFirstChunkMs, inputTokens: _, ...sample }, index) =>
      sampleMetered({
        ...sample,
        endMs: untilMs - msAgo - daysAgo * dayMs,
        // Spans tell of `model`; of the other, metrics alone.
        model: index % 3 === 0 ? model : 'metered',
        calls: index % 5,
        firstChunksMs: new Map(timeToFirstChunkMs === null ? [] : [[timeToFirstChunkMs, 7]]),
      }),
    ),
    started: samples.map(({ msAgo, provider, model, region }, index) =>
      sampleStarted({ endMs: untilMs - msAgo, provider, model, region, calls: index % 4 }),
    ),
    inFlight: samples.map(({ reportedMsAgo, instance, provider, model, region, ageSeconds, ...sample }) => {
      const calls = { provider, model, region, ageSeconds, calls: sample.inFlight };
      return sampleReport(untilMs - reportedMsAgo, instance, calls, { ...calls, model: 'both', calls: 2 });
    }),
  };
}

type Ended = Pick<
  Call,
  | 'durationMs'
  | 'provider'
  | 'model'
  | 'region'
  | 'service'
  | 'outcome'
  | 'timeToFirstChunkMs'
  | 'vendorRequestId'
>;

/** Of a sample what a call and an attempt have in common: rows have no other fields. */
function endedAs(sample: Ended): Ended {
  const { durationMs, provider, model, region, service, outcome, timeToFirstChunkMs, vendorRequestId } =
    sample;
  return { durationMs, provider, model, region, service, outcome, timeToFirstChunkMs, vendorRequestId };
}

/** What another signal tells of a call: some of it is news. */
function toldOf({ traceId, spanId, endMs }: Call, index: number): Supplement {
  return {
    ...{ traceId, spanId, endMs },
    ...{ durationMs: 7, model: 'told', responseModel: 'told', finishReason: 'stop', httpStatus: 529 },
    ...{ vendorRequestId: 'told', responseId: `told-${index}`, timeToFirstChunkMs: 3 },
    ...{ inputTokens: 50_000, outputTokens: null, cacheReadTokens: 0, cacheWriteTokens: null },
    reasoningTokens: index,
  };
}

/** What a third one tells of it: some facts anew, a count that is smaller, and nothing of others. */
function toldLaterOf(call: Call, index: number): Supplement {
  return {
    ...toldOf(call, index),
    ...{ durationMs: null, finishReason: 'length', httpStatus: 503, responseId: '' },
    ...{ vendorRequestId: 'later', inputTokens: 20_000, outputTokens: 9, reasoningTokens: null },
  };
}

/** Of one vendor for three hours, and of everybody for a while in it; of another one beyond all windows. */
function excludedBefore(untilMs: number): readonly ExcludedCalls[] {
  const at = (sinceMinutes: number, minutes: number): TimeRange => {
    const sinceMs = untilMs - sinceMinutes * minuteMs;
    return { sinceMs, untilMs: sinceMs + minutes * minuteMs };
  };
  return [
    { ...at(190, 180), match: { provider: 'anthropic' } },
    { ...at(100, 7), match: {} },
    { ...at(4, 2), match: { provider: 'openai', environment: 'prod' } },
    { ...at(30 * 24 * 60, 60), match: {} },
  ];
}

/** On edges, where a store that keeps histograms knows as much as one that keeps every call. */
const thresholds: readonly LatencyThreshold[] = [
  { measure: 'duration', thresholdMs: 1_250 },
  { measure: 'time_to_first_chunk', thresholdMs: 200_000 },
  { measure: 'duration', thresholdMs: 1_000_000 },
];

async function firstDays(store: Store, untilMs: number): Promise<readonly unknown[]> {
  const day = Math.floor(untilMs / dayMs) * dayMs;
  const questions = [
    { measure: 'duration', days: 3, callsMin: 5, untilMs: day },
    { measure: 'time_to_first_chunk', days: 2, callsMin: 1, untilMs: day - dayMs },
  ] as const;
  const answers = await Promise.all(questions.map((question) => store.firstDays(question)));
  return answers.map((models) =>
    models.map((model) => ({ ...model, histogram: [...model.histogram].sort(([a], [b]) => a - b) })),
  );
}

async function seriesAnswers(store: Store, untilMs: number): Promise<readonly unknown[]> {
  const question = { range: { sinceMs: untilMs - 2 * hourMs - 1, untilMs }, stepMs: 2_000, filter: {} };
  return [
    await store.series({ ...question, modelsMax: 3 }),
    await store.series({ ...question, stepMs: 5 * minuteMs, modelsMax: 100, filter: { region: 'eu' } }),
    await store.series({
      range: { sinceMs: untilMs - 7 * dayMs, untilMs: untilMs + 3 },
      stepMs: 6 * hourMs,
      modelsMax: 1,
      filter: { provider: 'openai', service: 'billing' },
    }),
    await store.series({ ...question, modelsMax: 2, filter: { model: 'large', provider: 'nobody' } }),
  ];
}

async function rowAnswers(store: Store, untilMs: number): Promise<readonly unknown[]> {
  const range = { sinceMs: untilMs - 20 * hourMs, untilMs };
  const filters: readonly RowFilter[] = [
    {},
    { provider: 'openai', model: 'large', outcomes: ['timeout', 'auth'] },
    { vendorRequestId: 'later' },
    { vendorRequestId: 'told', environment: 'prod', service: '' },
    { model: 'told' },
    { traceId: 'ab'.repeat(16) },
  ];
  const answers: unknown[] = [await store.trace('ab'.repeat(16))];
  for (const kind of ['calls', 'attempts'] as const) {
    for (const filter of filters) {
      let after: RowPosition | null = null;
      for (let page = 0; page < 3; page += 1) {
        const answer: Awaited<ReturnType<Store['calls' | 'attempts']>> = await store[kind]({
          ...{ range, after, filter },
          limit: 60,
        });
        answers.push(answer);
        for (const { traceId } of answer.rows.slice(0, 1)) answers.push(await store.trace(traceId));
        after = answer.next;
        if (after === null) break;
      }
    }
  }
  return answers;
}

export async function answersOf(store: Store, untilMs: number): Promise<readonly unknown[]> {
  return [
    await store.frames({ sinceMs: untilMs - 2 * hourMs + 1, untilMs: untilMs + 3 }, 2_000),
    await store.frames({ sinceMs: untilMs - 20 * hourMs, untilMs }, 10_000),
    await store.frames({ sinceMs: untilMs - 5 * minuteMs, untilMs }, 4_000),
    await store.windowCounts(untilMs, [300, 1_800, 3_600, 21_600, 86_400, 259_200, 604_800]),
    await store.windowCounts(untilMs, [259_200, 60]),
    await store.windowCounts(untilMs, [300, 3_600, 86_400, 604_800], excludedBefore(untilMs)),
    await store.windowCounts(untilMs, [300, 86_400, 604_800], excludedBefore(untilMs), thresholds),
    await store.strip({ sinceMs: untilMs - 3 * hourMs, untilMs }, minuteMs),
    await store.strip({ sinceMs: untilMs - 20_000_001, untilMs }, 30_000),
    await store.traffic({ sinceMs: untilMs - minuteMs, untilMs }),
    await store.traffic({ sinceMs: untilMs - 5 * hourMs - 1, untilMs }),
    await store.traffic({ sinceMs: untilMs - 3 * dayMs, untilMs }),
    ...(await firstDays(store, untilMs)),
    await store.observedSinceMs(),
    ...(await seriesAnswers(store, untilMs)),
    ...(await rowAnswers(store, untilMs)),
    await store.sources({ sinceMs: untilMs - 20 * hourMs, untilMs }),
    await store.sources({ sinceMs: untilMs - 7 * dayMs, untilMs }),
    await store.vendorMinutes('anthropic', { sinceMs: untilMs - 7 * dayMs, untilMs }),
  ];
}
