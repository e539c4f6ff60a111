import { type AttemptView, type CallSummary, faultDomain, type TraceView } from '@faultline/conventions';
import type { Supplement } from '../model/call.ts';
import { completedBy } from '../model/supplement.ts';
import { withoutRepeats } from './page.ts';

/** As the rows have it. */
export type StoredCall = Omit<CallSummary, 'startMs' | 'faultDomain'>;
export type StoredAttempt = Omit<AttemptView, 'startMs' | 'faultDomain'>;

/** More helps nobody: an agent that runs for a day makes fewer. */
export const traceCallsMax = 1_000;
export const traceAttemptsMax = 5_000;

/** `told` oldest first, of this call and of others. */
export function callSummary(call: StoredCall, told: readonly Supplement[] = []): CallSummary {
  const own = told.filter(({ traceId, spanId }) => traceId === call.traceId && spanId === call.spanId);
  const complete = completedBy(call, own);
  return { ...derived(complete), ...complete };
}

export function attemptView(attempt: StoredAttempt): AttemptView {
  return { ...derived(attempt), ...attempt };
}

function derived({ endMs, durationMs, outcome }: StoredCall | StoredAttempt) {
  return { startMs: durationMs === null ? null : endMs - durationMs, faultDomain: faultDomain[outcome] };
}

/** Calls with their attempts. Both in the order of their ends, and one more than an answer holds if there are as many. */
export function traceView(
  traceId: string,
  calls: readonly CallSummary[],
  attempts: readonly AttemptView[],
): TraceView | null {
  if (calls.length === 0 && attempts.length === 0) return null;
  const [told, made] = [
    withoutRepeats(calls).slice(0, traceCallsMax),
    withoutRepeats(attempts).slice(0, traceAttemptsMax),
  ];
  const known = new Set(told.map(({ spanId }) => spanId));
  return {
    traceId,
    calls: told.map((call) => ({
      ...call,
      attempts: made.filter(({ callSpanId }) => callSpanId === call.spanId),
    })),
    attemptsOnly: made.filter(({ callSpanId }) => !known.has(callSpanId)),
    truncated: calls.length > traceCallsMax || attempts.length > traceAttemptsMax,
  };
}
