import type { Attempt, Call, Rows, Supplement } from '../../model/call.ts';
import { quantileMs } from '../../model/histogram.ts';
import type { InFlightReport, StartedCalls } from '../../model/in-flight.ts';
import { bucketOf } from '../../model/latency-buckets.ts';
import type { MeteredCalls } from '../../model/metered-calls.ts';
import type { EventCounts, LatencyThreshold } from '../../model/slo.ts';
import type { VendorMinute } from '../../model/vendor-minute.ts';
import { badOutcomes, foldWindows, type SliceCount } from '../fold.ts';
import { cellRange, grainOf, minuteMs, requireMultiple, secondsMs } from '../grid.ts';
import type { ComeBack, ModelTraffic, Store, StoreStats, StripCell, TimeRange } from '../store.ts';
import { countedOutcomes, uncountedOutcomes } from '../vendor-minutes.ts';
import { samplesOf } from './attempt-samples.ts';
import {
  type CountedAttempts,
  type CountedCalls,
  countAttempts,
  countCalls,
  measuredMs,
  withoutReported,
} from './counted.ts';
import { createExplorer } from './explorer.ts';
import { firstDaysOf } from './first-days.ts';
import { framesOf } from './frames.ts';
import { createHistory } from './history.ts';

const comeBack: ComeBack = { kind: 'retry', afterSeconds: 1, reason: 'shutting down' };

/** The store on arrays: forgets everything with the process. For tests, and for a look without a database. */
export function createMemoryStore(): Store {
  const calls = new Map<string, Call>();
  const attempts = new Map<string, Attempt>();
  const metered = new Map<string, MeteredCalls>();
  const started = new Map<string, StartedCalls>();
  const inFlight: InFlightReport[] = [];
  const supplements: Supplement[] = [];
  let rowsDuplicate = 0;
  let isClosed = false;

  const counts = (): readonly MeteredCalls[] => withoutReported(metered.values(), calls.values());
  const ended = (range: TimeRange): readonly CountedAttempts[] =>
    countAttempts(attempts.values(), counts()).filter(
      ({ endMs }) => endMs >= range.sinceMs && endMs < range.untilMs,
    );

  return {
    refusal: () => (isClosed ? comeBack : undefined),
    async append(rows, onFresh) {
      if (isClosed) return comeBack;
      const fresh = {
        ...rows,
        calls: rows.calls.filter((call) => addOnce(calls, call.traceId + call.spanId, call)),
        attempts: rows.attempts.filter((attempt) =>
          addOnce(attempts, attempt.traceId + attempt.spanId, attempt),
        ),
        metered: (rows.metered ?? []).filter((point) => addOnce(metered, point.pointId, point)),
        started: (rows.started ?? []).filter((point) => addOnce(started, point.pointId, point)),
      };
      for (const report of rows.inFlight ?? []) inFlight.push(report);
      for (const told of rows.supplements ?? []) supplements.push(told);
      rowsDuplicate += rowsIn(rows) - rowsIn(fresh);
      onFresh?.(fresh);
      return { kind: 'durable' };
    },
    async frames(range, widthMs) {
      requireMultiple(widthMs, secondsMs);
      return framesOf(range, widthMs, {
        attempts: ended(cellRange(range, widthMs)).filter(hasAttempts),
        calls: calls.values(),
        started: started.values(),
        inFlight,
      });
    },
    async windowCounts(untilMs, windowsSeconds, excluded = [], thresholds = []) {
      requireMultiple(untilMs, minuteMs);
      const windows = [...new Set(windowsSeconds)].sort((a, b) => a - b);
      for (const window of windows) requireMultiple(window * 1000, minuteMs);
      const counted = countCalls(calls.values(), counts());
      const slices = sliceCounts(counted, untilMs, windows, excluded, thresholds);
      return foldWindows(windows, slices, excluded);
    },
    firstDays: async (question) => firstDaysOf(countCalls(calls.values(), counts()), question),
    async observedSinceMs() {
      const counted = countCalls(calls.values(), [...metered.values()]);
      const ends = counted.map(({ endMs }) => endMs);
      return ends.length === 0 ? null : Math.floor(Math.min(...ends) / minuteMs) * minuteMs;
    },
    waitingSinceMs: () => null,
    attemptsThat: async (question) => samplesOf([...attempts.values()], question),
    ...createHistory(),
    ...createExplorer({ calls, attempts, supplements, ended, counts }),
    async vendorMinutes(provider, range) {
      const own = ended(range).filter(
        (each) =>
          each.provider === provider && hasAttempts(each) && !uncountedOutcomes.includes(each.outcome),
      );
      return minutesOf(own);
    },
    async strip(range, cellMs) {
      requireMultiple(cellMs, secondsMs);
      return strip(ended(cellRange(range, cellMs)).filter(hasAttempts), cellMs);
    },
    async traffic(range) {
      return traffic(ended(cellRange(range, grainOf(range)))).filter(hasAttempts);
    },
    isSpeaking: async () => true,
    health: () => ({ ready: !isClosed, engine: 'up', spooledRows: 0, spooledBytes: 0, detail: '' }),
    stats: () => statsOf(calls.size + attempts.size + metered.size + started.size, rowsDuplicate),
    async close() {
      isClosed = true;
    },
  };
}

function rowsIn({ calls, attempts, metered = [], started = [] }: Rows): number {
  return calls.length + attempts.length + metered.length + started.length;
}

