import type { Outcome } from '@faultline/conventions';
import { z } from 'zod';
import type { Frame, Histogram, SeriesFrame, SeriesKey } from '../model/frame.ts';
import { type Recording, RecordingError } from './recording.ts';

/** A scenario of the benchmark `llm-incident-bench/1`: `scenario.json` beside `buckets.csv`. Its truth is not read. */
const scenarioSchema = z.object({
  format: z.literal('llm-incident-bench/1'),
  id: z.string(),
  bucket_seconds: z.number().positive(),
  virtual_start: z.iso.datetime({ offset: true }).transform((text) => Date.parse(text)),
  duration_s: z.number().positive(),
  series: z.array(
    z.object({
      provider: z.string(),
      model: z.string(),
      region: z.string().nullish().transform(emptyIfNone),
      credential: z.string().nullish().transform(emptyIfNone),
    }),
  ),
  ttft_edges_s: z.array(z.number().positive()),
});

type ScenarioFile = z.infer<typeof scenarioSchema>;

function emptyIfNone(text: string | null | undefined): string {
  return text ?? '';
}

/** Counts of failures in the file, and what we call them. */
const outcomeColumns: Readonly<Record<string, Outcome>> = {
  ok: 'ok',
  e5: 'vendor_error',
  to: 'timeout',
  cn: 'network',
  rl: 'rate_limited',
  qt: 'quota_exhausted',
  au: 'auth',
  cl: 'caller_error',
  bl: 'blank',
};
/** What `bad_eff` is a part of: the rest are failures of requests that had failed twice before. */
const cappedColumns = ['e5', 'to', 'cn', 'bl'] as const;

export function readScenario(path: string, scenarioJson: string, bucketsCsv: string): Recording {
  const file = parseScenario(path, scenarioJson);
  const rows = parseBuckets(path, bucketsCsv, file.series.length);
  return { id: file.id, startMs: file.virtual_start, frames: framesOf(file, rows) };
}

function parseScenario(path: string, text: string): ScenarioFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new RecordingError(`${path}/scenario.json`, `is not JSON (${(error as Error).message})`);
  }
  const parsed = scenarioSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new RecordingError(
    `${path}/scenario.json`,
    `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
  );
}

type Row = Readonly<Record<string, string>>;

/** Rows by the start of their bucket. */
function parseBuckets(path: string, csv: string, seriesCount: number): ReadonlyMap<number, readonly Row[]> {
  const [head = '', ...lines] = csv.split(/\r?\n/);
  const names = head.split(',');
  for (const name of ['t', 's', 'att']) {
    if (!names.includes(name)) throw new RecordingError(`${path}/buckets.csv`, `has no column "${name}"`);
  }
  const byTime = new Map<number, Row[]>();
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const cells = line.split(',');
    const row = Object.fromEntries(names.map((name, column) => [name, cells[column] ?? '']));
    const at = Number(row.t);
    if (row.t === '' || !Number.isFinite(at) || !(numberIn(row, 's') < seriesCount)) {
      throw new RecordingError(`${path}/buckets.csv`, `line ${index + 2} names no time or no series`);
    }
    const rows = byTime.get(at);
    if (rows) rows.push(row);
    else byTime.set(at, [row]);
  }
  return byTime;
}

function numberIn(row: Row, column: string): number {
  const value = Number(row[column] ?? '');
  return Number.isFinite(value) ? value : 0;
}

/** A bucket without rows is a real one: nobody called. */
function* framesOf(file: ScenarioFile, rows: ReadonlyMap<number, readonly Row[]>): Generator<Frame> {
  const widthMs = file.bucket_seconds * 1000;
  const edges = file.ttft_edges_s.map((seconds) => String(seconds * 1000));
  for (let at = 0; at < file.duration_s; at += file.bucket_seconds) {
    const series = (rows.get(at) ?? []).map((row) =>
      seriesFrameOf(row, file.series[numberIn(row, 's')] as SeriesKey, edges),
    );
    yield { startMs: file.virtual_start + at * 1000, widthMs, series };
  }
}

function seriesFrameOf(row: Row, key: SeriesKey, edges: readonly string[]): SeriesFrame {
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const [column, outcome] of Object.entries(outcomeColumns)) {
    const count = numberIn(row, column);
    if (count > 0) outcomes[outcome] = count;
  }
  const promptTokens = numberIn(row, 'in_tok');
  const firstChunkMs = latencyIn(row, edges);
  return {
    provider: key.provider,
    model: key.model,
    region: key.region,
    credential: key.credential,
    attempts: numberIn(row, 'att'),
    outcomes,
    repeats: repeatsIn(row),
    services: [],
    started: numberIn(row, 'started'),
    overdue: numberIn(row, 'overdue'),
    ...(promptTokens > 0 ? { promptTokens } : {}),
    ...(firstChunkMs ? { firstChunkMs } : {}),
  };
}

/** The file counts repeats together; they are taken from the most frequent failure first, which they nearly all are. */
function repeatsIn(row: Row): SeriesFrame['repeats'] {
  const failed = cappedColumns
    .map((column) => ({ outcome: outcomeColumns[column] as Outcome, count: numberIn(row, column) }))
    .sort((a, b) => b.count - a.count);
  let left = failed.reduce((sum, { count }) => sum + count, 0) - numberIn(row, 'bad_eff');
  const repeats: Partial<Record<Outcome, number>> = {};
  for (const { outcome, count } of failed) {
    const taken = Math.min(count, left);
    if (taken > 0) repeats[outcome] = taken;
    left -= taken;
  }
  return repeats;
}

/** `bin:count;bin:count`; a bin is named by the index of its lower edge. */
function latencyIn(row: Row, edges: readonly string[]): Histogram | undefined {
  const text = row.ttft_h ?? '';
  if (text === '') return undefined;
  const counts: Record<string, number> = {};
  for (const pair of text.split(';')) {
    const [bin, count] = pair.split(':').map(Number);
    const edge = edges[bin ?? -1];
    if (edge !== undefined && count !== undefined && count > 0) counts[edge] = count;
  }
  return counts;
}
