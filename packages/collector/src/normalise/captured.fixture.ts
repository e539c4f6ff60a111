import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isOutcome, type Outcome } from '@faultline/conventions';
import { decodeLogs } from '../decode/decode-logs.ts';
import { decodeTraces } from '../decode/decode-traces.ts';
import { KeySet } from '../decode/key-set.ts';
import type { Call } from '../model/call.ts';
import { createMemory, type Memory } from './memory.ts';
import { type Normalised, normalise, wantedAttributes } from './normalise.ts';
import { normaliseLogs, wantedLogAttributes } from './normalise-logs.ts';
import { completeCalls } from './supplement.fixture.ts';

/** Captured bodies of real instrumentations: those in the repository, and the whole data set where it lies beside it. */
const folders = ['../../../../test/fixtures/otlp/', '../../../../../shared/fixtures/otlp/'].map((path) =>
  fileURLToPath(new URL(path, import.meta.url)),
);

/** What a correct collector makes of a capture; null where the payload does not carry it. README.md there explains. */
interface Expected {
  readonly rows: number;
  readonly provider: string | null;
  readonly request_model: string | null;
  readonly response_model: string | null;
  readonly operation: string | null;
  readonly stream: boolean | null;
  readonly outcome: string | null;
  readonly http_status: number | null;
  readonly http_status_from_text: number | null;
  readonly tokens: Readonly<Record<string, number | null>>;
  readonly acceptable: Readonly<Record<string, readonly (string | number)[] | string>>;
  readonly ttft: object | null;
  readonly attempts: number | null;
  readonly service: string | null;
  readonly env: string | null;
  readonly region: string | null;
  readonly per_row?: readonly { readonly outcome: string }[];
}

export interface Capture {
  readonly id: string;
  readonly library: string;
  readonly expected: Expected;
  readonly files: readonly {
    /** Its path. */
    readonly file: string;
    readonly signal: string;
    readonly content_type: string;
  }[];
}

/** Each capture once; those of coding agents only where the whole data set is. */
export function captures(): readonly Capture[] {
  const all = folders.filter((folder) => existsSync(`${folder}manifest.json`)).flatMap(capturesIn);
  return [...new Map(all.map((capture) => [capture.id, capture])).values()];
}

function capturesIn(folder: string): readonly Capture[] {
  const { fixtures } = JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8')) as { fixtures: Capture[] };
  return fixtures.map((capture) => ({
    ...capture,
    files: capture.files.map((each) => ({ ...each, file: folder + each.file })),
  }));
}

const wantedOfSpans = new KeySet(wantedAttributes);
const wantedOfRecords = new KeySet(wantedLogAttributes);

/**
 * The rows of all bodies of a capture with spans or log records, one request after the other as they came, in the order
 * they ended, with what later signals told of them.
 */
export function callsOf({ files }: Capture): readonly Call[] {
  const memory = createMemory();
  const rows = files.map((file) => rowsOf(file, memory));
  const calls = rows.flatMap((one) => one.calls);
  const supplements = rows.flatMap((one) => one.supplements);
  return [...completeCalls(calls, supplements)].sort((a, b) => a.endMs - b.endMs);
}

function rowsOf(
  { file, signal, content_type }: Capture['files'][number],
  memory: Memory,
): Pick<Normalised, 'calls' | 'supplements'> {
  const encoding = content_type.includes('json') ? 'json' : 'protobuf';
  const body = readFileSync(file);
  if (signal === 'traces') {
    const { spans, rejectedSpans } = decodeTraces(body, encoding, wantedOfSpans);
    if (rejectedSpans > 0 || spans.length === 0) throw new Error(`${file} was not decoded as a whole`);
    return normalise(spans, lastOf(spans.map(({ endUnixNano }) => endUnixNano)), memory);
  }
  if (signal !== 'logs') return { calls: [], supplements: [] };
  const records = decodeLogs(body, encoding, wantedOfRecords);
  if (records.length === 0) throw new Error(`${file} holds no log record`);
  return normaliseLogs(records, lastOf(records.map(({ timeUnixNano }) => timeUnixNano)), memory);
}

