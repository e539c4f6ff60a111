import type { Rows, Vantage } from '../model/call.ts';
import type { DropReason } from '../normalise/dialect.ts';
import type { Memory } from '../normalise/memory.ts';
import type { Normalised } from '../normalise/normalise.ts';
import type { AppendResult, Intake } from '../store/store.ts';
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

/** What became of the spans or log records of a request. */
export interface Outcome {
  readonly signal: Signal;
  readonly normalised: Normalised;
  readonly received: number;
}

/**
 * Counts what became of them once the rows are durable. Not async, as nothing below it is: a function that waits holds
 * what it was given, and rows that live as long as the disk takes are what collecting garbage would be busy with.
 */
export function keep({ signal, normalised, received }: Outcome, sink: Sink): Promise<Refusal | undefined> {
  const { calls, attempts, supplements } = normalised;
  const counts = countsOf(normalised, received);
  return makeDurable({ calls, attempts, supplements }, signal, sink).then((refusal) => {
    if (refusal === undefined) report(counts, signal, sink.meter);
    return refusal;
  });
}

/** Undefined once the rows are durable. An intake that fails has kept nothing; a 500 would make the sender throw the batch away. */
export function makeDurable(
  received: Rows,
  signal: Signal,
  { intake, meter, memory, now }: Sink,
): Promise<Refusal | undefined> {
  if (Object.values(received).every((table) => table.length === 0)) return Promise.resolve(undefined);
  const { rows, replaced } = memory.nameBounds.bound(received, now());
  return append(rows, intake).then(
    (appended) => {
      if (appended.kind === 'retry') return comeAgain(appended.afterSeconds, appended.reason);
      if (replaced > 0) meter.namesReplaced(replaced);
      return undefined;
    },
    (error: unknown) => {
      meter.internalError(signal, error);
      return comeAgain(1, `the store cannot take ${signal} at the moment`);
    },
  );
}

/** Rejects where the intake throws. */
function append(rows: Rows, intake: Intake): Promise<AppendResult> {
  return new Promise((resolve) => resolve(intake.append(rows)));
}

interface Counts extends Pick<Normalised, 'dropped' | 'clamped' | 'clipped'> {
  readonly accepted: number;
  readonly seenByGateways: number;
  readonly seenByVendors: number;
}

function countsOf({ calls, dropped, clamped, clipped }: Normalised, received: number): Counts {
  const seenBy = (vantage: Vantage): number => calls.filter((call) => call.vantage === vantage).length;
  const droppedInAll = Object.values(dropped).reduce((sum, items) => sum + items, 0);
  return {
    dropped,
    clamped,
    clipped,
    accepted: received - droppedInAll,
    seenByGateways: seenBy('gateway'),
    seenByVendors: seenBy('vendor'),
  };
}

function report(counts: Counts, signal: Signal, meter: ReceiveMeter): void {
  for (const [reason, items] of Object.entries(counts.dropped) as [DropReason, number][])
    meter.dropped(signal, reason, items);
  if (counts.seenByGateways > 0) meter.seenByOthers('gateway', counts.seenByGateways);
  if (counts.seenByVendors > 0) meter.seenByOthers('vendor', counts.seenByVendors);
  meter.accepted(signal, counts.accepted);
  if (counts.clamped > 0) meter.timesClamped(counts.clamped);
  if (counts.clipped > 0) meter.textsClipped(counts.clipped);
}