/** False when it was there already. */
function addOnce<Row>(rows: Map<string, Row>, identity: string, row: Row): boolean {
  if (rows.has(identity)) return false;
  rows.set(identity, row);
  return true;
}

/** A metric may tell of first chunks before it tells of the calls that they belong to. */
function hasAttempts({ attempts }: { readonly attempts: number }): boolean {
  return attempts > 0;
}

function* sliceCounts(
  calls: readonly CountedCalls[],
  untilMs: number,
  windowsSeconds: readonly number[],
  excluded: readonly TimeRange[],
  thresholds: readonly LatencyThreshold[],
): Generator<SliceCount> {
  for (const call of calls) {
    const slice = windowsSeconds.findIndex((seconds) => call.endMs >= untilMs - seconds * 1000);
    const excludedBy = excluded.flatMap(({ sinceMs, untilMs: endMs }, index) =>
      call.endMs >= sinceMs && call.endMs < endMs ? [index] : [],
    );
    if (call.endMs < untilMs && slice !== -1)
      yield { ...call, slice, excludedBy, timed: timedOf(call, thresholds) };
  }
}

function timedOf(call: CountedCalls, thresholds: readonly LatencyThreshold[]): readonly EventCounts[] {
  return thresholds.map(({ measure, thresholdMs }) => {
    let [good, bad] = [0, 0];
    for (const [valueMs, count] of measuredMs(call, measure)) {
      if (valueMs < thresholdMs) good += count;
      else bad += count;
    }
    return { good, bad };
  });
}

function minutesOf(attempts: readonly CountedAttempts[]): readonly VendorMinute[] {
  const groups = groupBy(attempts, ({ region, endMs }) => [
    region,
    '',
    Math.floor(endMs / minuteMs) * minuteMs,
  ]);
  return groups
    .map(([[region, , startMs], rows]) => {
      const sum = (outcomes: readonly string[] | null): number =>
        rows
          .filter(({ outcome }) => outcomes === null || outcomes.includes(outcome))
          .reduce((total, row) => total + row.attempts, 0);
      const { serverErrors, rateLimited, timeouts, network } = countedOutcomes;
      return {
        startMs,
        region,
        requests: sum(null),
        ...{ serverErrors: sum(serverErrors), rateLimited: sum(rateLimited) },
        ...{ timeouts: sum(timeouts), network: sum(network) },
      };
    })
    .sort((a, b) => a.startMs - b.startMs || (a.region < b.region ? -1 : 1));
}

interface OpenTraffic {
  attempts: number;
  bad: number;
  readonly firstChunks: Map<number, number>;
}

function strip(attempts: readonly CountedAttempts[], cellMs: number): readonly StripCell[] {
  const cells = groupBy(attempts, ({ provider, model, endMs }) => [
    provider,
    model,
    Math.floor(endMs / cellMs) * cellMs,
  ]);
  return cells.map(([[provider, model, startMs], rows]) => {
    const { attempts, bad } = count(rows);
    return { provider, model, startMs, attempts, bad };
  });
}

function traffic(attempts: readonly CountedAttempts[]): readonly ModelTraffic[] {
  const models = groupBy(attempts, ({ provider, model }) => [provider, model] as const);
  return models.map(([[provider, model], rows]) => {
    const { attempts, bad, firstChunks } = count(rows);
    return { provider, model, attempts, bad, timeToFirstChunkP95Ms: quantileMs(firstChunks, 0.95) };
  });
}

function count(rows: readonly CountedAttempts[]): OpenTraffic {
  const total: OpenTraffic = { attempts: 0, bad: 0, firstChunks: new Map() };
  for (const { outcome, attempts, firstChunksMs } of rows) {
    total.attempts += attempts;
    if (badOutcomes.includes(outcome)) total.bad += attempts;
    for (const [valueMs, values] of firstChunksMs) {
      const bucket = bucketOf(valueMs);
      total.firstChunks.set(bucket, (total.firstChunks.get(bucket) ?? 0) + values);
    }
  }
  return total;
}

/** Groups in the order of their keys. */
function groupBy<Key extends readonly [string, string, number?]>(
  rows: readonly CountedAttempts[],
  keyOf: (row: CountedAttempts) => Key,
): readonly (readonly [Key, readonly CountedAttempts[]])[] {
  const groups = new Map<string, [Key, CountedAttempts[]]>();
  for (const row of rows) {
    const key = keyOf(row);
    const name = JSON.stringify(key);
    const group = groups.get(name);
    if (group) group[1].push(row);
    else groups.set(name, [key, [row]]);
  }
  return [...groups.values()].sort(([a], [b]) => compare(a, b));
}

function compare(a: readonly [string, string, number?], b: readonly [string, string, number?]): number {
  if (a[0] !== b[0]) return a[0] < b[0] ? -1 : 1;
  if (a[1] !== b[1]) return a[1] < b[1] ? -1 : 1;
  return (a[2] ?? 0) - (b[2] ?? 0);
}

function statsOf(rows: number, rowsDuplicate: number): StoreStats {
  return {
    rowsAppended: rows,
    rowsDuplicate,
    rowsInserted: rows,
    rowsRejected: 0,
    segmentsInserted: 0,
    segmentsRejected: 0,
    insertFailures: {},
    appendsRefused: {},
    tornLines: 0,
    engineRestarts: 0,
    spooledRows: 0,
    spooledBytes: 0,
  };
}
