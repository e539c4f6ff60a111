import type { Call } from '../model/call.ts';
import type { CallSpan } from './merge-readings.ts';
import { RecentMap } from './recent-map.ts';

/** The two ways in which one call may be told. */
export type CallSignal = 'span' | 'log';

/** A call's span and its log record are one export interval apart, seconds; this is minutes of full traffic. */
const rememberedMaxDefault = 20_000;
/** Calls of one trace among which the other report is looked for. An agent makes many in one. */
const candidatesMax = 64;

export interface ToldCalls {
  /**
   * The row that this call became when the other signal told it. Each row is given to one report, and to that one again
   * when it is sent again.
   */
  rowOf(call: CallSpan, signal: CallSignal): Call | undefined;
  remember(call: CallSpan, signal: CallSignal, row: Call): void;
}

/** Our own SDK and HTTP clients write no log records of calls. */
export function canBeToldTwice({ reading }: CallSpan): boolean {
  return reading.source !== 'faultline' && reading.source !== 'http_client';
}

interface Told {
  readonly signal: CallSignal;
  readonly call: CallSpan;
  readonly row: Call;
  /** Span id of the other report. */
  pairedWith: string | undefined;
}

/** Coding agents, and whoever writes the GenAI events, tell a call by a span and by a log record. Bounded, no clock. */
export function createToldCalls(rememberedMax: number = rememberedMaxDefault): ToldCalls {
  const told = new RecentMap<Told[]>(rememberedMax);
  return {
    rowOf(call, signal) {
      const candidates = told.get(call.span.traceId)?.filter((other) => mayBeOne(other, call, signal));
      if (candidates === undefined || candidates.length === 0) return undefined;
      const other =
        candidates.find(({ pairedWith }) => pairedWith === call.span.spanId) ??
        nearest(
          candidates.filter(({ pairedWith }) => pairedWith === undefined),
          call,
        );
      if (other === undefined) return undefined;
      other.pairedWith = call.span.spanId;
      return other.row;
    },
    remember(call, signal, row) {
      const entry: Told = { signal, call, row, pairedWith: undefined };
      const others = told.get(row.traceId);
      if (others === undefined) told.set(row.traceId, [entry]);
      // A batch that is sent twice tells nothing twice.
      else if (!others.some((other) => other.signal === signal && other.row.spanId === row.spanId)) {
        others.push(entry);
        if (others.length > candidatesMax) others.shift();
      }
    },
  };
}

function mayBeOne(other: Told, call: CallSpan, signal: CallSignal): boolean {
  if (other.signal === signal) return false;
  const [one, two] = [other.call.reading, call.reading];
  // Who knows how a call ended is not silenced by who does not.
  if (other.row.outcome === 'unknown' && two.outcome !== 'unknown') return false;
  if (one.vendorRequestId !== '' && two.vendorRequestId !== '') {
    return one.vendorRequestId === two.vendorRequestId;
  }
  if (!areAlike(one.model || one.responseModel, two.model || two.responseModel)) return false;
  return signal === 'log' ? isWithin(call, other.call) : isWithin(other.call, call);
}

/** A model that answers often has the name of the one asked for, and a date behind it. */
function areAlike(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

/** A record is written a moment after what it tells, by a clock of milliseconds. */
const toleranceNs = 250_000_000n;

function isWithin({ span: record }: CallSpan, { span }: CallSpan): boolean {
  const writtenNs = record.endUnixNano;
  return writtenNs >= span.startUnixNano - toleranceNs && writtenNs <= span.endUnixNano + toleranceNs;
}

/** The record written in this very span, or else the one whose end is nearest. */
function nearest(candidates: readonly Told[], call: CallSpan): Told | undefined {
  const distance = ({ call: other }: Told): number =>
    areLinked(other, call) ? -1 : Math.abs(Number(other.span.endUnixNano - call.span.endUnixNano));
  return [...candidates].sort((a, b) => distance(a) - distance(b))[0];
}

function areLinked({ span: one }: CallSpan, { span: other }: CallSpan): boolean {
  return (
    one.spanId === other.spanId || one.spanId === other.parentSpanId || one.parentSpanId === other.spanId
  );
}
