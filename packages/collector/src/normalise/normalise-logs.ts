import { eventNameKey, type LogRecord } from '../decode/log-record.ts';
import { countOnce } from './count-once.ts';
import { type DropReason, readBy } from './dialect.ts';
import { DropCounts } from './drop-counts.ts';
import type { LogDialect, LogReading } from './log-dialect.ts';
import { claudeCodeLogs } from './log-dialects/claude-code.ts';
import { codexLogs } from './log-dialects/codex.ts';
import { geminiCliLogs } from './log-dialects/gemini-cli.ts';
import { genAiEvent } from './log-dialects/gen-ai-event.ts';
import type { Memory } from './memory.ts';
import type { CallSpan } from './merge-readings.ts';
import type { Normalised } from './normalise.ts';
import { identityOf, spanOfRecord, startOfRecord } from './record-span.ts';
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
  const dropped = new DropCounts<DropReason>();
  const bounds = new TextBounds();
  const rows = new RowBuilder(nowMs, bounds);
  for (const record of records) {
    const reading = readBy(dialects, record);
    if (reading.kind === 'drop') dropped.add(reading.reason);
    else if (reading.kind === 'opening') {
      memory.openings.add(reading.conversation, reading.opening);
      dropped.add('part');
    } else {
      const call = callOf(record, reading, memory);
      const from = { signal: 'log', vantage: vantageOf(call.span) } as const;
      const reason = countOnce({ ...call, endings: [call] }, from, rows, memory);
      if (reason) dropped.add(reason);
    }
  }
  const { calls, attempts, supplements, clamped } = rows;
  return { calls, attempts, supplements, dropped: dropped.counts, clamped, clipped: bounds.clipped };
}

function callOf(
  record: LogRecord,
  reading: Extract<LogReading, { kind: 'call' }>,
  { openings }: Memory,
): CallSpan {
  const { conversation, durationMs, readCall } = reading;
  const id = identityOf(record);
  const told = {
    id,
    startUnixNano: startOfRecord(record, durationMs),
    endUnixNano: record.timeUnixNano,
  };
  const opening = conversation === '' ? undefined : openings.take(conversation, told);
  const span = spanOfRecord(record, id, durationMs, opening);
  return { span, reading: readCall(span, opening) };
}