/** Epoch milliseconds. */
function lastOf(unixNanos: readonly bigint[]): number {
  return Math.max(...unixNanos.map((unixNano) => Number(unixNano / 1_000_000n)));
}

/** One field of one row, as found and as it may be. */
export interface Comparison {
  readonly field: string;
  readonly found: unknown;
  readonly accepted: readonly unknown[];
  readonly matches: boolean;
}

export function compare({ expected }: Capture, calls: readonly Call[]): readonly Comparison[] {
  const rows = comparison('rows', calls.length, [expected.rows, ...acceptable(expected, 'rows')]);
  if (!rows.matches) return [rows];
  return [rows, ...calls.flatMap((call, index) => compareRow(expected, call, index))];
}

function compareRow(expected: Expected, call: Call, index: number): readonly Comparison[] {
  const outcome = expected.per_row?.[index]?.outcome ?? expected.outcome;
  // The answer belongs to the attempt that had one.
  const isAnswer = expected.per_row === undefined || outcome === 'ok';
  const { tokens } = expected;
  return [
    comparison('outcome', call.outcome, outcomesMeant(expected, outcome)),
    comparison('provider', call.provider, [expected.provider ?? '']),
    comparison('request_model', call.model, [expected.request_model ?? '']),
    comparison('operation', call.operation, [expected.operation ?? '']),
    comparison('http_status', call.httpStatus, [expected.http_status ?? expected.http_status_from_text]),
    comparison('service', call.service, [expected.service ?? '']),
    comparison('env', call.environment, [expected.env ?? '']),
    comparison('region', call.region, [expected.region ?? '']),
    ...(expected.stream === null ? [] : [comparison('stream', call.streaming, [expected.stream])]),
    ...(expected.attempts === null ? [] : [comparison('attempts', call.attempts, [expected.attempts])]),
    ...(isAnswer
      ? [
          comparison('response_model', call.responseModel, [
            expected.response_model ?? '',
            ...acceptable(expected, 'response_model'),
          ]),
          comparison('ttft', call.timeToFirstChunkMs !== null, [expected.ttft !== null]),
          ...Object.keys(tokens).map((name) =>
            comparison(name, countNamed(name, call), [tokens[name], ...acceptable(expected, name)]),
          ),
        ]
      : []),
  ];
}

function comparison(field: string, found: unknown, accepted: readonly unknown[]): Comparison {
  return { field, found, accepted, matches: accepted.includes(found) };
}

function acceptable({ acceptable: also }: Expected, field: string): readonly (string | number)[] {
  const values = also[field];
  return Array.isArray(values) ? values : [];
}

function countNamed(name: string, call: Call): number | null {
  const counts: Readonly<Record<string, number | null>> = {
    input_tokens: call.inputTokens,
    output_tokens: call.outputTokens,
    cache_read: call.cacheReadTokens,
    cache_write: call.cacheWriteTokens,
    reasoning: call.reasoningTokens,
  };
  if (!(name in counts)) throw new Error(`no such count: ${name}`);
  return counts[name] ?? null;
}

/** The data set's words for what we call otherwise. */
const meanings: Readonly<Record<string, readonly Outcome[]>> = {
  connection_error: ['network'],
  refused: ['filtered'],
  stream_error: ['vendor_error', 'truncated'],
  stream_interrupted: ['truncated'],
  server_error: ['vendor_error'],
  malformed_response: ['malformed'],
  invalid_request: ['caller_error'],
  auth_error: ['auth'],
  no_response: ['timeout'],
  error: ['unknown', 'vendor_error'],
  // There an answer that reached `max_tokens`: complete as asked for, with its finish reason. Ours is a stream cut off.
  truncated: ['ok'],
};

function outcomesMeant(expected: Expected, outcome: string | null): readonly Outcome[] {
  const words = [...(outcome === null ? [] : [outcome]), ...acceptable(expected, 'outcome').map(String)];
  return words.flatMap((word) => meanings[word] ?? (isOutcome(word) ? [word] : []));
}
