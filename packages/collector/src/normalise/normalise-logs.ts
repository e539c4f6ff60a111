import { eventNameKey, type LogRecord } from '../decode/log-record.ts';
import { countOnce } from './count-once.ts';
import type { DropReason } from './dialect.ts';
import type { LogDialect, LogReading } from './log-dialect.ts';
import { claudeCodeLogs } from './log-dialects/claude-code.ts';
import { codexLogs } from './log-dialects/codex.ts';
import { geminiCliLogs } from './log-dialects/gemini-cli.ts';
import { genAiEvent } from './log-dialects/gen-ai-event.ts';
import type { Memory } from './memory.ts';
import type { CallSpan } from './merge-readings.ts';
import type { Normalised } from './normalise.ts';
import { identityOf, startOfRecord } from './record-span.ts';
import { RowBuilder, rowKeys } from './rows.ts';
import { TextBounds } from './text-bounds.ts';
import { vantageOf } from './vantage.ts';

/** Asked in this order: agents write the conventions' event beside their own, and say less in it. */
const dialects: readonly LogDialect[] = [claudeCodeLogs, codexLogs, geminiCliLogs, genAiEvent];

/** What decoding must keep; everything else is passed over undecoded. */
export const wantedLogAttributes: readonly string[] = [
  ...new Set([eventNameKey, ...rowKeys, ...dialects.flatMap(({ keys }) => keys)]),
];

/** The log records of one request to rows. Deterministic, as {@link normalise} of spans is. */
export function normaliseLogs(records: readonly LogRecord[], nowMs: number, memory: Memory): Normalised {
  const dropped: Partial<Record<DropReason, number>> = {};
  const bounds = new TextBounds();
  const rows = new RowBuilder(nowMs, bounds);
  const drop = (reason: DropReason): void => {
    dropped[reason] = (dropped[reason] ?? 0) + 1;
  };
  for (const record of records) {
    const reading = read(record);
    if (reading.kind === 'drop') drop(reading.reason);
    else if (reading.kind === 'opening') {
      memory.openings.add(reading.conversation, reading.opening);
      drop('part');
    } else {
      const call = callOf(record, reading, memory);
      const from = { signal: 'log', vantage: vantageOf(call.span) } as const;
      const reason = countOnce({ ...call, endings: [call] }, from, rows, memory);
      if (reason) drop(reason);
    }
  }
  const { calls, attempts, supplements, clamped } = rows;
  return { calls, attempts, supplements, dropped, clamped, clipped: bounds.clipped };
}

function read(record: LogRecord): LogReading {
  for (const dialect of dialects) {
    const reading = dialect.read(record);
    if (reading !== undefined) return reading;
  }
  return { kind: 'drop', reason: 'not_llm' };
}

function callOf(
  record: LogRecord,
  reading: Extract<LogReading, { kind: 'call' }>,
  { openings }: Memory,
): CallSpan {
  const { conversation, durationMs } = reading;
  if (conversation === '') return reading.callOf(undefined);
  const opening = openings.take(conversation, {
    id: identityOf(record),
    startUnixNano: startOfRecord(record, durationMs),
    endUnixNano: record.timeUnixNano,
  });
  return reading.callOf(opening);
}
