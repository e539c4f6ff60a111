import type { AttemptSample } from '../../model/attempt-sample.ts';
import type { Attempt } from '../../model/call.ts';
import type { AttemptQuestion } from '../store.ts';

export function samplesOf(
  attempts: readonly Attempt[],
  { provider, models, outcomes, range, limit }: AttemptQuestion,
): readonly AttemptSample[] {
  return attempts
    .filter(
      (attempt) =>
        (provider === null || attempt.provider === provider) &&
        models.includes(attempt.model) &&
        outcomes.includes(attempt.outcome) &&
        attempt.endMs >= range.sinceMs &&
        attempt.endMs < range.untilMs,
    )
    .sort((a, b) => a.endMs - b.endMs || (a.spanId < b.spanId ? -1 : 1))
    .slice(0, limit)
    .map(({ endMs, model, outcome, traceId, spanId, vendorRequestId }) => ({
      atMs: endMs,
      model,
      outcome,
      traceId,
      spanId,
      vendorRequestId,
    }));
}
