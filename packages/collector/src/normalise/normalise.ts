import type { Outcome } from '@faultline/conventions';
import type { Span } from '../decode/span.ts';
import type { Attempt, Rows, Supplement, Vantage } from '../model/call.ts';
import { countOnce } from './count-once.ts';
import { type AttemptReading, type DropReason, readBy } from './dialect.ts';
import { dialects } from './dialect-order.ts';
import { unbridged } from './dialects/bridged-log.ts';
import { DropCounts } from './drop-counts.ts';
import type { FingerprintCap } from './fingerprint-cap.ts';
import type { Memory } from './memory.ts';
import type { CallSpan } from './merge-readings.ts';
import { type CountedCall, countNestedOnce } from './nested-calls.ts';
import { isPlainRequest } from './plain-requests.ts';
import { countReportsOnce } from './repeated-calls.ts';
import { RowBuilder, rowKeys } from './rows.ts';
import { TextBounds } from './text-bounds.ts';
import { vantageOf } from './vantage.ts';

/** What decoding must keep; everything else is passed over undecoded. */
export const wantedAttributes: readonly string[] = [
  ...new Set([...rowKeys, ...dialects.flatMap(({ keys }) => keys)]),
];

export interface Normalised extends Rows {
  readonly supplements: readonly Supplement[];
  /** Spans or log records that became no row, by reason. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** Those whose times were missing or out of range and are not what the sender said. */
  readonly clamped: number;
  /** Texts cut to their bound. */
  readonly clipped: number;
}

/** The spans of one request to rows. Deterministic: the clock is `nowMs`, and nothing but `memory` is remembered. */
export function normalise(spans: readonly Span[], nowMs: number, memory: Memory): Normalised {
  const { dropped, calls, serverSide, attempts } = readAll(spans);
  const { calls: counted, nested } = countNestedOnce(calls, spans);
  const reported = countReportsOnce(counted);
  dropped.add('nested', nested);
  dropped.add('reported_twice', reported.reportedTwice);
  dropped.add('likely_twice', reported.likelyTwice);
  const bounds = new TextBounds();
  const rows = new RowBuilder(nowMs, bounds);
  for (const { span, reading } of attempts) rows.addAttempt(span, reading);
  for (const { span, reading, vantage } of serverSide) {
    const reason = countOnce({ span, reading, endings: [] }, { signal: 'span', vantage }, rows, memory);
    if (reason) dropped.add(reason);
  }
  for (const call of plainRequestsLast(reported.calls)) {
    const reason = countOnce(call, { signal: 'span', vantage: 'client' }, rows, memory);
    if (reason) dropped.add(reason, call.endings.length);
  }
  return {
    calls: rows.calls,
    attempts: rows.attempts.map((attempt) => flagRepeat(attempt, memory.fingerprintCap)),
    supplements: rows.supplements,
    dropped: dropped.counts,
    clamped: rows.clamped,
    clipped: bounds.clipped,
  };
}

interface Read {
  readonly dropped: DropCounts<DropReason>;
  readonly calls: readonly CallSpan[];
  /** What somebody behind the client saw. */
  readonly serverSide: readonly (CallSpan & { readonly vantage: Vantage })[];
  readonly attempts: readonly { readonly span: Span; readonly reading: AttemptReading }[];
}

function readAll(spans: readonly Span[]): Read {
  const dropped = new DropCounts<DropReason>();
  const calls: CallSpan[] = [];
  const serverSide: (CallSpan & { readonly vantage: Vantage })[] = [];
  const attempts: { readonly span: Span; readonly reading: AttemptReading }[] = [];
  for (const sent of spans) {
    const span = unbridged(sent);
    const reading = readBy(dialects, span);
    if (reading.kind === 'drop') {
      dropped.add(reading.reason);
      continue;
    }
    const vantage = vantageOf(span);
    if (reading.kind === 'call') {
      if (vantage === 'client') calls.push({ span, reading });
      else serverSide.push({ span, reading, vantage });
    } else if (vantage === 'client') attempts.push({ span, reading });
    else dropped.add('server_side');
  }
  return { dropped, calls, serverSide, attempts };
}

/** An HTTP request counts only where nobody reports the call itself, which may stand behind it in the batch. */
function plainRequestsLast(calls: readonly CountedCall[]): readonly CountedCall[] {
  if (!calls.some(isPlainRequest)) return calls;
  return [...calls.filter((call) => !isPlainRequest(call)), ...calls.filter(isPlainRequest)];
}

/** Ends that accuse nobody. */
const harmless: ReadonlySet<Outcome> = new Set(['ok', 'filtered', 'cancelled', 'unknown']);

function flagRepeat(attempt: Attempt, cap: FingerprintCap): Attempt {
  if (attempt.fingerprint === '' || harmless.has(attempt.outcome)) return attempt;
  const repeat = cap.isRepeat(attempt.fingerprint, attempt.traceId + attempt.spanId, attempt.endMs);
  return repeat ? { ...attempt, repeat } : attempt;
}
