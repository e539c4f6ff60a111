import type { Outcome } from '@faultline/conventions';
import type { Span } from '../decode/span.ts';
import type { Call } from '../model/call.ts';
import { textOf } from './attribute-value.ts';
import type { CallSpan } from './merge-readings.ts';
import { RecentLists } from './recent-lists.ts';
import { remembered } from './remembered.ts';
import { bounded } from './text-bounds.ts';

/** The two ways in which one call may be told. */
export type CallSignal = 'span' | 'log';

/**
 * A call's span and its log record are one export interval apart, seconds: enough for a thousand calls a second. About
 * 600 bytes each, in two generations.
 */
const rememberedMaxDefault = 10_000;
/** Of one trace or session the newest are looked at. An agent makes many calls in one. */
const candidatesMax = 64;

export interface ToldCalls {
  /**
   * The row that this call became when the other signal told it. Each row is given to one report, and to that one again
   * when it is sent again.
   */
  rowOf(report: Report): Call | undefined;
  remember(report: Report, row: Call): void;
}

/** Our own SDK and HTTP clients write no log records of calls. */
export function canBeToldTwice({ reading }: CallSpan): boolean {
  return reading.source !== 'faultline' && reading.source !== 'http_client';
}

/** Coding agents, by their scopes: their records may stand outside of any trace, but in a session. */
const agentScopes = /^(gemini-cli|qwen-code|codex|com\.anthropic\.claude_code)/;
const isAgent = remembered((scope) => agentScopes.test(scope));
const sessionKey = 'session.id';
export const toldCallKeys: readonly string[] = [sessionKey];

function sessionOf(span: Span): string {
  if (!isAgent(span.scope.name)) return '';
  return bounded(textOf(span.attributes, sessionKey), textMax);
}

/** Of what is kept for comparing. */
const textMax = 200;

/** Only what is compared: spans and readings are too large to be kept for thousands of calls. */
export interface Report {
  readonly signal: CallSignal;
  readonly traceId: string;
  /** Empty for everybody but coding agents. */
  readonly session: string;
  readonly spanId: string;
  readonly parentSpanId: string;
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

export function reportOf({ span, reading }: CallSpan, signal: CallSignal): Report {
  return {
    signal,
    traceId: span.traceId,
    session: sessionOf(span),
    spanId: span.spanId,
    parentSpanId: span.parentSpanId,
    endUnixNano: span.endUnixNano,
    model: bounded(reading.model || reading.responseModel, textMax),
    vendorRequestId: bounded(reading.vendorRequestId, textMax),
    responseId: bounded(reading.responseId, textMax),
    outcome: reading.outcome,
  };
}

/** Coding agents, and whoever writes the GenAI events, tell a call by a span and by a log record. Bounded, no clock. */
export function createToldCalls(rememberedMax: number = rememberedMaxDefault): ToldCalls {
  const told = new RecentLists<Told>(rememberedMax, candidatesMax);
  return {
    rowOf(report) {
      const { traceId, session } = report;
      const ofTrace = told.get(traceId);
      const others = session === '' ? ofTrace : [...(ofTrace ?? []), ...(told.get(session) ?? [])];
      if (others === undefined) return undefined;
      const other = otherReport(others.slice(-candidatesMax), report);
      if (other === undefined) return undefined;
      other.pairedWith = report.spanId;
      return other.row;
    },
    remember(report, row) {
      // A batch that is sent twice tells nothing twice.
      if (told.get(row.traceId)?.some(({ report: known }) => isSameReport(known, report))) return;
      const entry: Told = { report, row, pairedWith: undefined };
      told.add(row.traceId, entry);
      if (report.session !== '') told.add(report.session, entry);
    },
  };
}

function isSameReport(one: Report, other: Report): boolean {
  return one.signal === other.signal && one.spanId === other.spanId;
}

/** What this report was paired with before, or else the best of those that still have no other. */
function otherReport(others: readonly Told[], report: Report): Told | undefined {
  const opposite = others.filter((other) => other.report.signal !== report.signal);
  const again = opposite.find(({ pairedWith }) => pairedWith === report.spanId);
  if (again !== undefined) return again;
  // A record that was written in the span of a call tells that one and no other.
  const linked = opposite.filter((other) => areLinked(other.report, report));
  const candidates =
    linked.length > 0 ? linked : opposite.filter((other) => endTogether(other.report, report));
  return candidates
    .filter((other) => other.pairedWith === undefined && mayBeOne(other.report, report))
    .sort((a, b) => endDistance(a.report, report) - endDistance(b.report, report))[0];
}

function areLinked(one: Report, other: Report): boolean {
  return one.spanId === other.parentSpanId || one.parentSpanId === other.spanId;
}

/** A record is written a moment after what it tells, by a clock of milliseconds. */
const toleranceNs = 250_000_000;

function endTogether(one: Report, other: Report): boolean {
  return endDistance(one, other) <= toleranceNs;
}

function endDistance(one: Report, other: Report): number {
  return Math.abs(Number(one.endUnixNano - other.endUnixNano));
}

function mayBeOne(known: Report, later: Report): boolean {
  if (!endedAlike(known, later)) return false;
  if (known.vendorRequestId !== '' && later.vendorRequestId !== '') {
    return known.vendorRequestId === later.vendorRequestId;
  }
  if (known.responseId !== '' && later.responseId !== '') return known.responseId === later.responseId;
  return areAlike(known.model, later.model);
}

/** Outcomes of a whole answer: which of them depends on what is told of it. */
const answered: ReadonlySet<Outcome> = new Set(['ok', 'blank', 'filtered']);

/** Who knows how a call ended is not silenced by who does not, and a failure never by an answer. */
function endedAlike(known: Report, later: Report): boolean {
  if (known.outcome === later.outcome || later.outcome === 'unknown') return true;
  if (known.outcome === 'unknown' || answered.has(known.outcome) !== answered.has(later.outcome))
    return false;
  return answered.has(known.outcome) || areLinked(known, later);
}

/** A model that answers often has the name of the one asked for, and a date behind it. */
function areAlike(one: string, other: string): boolean {
  return one.startsWith(other) || other.startsWith(one);
}
