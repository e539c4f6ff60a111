import { RRuleTemporal } from 'rrule-temporal';
import { Temporal } from 'temporal-polyfill';
import type { CallMatch, ExcludedCalls } from '../../model/slo.ts';
import type { Period } from './calendar.ts';

/** Time that does not count, such as planned maintenance: once, or again and again. */
export interface Correction {
  /** What it is about; what is not named is meant whatever it is. */
  readonly match: CallMatch;
  /** By the clock of the place: "2026-01-04T02:00:00". Of one that recurs, the first. */
  readonly startLocal: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly durationSeconds: number;
  /** RFC 5545 without DTSTART: "FREQ=WEEKLY;BYDAY=SU". Null for once. */
  readonly rrule: string | null;
  readonly reason: string;
}

/** What all of them take out of a period, on full minutes: counts are kept by the minute. */
export function excludedIn(corrections: readonly Correction[], period: Period): readonly ExcludedCalls[] {
  return corrections.flatMap((correction) =>
    correctedIn(correction, period).map(({ sinceMs, untilMs }) => ({
      sinceMs: Math.floor(sinceMs / minuteMs) * minuteMs,
      untilMs: Math.ceil(untilMs / minuteMs) * minuteMs,
      match: correction.match,
    })),
  );
}

const minuteMs = 60_000;

/** Within a year, every quarter of an hour: more is a mistake, and would take for ever. */
const occurrencesMax = 40_000;

/**
 * When a correction holds within a period, in order and without overlaps. An hour that clocks leave out is moved on as
 * RFC 5545 has it.
 *
 * @throws {RangeError} when its start, time zone or rule cannot be read, or it recurs without end in a blink.
 */
export function correctedIn(correction: Correction, period: Period): readonly Period[] {
  const durationMs = correction.durationSeconds * 1000;
  return merged(
    startsIn(correction, { sinceMs: period.sinceMs - durationMs + 1, untilMs: period.untilMs })
      .map((sinceMs) => ({ sinceMs, untilMs: sinceMs + durationMs }))
      .map((each) => clipped(each, period)),
  );
}

function startsIn({ startLocal, timeZone, rrule }: Correction, period: Period): readonly number[] {
  const dtstart = Temporal.PlainDateTime.from(startLocal).toZonedDateTime(timeZone);
  if (rrule === null) return [dtstart.epochMilliseconds].filter((atMs) => isIn(atMs, period));
  const rule = readRule(rrule, dtstart);
  const starts = rule.between(new Date(period.sinceMs), new Date(period.untilMs - 1), true);
  if (starts.length > occurrencesMax) throw new RangeError(`"${rrule}" recurs too often`);
  return starts.map(({ epochMilliseconds }) => epochMilliseconds).filter((atMs) => isIn(atMs, period));
}

function readRule(rrule: string, dtstart: Temporal.ZonedDateTime): RRuleTemporal<Temporal.ZonedDateTime> {
  try {
    return new RRuleTemporal({ rruleString: rrule, dtstart, temporal: Temporal, cache: false });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new RangeError(`"${rrule}" is no recurrence rule of RFC 5545: ${reason}`, { cause: error });
  }
}

function isIn(atMs: number, { sinceMs, untilMs }: Period): boolean {
  return sinceMs <= atMs && atMs < untilMs;
}

function clipped({ sinceMs, untilMs }: Period, to: Period): Period {
  return { sinceMs: Math.max(sinceMs, to.sinceMs), untilMs: Math.min(untilMs, to.untilMs) };
}

/** Those that overlap or touch become one. */
export function merged(periods: readonly Period[]): readonly Period[] {
  const whole: Period[] = [];
  for (const next of [...periods].sort((a, b) => a.sinceMs - b.sinceMs)) {
    const last = whole.at(-1);
    if (last === undefined || last.untilMs < next.sinceMs) whole.push(next);
    else whole[whole.length - 1] = { ...last, untilMs: Math.max(last.untilMs, next.untilMs) };
  }
  return whole;
}
