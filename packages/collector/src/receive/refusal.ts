/** Codes of `google.rpc.Status`. */
export const rpcCode = {
  invalidArgument: 3,
  deadlineExceeded: 4,
  resourceExhausted: 8,
  unimplemented: 12,
  internal: 13,
  unavailable: 14,
  unauthenticated: 16,
} as const;

/** Why a request is not accepted. Senders come again after 429, 502, 503 and 504 only (OTLP "Failures"). */
export interface Refusal {
  readonly kind: 'refused';
  readonly httpStatus: 400 | 401 | 405 | 408 | 413 | 415 | 500 | 503;
  readonly rpcCode: number;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export function badData(message: string): Refusal {
  return { kind: 'refused', httpStatus: 400, rpcCode: rpcCode.invalidArgument, message };
}

export function tooLarge(bytesMax: number): Refusal {
  const message = `the body is larger than ${bytesMax} bytes; send smaller batches`;
  // The rest of the body stays unread, so the connection cannot carry another request.
  const headers = { Connection: 'close' };
  return { kind: 'refused', httpStatus: 413, rpcCode: rpcCode.resourceExhausted, message, headers };
}

export function unsupported(message: string, headers: Readonly<Record<string, string>> = {}): Refusal {
  return { kind: 'refused', httpStatus: 415, rpcCode: rpcCode.invalidArgument, message, headers };
}

/**
 * Seconds. Measured on the OTel JS exporter: 0 makes it send five times within 50 ms, and a wait beyond what is left of
 * its 10 s budget makes it drop the batch at once.
 */
const retryAfterSeconds = { min: 1, max: 3 } as const;

export function comeAgain(afterSeconds: number, message: string): Refusal {
  const { min, max } = retryAfterSeconds;
  const seconds = Math.min(Math.max(Math.ceil(afterSeconds) || min, min), max);
  const headers = { 'Retry-After': String(seconds) };
  return { kind: 'refused', httpStatus: 503, rpcCode: rpcCode.unavailable, message, headers };
}
