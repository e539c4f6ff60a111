import type { Ending } from '@faultline/conventions';

/** Cause chains are two deep in practice; a cycle must not hang the app. */
const causesMax = 5;

const deadlineCodes: ReadonlySet<string> = new Set([
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
  'ETIMEDOUT',
  'ESOCKETTIMEDOUT',
]);
const connectCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'EPROTO',
]);
const certificateCode = /^(?:ERR_TLS|ERR_SSL|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/;

/** How a request or a read came to its end, from what it was rejected with. */
export function transportOf(error: unknown, signal: AbortSignal | undefined): Ending['transport'] {
  // An aborted fetch rejects with whatever reason the app gave.
  const reason: unknown = signal?.aborted ? signal.reason : error;
  if (fieldOf(reason, 'name') === 'TimeoutError') return 'timed_out';
  if (signal?.aborted || fieldOf(error, 'name') === 'AbortError') return 'aborted';
  const code = codeOf(error);
  if (deadlineCodes.has(code)) return 'timed_out';
  return connectCodes.has(code) || certificateCode.test(code) ? 'connect_failed' : 'cut';
}

/** Whether an error that somebody ended a request with says that a deadline of theirs had passed. `ECONNABORTED` is axios'. */
export function isDeadline(error: unknown): boolean {
  const code = fieldOf(error, 'code');
  const { cause } = (error ?? {}) as { cause?: unknown };
  // Node wraps the reason of a signal into an AbortError.
  if (fieldOf(cause, 'name') === 'TimeoutError') return true;
  return fieldOf(error, 'name') === 'TimeoutError' || deadlineCodes.has(code) || code === 'ECONNABORTED';
}

/**
 * What it means that somebody destroyed a request: undefined when they only pass on the error that it failed with
 * (follow-redirects does), as that one then tells. `CanceledError` is axios'.
 */
export function meaningOfDestroy(error: unknown): 'aborted' | 'timed_out' | undefined {
  if (isDeadline(error)) return 'timed_out';
  const name = fieldOf(error, 'name');
  return !error || name === 'AbortError' || name === 'CanceledError' ? 'aborted' : undefined;
}

/** How the app ended a request by its own signal, if it did. */
export function appEndingBy(signal: AbortSignal | undefined): 'aborted' | 'timed_out' | undefined {
  if (!signal?.aborted) return undefined;
  return isDeadline(signal.reason) ? 'timed_out' : 'aborted';
}

/** Whether a reader was taken away from the stream, which says nothing about the stream. */
export function isReaderReleased(error: unknown): boolean {
  return fieldOf(error, 'code') === 'ERR_INVALID_STATE';
}

function codeOf(error: unknown): string {
  let current = error;
  for (let depth = 0; depth < causesMax; depth += 1) {
    const code = fieldOf(current, 'code');
    if (code !== '') return code;
    if (typeof current !== 'object' || current === null) return '';
    current = (current as { cause?: unknown }).cause;
  }
  return '';
}

function fieldOf(value: unknown, field: 'name' | 'code'): string {
  if (typeof value !== 'object' || value === null) return '';
  const text = (value as Record<string, unknown>)[field];
  return typeof text === 'string' ? text : '';
}
