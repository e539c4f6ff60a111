import type { Vantage } from '../model/call.ts';
import type { DropReason } from './dialect.ts';
import type { Memory } from './memory.ts';
import type { CountedCall } from './nested-calls.ts';
import type { RowBuilder } from './rows.ts';
import { type CallSignal, canBeToldTwice, reportOf } from './told-calls.ts';

/**
 * Makes a row of a call that is told for the first time. Of one that was told before it keeps what is new, and says why
 * it does not count.
 */
export function countOnce(
  call: CountedCall,
  { signal, vantage }: { readonly signal: CallSignal; readonly vantage: Vantage },
  rows: RowBuilder,
  memory: Memory,
): DropReason | undefined {
  const report = canBeToldTwice(call) ? reportOf(call, signal) : undefined;
  const row = report && memory.toldCalls.rowOf(report);
  // Asked in any case: a call that was told before still lies in others and around others.
  const reason = vantage === 'client' ? reasonAgainst(call, signal, memory) : undefined;
  if (row !== undefined) {
    rows.addSupplement(row, call);
    return 'reported_twice';
  }
  if (reason !== undefined) return reason;
  const added = vantage === 'client' ? rows.addCall(call) : rows.addServerSide(call, vantage);
  if (report) memory.toldCalls.remember(report, added);
  return undefined;
}

/** What a record tells may lie in the span of that very call, so its place in the trace says nothing. */
function reasonAgainst(call: CountedCall, signal: CallSignal, memory: Memory): DropReason | undefined {
  if (signal === 'span') return memory.latePieces.reasonAgainst(call);
  memory.reportedTargets.includes(call);
  return undefined;
}
