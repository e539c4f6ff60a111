import type { Call } from '../../model/call.ts';
import type { Frame, Histogram, SeriesKey } from '../../model/frame.ts';
import type { InFlightReport, StartedCalls } from '../../model/in-flight.ts';
import { bucketOf } from '../../model/latency-buckets.ts';
import { targetOf } from '../../model/target.ts';
import { goodOutcomes } from '../fold.ts';
import { type CallSums, type FrameCount, foldFrames, type InFlightSum } from '../fold-frames.ts';
import { secondsMs } from '../grid.ts';
import { framesOfReport } from '../in-flight-hold.ts';
import type { TimeRange } from '../store.ts';
import { type CountedAttempts, isSeenByItsClient } from './counted.ts';

/** What frames are made of; what lies outside of their range is left aside. */
export interface FrameRows {
  readonly attempts: Iterable<CountedAttempts>;
  readonly calls: Iterable<Call>;
  readonly started: Iterable<StartedCalls>;
  readonly inFlight: Iterable<InFlightReport>;
}

export function framesOf(range: TimeRange, widthMs: number, rows: FrameRows): readonly Frame[] {
  const startOf = (endMs: number): number => Math.floor(endMs / widthMs) * widthMs;
  return foldFrames(range, widthMs, {
    ended: [...rows.attempts].map((each) => frameCount(each, startOf(each.endMs))),
    calls: callSums(rows, startOf),
    inFlight: inFlightSums(rows.inFlight, widthMs),
  });
}

function frameCount(counted: CountedAttempts, startMs: number): FrameCount {
  const isGood = goodOutcomes.includes(counted.outcome);
  return {
    ...counted,
    startMs,
    services: [counted.service],
    durationMs: bucketsOf(isGood ? counted.durationMs : null),
    firstChunkMs: bucketsOf(isGood ? counted.timeToFirstChunkMs : null),
  };
}

function bucketsOf(valueMs: number | null): Histogram {
  return valueMs === null ? {} : { [bucketOf(valueMs)]: 1 };
}

/** Each series once in each frame. */
function callSums({ calls, started }: FrameRows, startOf: (endMs: number) => number): readonly CallSums[] {
  const sums = new Map<string, CallSums>();
  const add = (key: SeriesKey, endMs: number, more: Omit<CallSums, keyof SeriesKey | 'startMs'>): void => {
    const { provider, model, region, credential } = key;
    const startMs = startOf(endMs);
    const name = JSON.stringify([startMs, provider, model, region, credential]);
    const sum = sums.get(name) ?? { started: 0, prompts: 0, promptTokens: 0 };
    sums.set(name, {
      ...{ startMs, provider, model, region, credential },
      started: sum.started + more.started,
      prompts: sum.prompts + more.prompts,
      promptTokens: sum.promptTokens + more.promptTokens,
    });
  };
  for (const row of started) add(row, row.endMs, { started: row.calls, prompts: 0, promptTokens: 0 });
  for (const call of calls) {
    if (call.inputTokens === null || !isSeenByItsClient(call)) continue;
    const { model } = targetOf(call);
    add({ ...call, model }, call.endMs, { started: 0, prompts: 1, promptTokens: call.inputTokens });
  }
  return [...sums.values()];
}

/** For each frame the newest report of each process that stands at its end, added up. */
function inFlightSums(reports: Iterable<InFlightReport>, widthMs: number): readonly InFlightSum[] {
  const sums = new Map<string, OpenSum>();
  for (const [startMs, newest] of newestReports(reports, widthMs)) {
    for (const { calls } of newest) {
      for (const { provider, model, region, credential, ageSeconds, calls: count } of calls) {
        const key = { startMs, provider, model, region, credential };
        const name = JSON.stringify(key);
        const sum: OpenSum = sums.get(name) ?? { ...key, inFlight: {} };
        sums.set(name, sum);
        if (count > 0) sum.inFlight[ageSeconds] = (sum.inFlight[ageSeconds] ?? 0) + count;
      }
    }
  }
  return [...sums.values()];
}

type OpenSum = InFlightSum & { readonly inFlight: Record<string, number> };

/** By frame: of each process its newest report, in as many pieces as it came in, each of them once. */
function newestReports(
  reports: Iterable<InFlightReport>,
  widthMs: number,
): Iterable<readonly [startMs: number, reports: Iterable<InFlightReport>]> {
  const frames = new Map<number, Map<string, Map<string, InFlightReport>>>();
  for (const report of reports) {
    const cellMs = Math.floor(report.atMs / secondsMs) * secondsMs;
    for (const startMs of framesOfReport(cellMs, widthMs)) {
      const frame = frames.get(startMs) ?? new Map<string, Map<string, InFlightReport>>();
      frames.set(startMs, frame);
      const pieces = frame.get(report.instance) ?? new Map<string, InFlightReport>();
      const [newest] = pieces.values();
      if (newest && newest.atMs > report.atMs) continue;
      if (newest && newest.atMs < report.atMs) pieces.clear();
      frame.set(report.instance, pieces.set(JSON.stringify(report.calls), report));
    }
  }
  return [...frames].map(([startMs, frame]) => [
    startMs,
    [...frame.values()].flatMap((pieces) => [...pieces.values()]),
  ]);
}
