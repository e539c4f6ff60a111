import { Temporal } from 'temporal-polyfill';
import type { CalendarWindow } from '../../model/slo.ts';

/** Half open, epoch milliseconds: `[sinceMs, untilMs)`. */
export interface Period {
  readonly sinceMs: number;
  readonly untilMs: number;
}

/**
 * The period that holds a moment. A month is as long as its days, and an hour shorter or longer when clocks change in it.
 * One that begins on the 31st begins on the last day of shorter months.
 *
 * @throws {RangeError} when the start or the time zone cannot be read.
 */
export function periodAt(window: CalendarWindow, atMs: number): Period {
  const start = Temporal.PlainDateTime.from(window.startLocal);
  const local = Temporal.Instant.fromEpochMilliseconds(atMs)
    .toZonedDateTimeISO(window.timeZone)
    .toPlainDateTime();
  const units = start.until(local, { largestUnit: window.unit })[`${window.unit}s`];
  const passed = Math.floor(units / window.count);
  // Clocks that change, and ends of months, may move the boundary past what whole units say.
  for (const index of [passed + 1, passed, passed - 1]) {
    const period = periodOf(window, start, index);
    if (period.sinceMs <= atMs && atMs < period.untilMs) return period;
  }
  throw new RangeError(`no period of ${JSON.stringify(window)} holds ${atMs}`);
}

/** Counted from the start, not from the period before: otherwise the 31st would become the 28th for ever. */
function periodOf(window: CalendarWindow, start: Temporal.PlainDateTime, index: number): Period {
  const boundaryMs = (of: number): number =>
    start.add({ [`${window.unit}s`]: of * window.count }).toZonedDateTime(window.timeZone).epochMilliseconds;
  return { sinceMs: boundaryMs(index), untilMs: boundaryMs(index + 1) };
}
