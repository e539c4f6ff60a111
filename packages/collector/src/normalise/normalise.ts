import { type Outcome, resourceAttribute } from '@faultline/conventions';
import type { Span } from '../decode/span.ts';
import type { Attempt, Rows } from '../model/call.ts';
import type { AttemptReading, Dialect, DropReason, Reading } from './dialect.ts';
import { faultline } from './dialects/faultline.ts';
import { genAi } from './dialects/gen-ai.ts';
import type { FingerprintCap } from './fingerprint-cap.ts';
import { type CallSpan, countNestedOnce } from './nested-calls.ts';
import { RowBuilder } from './rows.ts';
import { TextBounds } from './text-bounds.ts';

/** Asked in this order, span by span: one trace mixes several, and our own SDK completes the spans of others. */
const dialects: readonly Dialect[] = [faultline, genAi];

/** What decoding must keep; everything else is passed over undecoded. */
export const wantedAttributes: readonly string[] = [
  ...new Set([...Object.values(resourceAttribute), ...dialects.flatMap(({ keys }) => keys)]),
];

export interface Normalised extends Rows {
  /** Spans that became no row, by reason. */
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
  /** Spans whose times were missing or out of range and are not what the sender said. */
  readonly clamped: number;
  /** Texts cut to their bound. */
  readonly clipped: number;
}

/** The spans of one request to rows. Deterministic: the clock is `nowMs`, the only memory is `fingerprintCap`. */
export function normalise(spans: readonly Span[], nowMs: number, fingerprintCap: FingerprintCap): Normalised {
  const dropped: Partial<Record<DropReason, number>> = {};
  const calls: CallSpan[] = [];
  const attempts: { readonly span: Span; readonly reading: AttemptReading }[] = [];
  for (const span of spans) {
    const reading = read(span);
    if (reading.kind === 'call') calls.push({ span, reading });
    else if (reading.kind === 'attempt') attempts.push({ span, reading });
    else dropped[reading.reason] = (dropped[reading.reason] ?? 0) + 1;
  }

  const counted = countNestedOnce(calls, spans);
  if (counted.nested > 0) dropped.nested = counted.nested;
  const bounds = new TextBounds();
  const rows = new RowBuilder(nowMs, bounds);
  for (const { span, reading } of attempts) rows.addAttempt(span, reading);
  for (const call of counted.calls) rows.addCall(call);
  return {
    calls: rows.calls,
    attempts: rows.attempts.map((attempt) => flagRepeat(attempt, fingerprintCap)),
    dropped,
    clamped: rows.clamped,
    clipped: bounds.clipped,
  };
}

function read(span: Span): Reading {
  for (const dialect of dialects) {
    const reading = dialect.read(span);
    if (reading !== undefined) return reading;
  }
  return { kind: 'drop', reason: 'not_llm' };
}

/** Ends that accuse nobody. */
const harmless: ReadonlySet<Outcome> = new Set(['ok', 'filtered', 'cancelled', 'unknown']);

function flagRepeat(attempt: Attempt, cap: FingerprintCap): Attempt {
  if (attempt.fingerprint === '' || harmless.has(attempt.outcome)) return attempt;
  const repeat = cap.isRepeat(attempt.fingerprint, attempt.traceId + attempt.spanId, attempt.endMs);
  return repeat ? { ...attempt, repeat } : attempt;
}
