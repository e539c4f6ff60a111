import type { Outcome } from '@faultline/conventions';
import type { Call } from '../model/call.ts';
import { textOf } from './attribute-value.ts';
import type { CallSpan } from './merge-readings.ts';
import { RecentMap } from './recent-map.ts';

/** The two ways in which one call may be told. */
export type CallSignal = 'span' | 'log';

/**
 * A call's span and its log record are one export interval apart, seconds: enough for a thousand calls a second. About
 * 600 bytes each, in two generations.
 */
const rememberedMaxDefault = 10_000;
/** Calls of one trace or session among which the other report is looked for. An agent makes many in one. */
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

/** Coding agents, by their scopes: their records may stand outside of any trace, but in a session. */
const agentScopes = /^(gemini-cli|qwen-code|codex|com\.anthropic\.claude_code)/;
const sessionKey = 'session.id';
export const toldCallKeys: readonly string[] = [sessionKey];

function sessionOf({ span }: CallSpan): string {
  return agentScopes.test(span.scope.name) ? textOf(span.attributes, sessionKey) : '';
}

/** Only what is compared: spans and readings are too large to be kept for thousands of calls. */
interface Report {
  readonly signal: CallSignal;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly startUnixNano: bigint;
  readonly endUnixNano: bigint;
  readonly model: string;
  readonly vendorRequestId: string;
  readonly responseId: string;
  readonly outcome: Outcome;
}

interface Told {
  readonly report: Report;
  readonly row: Call;
  /** Span id of the other report. */
  pairedWith: string | undefined;
}

function reportOf({ span, reading }: CallSpan, signal: CallSignal): Report {
  return {
    signal,
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    startUnixNano: span.startUnixNano,
    endUnixNano: span.endUnixNano,
    model: reading.model || reading.responseModel,
    vendorRequestId: reading.vendorRequestId,
    responseId: reading.responseId,
    outcome: reading.outcome,
  };
}

/** Coding agents, and whoever writes the GenAI events, tell a call by a span and by a log record. Bounded, no clock. */
export function createToldCalls(rememberedMax: number = rememberedMaxDefault): ToldCalls {
  const told = new RecentMap<Told[]>(rememberedMax);
  return {
    rowOf(call, signal) {
      const session = sessionOf(call);
      const ofTrace = told.get(call.span.traceId);
      const others = session === '' ? ofTrace : [...(ofTrace ?? []), ...(told.get(session) ?? [])];
      if (others === undefined) return undefined;
      const report = reportOf(call, signal);
      const candidates = others.filter((other) => mayBeOne(other.report, report));
      const other =
        candidates.find(({ pairedWith }) => pairedWith === report.spanId) ??
        nearest(
          candidates.filter(({ pairedWith }) => pairedWith === undefined),
          report,
        );
      if (other === undefined) return undefined;
      other.pairedWith = report.spanId;
      return other.row;
    },
    remember(call, signal, row) {
      const entry: Told = { report: reportOf(call, signal), row, pairedWith: undefined };
      const session = sessionOf(call);
      rememberIn(told, row.traceId, entry);
      if (session !== '') rememberIn(told, session, entry);
    },
  };
}

/** A batch that is sent twice tells nothing twice. */
function rememberIn(told: RecentMap<Told[]>, place: string, entry: Told): void {
  const { signal } = entry.report;
  const others = told.get(place);
  if (others === undefined) {
    told.set(place, [entry]);
    return;
  }
  if (others.some(({ report, row }) => report.signal === signal && row.spanId === entry.row.spanId)) return;
  others.push(entry);
  if (others.length > candidatesMax) others.shift();
}

function mayBeOne(known: Report, later: Report): boolean {
  if (known.signal === later.signal) return false;
  // Who knows how a call ended is not silenced by who does not.
  if (known.outcome === 'unknown' && later.outcome !== 'unknown') return false;
  if (known.vendorRequestId !== '' && later.vendorRequestId !== '') {
    return known.vendorRequestId === later.vendorRequestId;
  }
  if (known.responseId !== '' && later.responseId !== '') return known.responseId === later.responseId;
  if (!areAlike(known.model, later.model)) return false;
  return later.signal === 'log' ? isWithin(later, known) : isWithin(known, later);
}

/** A model that answers often has the name of the one asked for, and a date behind it. */
function areAlike(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}

/** A record is written a moment after what it tells, by a clock of milliseconds. */
const toleranceNs = 250_000_000n;

function isWithin({ endUnixNano: writtenNs }: Report, span: Report): boolean {
  return writtenNs >= span.startUnixNano - toleranceNs && writtenNs <= span.endUnixNano + toleranceNs;
}

/** The record written in this very span, or else the one whose end is nearest. */
function nearest(candidates: readonly Told[], to: Report): Told | undefined {
  const distance = ({ report }: Told): number =>
    areLinked(report, to) ? -1 : Math.abs(Number(report.endUnixNano - to.endUnixNano));
  return [...candidates].sort((a, b) => distance(a) - distance(b))[0];
}

function areLinked(one: Report, other: Report): boolean {
  return (
    one.spanId === other.spanId || one.spanId === other.parentSpanId || one.parentSpanId === other.spanId
  );
}
