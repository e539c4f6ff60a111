import { setTimeout as sleep } from 'node:timers/promises';
import { type SyntheticCall, tracesJson } from './synthetic-calls.ts';

/** An OTLP exporter gives an export that long. */
const requestMsMax = 10_000;
const firstPauseMs = 50;
/** OTLP "Failures": these, and no others, are tried again. */
const retryable: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * Sends until the collector has acknowledged, as an exporter with endless patience would: again after a lost connection
 * and after an answer that asks for it. False when the signal came first. Throws on any other answer.
 */
export async function sendCalls(
  url: string,
  calls: readonly SyntheticCall[],
  signal: AbortSignal,
): Promise<boolean> {
  const body = tracesJson(calls);
  while (!signal.aborted) {
    const response = await post(url, body);
    if (response?.status === 200) return true;
    if (response && !retryable.has(response.status))
      throw new Error(`the collector refused good spans: ${response.status} ${response.text}`);
    await sleep((response?.retryAfterMs ?? 0) || firstPauseMs, undefined, { signal }).catch(() => undefined);
  }
  return false;
}

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly retryAfterMs: number;
}

/** Undefined when no complete answer came: the spans may or may not have been kept. */
async function post(url: string, body: string): Promise<Answer | undefined> {
  try {
    const response = await fetch(`${url}/v1/traces`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(requestMsMax),
    });
    const retryAfterMs = Number(response.headers.get('retry-after')) * 1000;
    return { status: response.status, text: await response.text(), retryAfterMs };
  } catch {
    return undefined;
  }
}
