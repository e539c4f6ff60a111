import type { Attempt, Call, Rows } from '../../model/call.ts';
import type { Incident } from '../../model/incident.ts';
import { badOutcomes, type FrameCount, foldFrames, foldWindows, type SliceCount } from '../fold.ts';
import { cellRange, grainOf, minuteMs, requireMultiple, secondsMs } from '../grid.ts';
import { bucketOf, quantileMs } from '../histogram.ts';
import type { ModelTraffic, Store, StoreStats, StripCell, TimeRange } from '../store.ts';

/** The store on arrays: forgets everything with the process. For tests, and for a look without a database. */
export function createMemoryStore(): Store {
  const calls = new Map<string, Call>();
  const attempts = new Map<string, Attempt>();
  const incidents = new Map<string, { readonly version: number; readonly incident: Incident }>();
  let rowsDuplicate = 0;
  let isClosed = false;

  const ended = (range: TimeRange): readonly Attempt[] =>
    [...attempts.values()].filter(({ endMs }) => endMs >= range.sinceMs && endMs < range.untilMs);

  return {
    async append(rows: Rows) {
      if (isClosed) return { kind: 'retry', afterSeconds: 1, reason: 'shutting down' };
      const before = calls.size + attempts.size;
      for (const call of rows.calls) addOnce(calls, call);
      for (const attempt of rows.attempts) addOnce(attempts, attempt);
      rowsDuplicate += rows.calls.length + rows.attempts.length - (calls.size + attempts.size - before);
      return { kind: 'durable' };
    },
    async frames(range, widthMs) {
      requireMultiple(widthMs, secondsMs);
      const counts = ended(cellRange(range, widthMs)).map((attempt) => frameCount(attempt, widthMs));
      return foldFrames(range, widthMs, counts);
    },
    async windowCounts(untilMs, windowsSeconds) {
      requireMultiple(untilMs, minuteMs);
      const windows = [...new Set(windowsSeconds)].sort((a, b) => a - b);
      for (const window of windows) requireMultiple(window * 1000, minuteMs);
      return foldWindows(windows, sliceCounts(calls.values(), untilMs, windows));
    },
    async observedSinceMs() {
      const ends = [...calls.values()].map(({ endMs }) => endMs);
      return ends.length === 0 ? null : Math.floor(Math.min(...ends) / minuteMs) * minuteMs;
    },
    waitingSinceMs: () => null,
    async save({ atMs, incident }) {
      if ((incidents.get(incident.id)?.version ?? 0) > atMs) return;
      incidents.set(incident.id, { version: atMs, incident });
    },
    async incidents(sinceMs) {
      return [...incidents.values()]
        .map(({ incident }) => incident)
        .filter(({ firstBadMs }) => firstBadMs >= sinceMs)
        .sort((a, b) => b.firstBadMs - a.firstBadMs || (a.id < b.id ? -1 : 1));
    },
    async strip(range, cellMs) {
      requireMultiple(cellMs, secondsMs);
      return strip(ended(cellRange(range, cellMs)), cellMs);
    },
    async traffic(range) {
      return traffic(ended(cellRange(range, grainOf(range))));
    },
    health: () => ({ ready: !isClosed, engine: 'up', spooledRows: 0, spooledBytes: 0, detail: '' }),
    stats: () => statsOf(calls.size + attempts.size, rowsDuplicate),
    async close() {
      isClosed = true;
    },
  };
}

function addOnce<Row extends Call | Attempt>(rows: Map<string, Row>, row: Row): void {
  const identity = row.traceId + row.spanId;
  if (!rows.has(identity)) rows.set(identity, row);
}

function frameCount(attempt: Attempt, widthMs: number): FrameCount {
  const startMs = Math.floor(attempt.endMs / widthMs) * widthMs;
  return { ...attempt, startMs, attempts: 1, services: [attempt.service] };
}

function* sliceCounts(
  calls: Iterable<Call>,
  untilMs: number,
  windowsSeconds: readonly number[],
): Generator<SliceCount> {
  for (const call of calls) {
    if (call.vantage !== 'client') continue;
    const slice = windowsSeconds.findIndex((seconds) => call.endMs >= untilMs - seconds * 1000);
    const model = call.model || call.responseModel;
    if (call.endMs < untilMs && slice !== -1) yield { ...call, model, slice, calls: 1 };
  }
}

interface OpenTraffic {
  attempts: number;
  bad: number;
  readonly firstChunks: Map<number, number>;
}

function strip(attempts: readonly Attempt[], cellMs: number): readonly StripCell[] {
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

function traffic(attempts: readonly Attempt[]): readonly ModelTraffic[] {
  const models = groupBy(attempts, ({ provider, model }) => [provider, model] as const);
  return models.map(([[provider, model], rows]) => {
    const { attempts, bad, firstChunks } = count(rows);
    return { provider, model, attempts, bad, timeToFirstChunkP95Ms: quantileMs(firstChunks, 0.95) };
  });
}

function count(rows: readonly Attempt[]): OpenTraffic {
  const total: OpenTraffic = { attempts: 0, bad: 0, firstChunks: new Map() };
  for (const { outcome, timeToFirstChunkMs } of rows) {
    total.attempts += 1;
    if (badOutcomes.includes(outcome)) total.bad += 1;
    if (timeToFirstChunkMs === null) continue;
    const bucket = bucketOf(timeToFirstChunkMs);
    total.firstChunks.set(bucket, (total.firstChunks.get(bucket) ?? 0) + 1);
  }
  return total;
}

/** Groups in the order of their keys. */
function groupBy<Key extends readonly [string, string, number?]>(
  rows: readonly Attempt[],
  keyOf: (row: Attempt) => Key,
): readonly (readonly [Key, readonly Attempt[]])[] {
  const groups = new Map<string, [Key, Attempt[]]>();
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
    insertRetries: 0,
    appendsRefused: 0,
    tornLines: 0,
    engineRestarts: 0,
    spooledRows: 0,
    spooledBytes: 0,
  };
}
