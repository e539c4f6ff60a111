/**
 * How long a report of what is in flight stands while its process says nothing newer: three times the interval at which
 * our SDK reports. So one that is late or lost is no sudden end of a hang, the newest frame is not empty while the
 * reports of its seconds are still on their way, and a process that was killed is forgotten within seconds.
 */
export const reportHoldMs = 6_000;

/**
 * Starts of the frames at whose end a report counts, unless its process has reported again by then: its own, and later
 * ones that end while it stands. `cellMs` is the finest cell in which it was made.
 */
export function framesOfReport(cellMs: number, widthMs: number): readonly number[] {
  const own = Math.floor(cellMs / widthMs) * widthMs;
  const later = Math.max(0, Math.floor((cellMs + reportHoldMs - own) / widthMs) - 1);
  return Array.from({ length: 1 + later }, (_, index) => own + index * widthMs);
}
