import type { OtherClock } from '../clock.ts';

export interface Answer {
  readonly status: number;
  readonly ok: boolean;
  readonly text: string;
  /** Null where it sends no Date. */
  readonly clock: Omit<OtherClock, 'of'> | null;
}

export class NoAnswerError extends Error {}

/** A Date header has seconds and leaves off the rest (RFC 9110, 6.6.1). */
const dateResolutionMs = 1_000;

/** Rejects with {@link NoAnswerError}, whose message is the code of the failure. */
export async function ask(url: string, timeoutMs: number, token?: string): Promise<Answer> {
  const askedMs = Date.now();
  try {
    const response = await fetch(url, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answeredMs = Date.now();
    const clockMs = Date.parse(response.headers.get('date') ?? '');
    const clock = { clockMs, resolutionMs: dateResolutionMs, askedMs, answeredMs };
    return {
      status: response.status,
      ok: response.ok,
      text: await response.text(),
      clock: Number.isNaN(clockMs) ? null : clock,
    };
  } catch (error) {
    throw new NoAnswerError(codeOf(error));
  }
}

function codeOf(error: unknown): string {
  const { name, cause } = error as Error;
  if (name === 'TimeoutError') return 'no answer in time';
  const { code, message } = (cause ?? error) as NodeJS.ErrnoException;
  return code ?? message;
}
