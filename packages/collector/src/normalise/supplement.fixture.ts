import type { Call, Supplement } from '../model/call.ts';
import { completedBy } from '../model/supplement.ts';

/** Calls with what other signals told of them later, oldest first. */
export function completeCalls(calls: readonly Call[], supplements: readonly Supplement[]): readonly Call[] {
  return calls.map((call) =>
    completedBy(
      call,
      supplements.filter((told) => isOf(told, call)),
    ),
  );
}

function isOf(supplement: Supplement, call: Call): boolean {
  return supplement.traceId === call.traceId && supplement.spanId === call.spanId;
}
