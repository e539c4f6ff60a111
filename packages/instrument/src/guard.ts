import { oncePerProcess } from './once-per-process.ts';
import { selfHealth } from './self-health.ts';

/**
 * Every entry from the app into our code passes through here: an observer that fails is counted, and the app goes on
 * as if it had not been observed.
 */
export function guard<Result>(observe: () => Result): Result | undefined {
  try {
    return observe();
  } catch (error) {
    countInternalError(error);
    return undefined;
  }
}

export function countInternalError(error: unknown): void {
  selfHealth().internalError();
  warnOnce(
    'internal',
    `an observer failed and was skipped: ${error instanceof Error ? error.message : error}`,
  );
}

/** One line on stderr per topic and process: an observer that keeps complaining is worse than a blind one. */
export function warnOnce(topic: string, message: string): void {
  const warned = oncePerProcess('warned', () => new Set<string>());
  if (warned.has(topic)) return;
  warned.add(topic);
  process.emitWarning(message, { type: 'FaultlineWarning' });
}
