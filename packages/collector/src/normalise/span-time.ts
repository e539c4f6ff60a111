import type { Span } from '../decode/span.ts';

/** Older than this, a row would land in rollups that are being deleted. */
const pastMsMax = 48 * 3600 * 1000;
/** Clocks of apps drift by seconds to minutes; more is a wrong clock, and must not open frames of the future. */
const futureMsMax = 5 * 60 * 1000;

export interface SpanTime {
  /** Whole epoch milliseconds. */
  readonly endMs: number;
  /** To the microsecond; null when the span does not say when it began. */
  readonly durationMs: number | null;
  /** A time was missing, out of range or backwards, and is not what the span said. */
  readonly clamped: boolean;
}

/** The client's times, held to `[now - 48 h, now + 5 min]`. A span without an end ended when it came. */
export function timeOf(span: Span, nowMs: number): SpanTime {
  const endNs = span.endUnixNano === 0n ? BigInt(Math.trunc(nowMs)) * 1_000_000n : span.endUnixNano;
  const toldEndMs = Number(endNs / 1_000_000n);
  const endMs = Math.min(Math.max(toldEndMs, nowMs - pastMsMax), nowMs + futureMsMax);
  const isEndTold = span.endUnixNano !== 0n && endMs === toldEndMs;
  if (span.startUnixNano === 0n) return { endMs, durationMs: null, clamped: !isEndTold };
  const toldDurationMs = Number((endNs - span.startUnixNano) / 1000n) / 1000;
  const durationMs = Math.min(Math.max(toldDurationMs, 0), pastMsMax);
  return { endMs, durationMs, clamped: !isEndTold || durationMs !== toldDurationMs };
}

/**
 * Milliseconds from the start of the span to a moment written as ISO 8601, quoted or not. Null when it is none or lies
 * outside the span: texts carry whole milliseconds, so a little earlier than the start still is the start.
 */
export function sinceStartMs(span: Span, isoTime: string): number | null {
  const momentMs = Date.parse(isoTime.replaceAll('"', ''));
  if (!Number.isFinite(momentMs) || span.startUnixNano === 0n) return null;
  const sinceMs = momentMs - Number(span.startUnixNano / 1000n) / 1000;
  return sinceMs < -1 || sinceMs > pastMsMax ? null : Math.max(Math.round(sinceMs * 1000) / 1000, 0);
}
