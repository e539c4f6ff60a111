import type { Rows } from '../model/call.ts';
import type { DropReason } from '../normalise/dialect.ts';
import type { Memory } from '../normalise/memory.ts';
import type { Normalised } from '../normalise/normalise.ts';
import type { Intake } from '../store/store.ts';
import type { ReceiveMeter, Signal } from './meter.ts';
import { comeAgain, type Refusal } from './refusal.ts';
import type { PartialSuccess } from './reply.ts';

export interface Accepted {
  readonly kind: 'accepted';
  readonly partial?: PartialSuccess;
}

/** Where what was received goes to. */
export interface Sink {
  readonly intake: Intake;
  readonly now: () => number;
  readonly meter: ReceiveMeter;
  readonly memory: Memory;
}

/** Undefined once the rows are durable. An intake that fails has kept nothing; a 500 would make the sender throw the batch away. */
export async function makeDurable(
  rows: Rows,
  signal: Signal,
  { intake, meter }: Sink,
): Promise<Refusal | undefined> {
  if (Object.values(rows).every((table) => table.length === 0)) return undefined;
  try {
    const appended = await intake.append(rows);
    return appended.kind === 'retry' ? comeAgain(appended.afterSeconds, appended.reason) : undefined;
  } catch (error) {
    meter.internalError(signal, error);
    return comeAgain(1, `the store cannot take ${signal} at the moment`);
  }
}

/** What became of `received` spans or log records. */
export function countNormalised(
  rows: Normalised,
  received: number,
  signal: Signal,
  meter: ReceiveMeter,
): void {
  let dropped = 0;
  for (const [reason, items] of Object.entries(rows.dropped) as [DropReason, number][]) {
    meter.dropped(signal, reason, items);
    dropped += items;
  }
  for (const vantage of ['gateway', 'vendor'] as const) {
    const seen = rows.calls.filter((call) => call.vantage === vantage).length;
    if (seen > 0) meter.seenByOthers(vantage, seen);
  }
  meter.accepted(signal, received - dropped);
  if (rows.clamped > 0) meter.timesClamped(rows.clamped);
  if (rows.clipped > 0) meter.textsClipped(rows.clipped);
}
