/** Every number, duration and time the console prints: pure, in English, in UTC. Null is always a dash, never 0. */

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Number and unit stay on one line. */
export const space = '\u00a0';
export const nothing = '–';

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

/** 0..1 as a percentage. Rounding never claims "none" or "all": that needs an exact 0 or 1. */
export function formatShare(share: number | null): string {
  if (share === null) return nothing;
  if (share <= 0) return `0${space}%`;
  if (share >= 1) return `100${space}%`;
  if (share < 0.001) return `<${space}0.1${space}%`;
  if (share >= 0.9995) return `>${space}99.9${space}%`;
  return `${(share * 100).toFixed(1)}${space}%`;
}

/** Always seconds, so that "now" and "usual" compare at a glance: 0.86 s, 3.1 s, 41 s. */
export function formatSeconds(durationMs: number | null): string {
  if (durationMs === null) return nothing;
  const seconds = durationMs / secondMs;
  // From here on two digits would read "1.00".
  if (seconds < 0.995) return `${seconds.toFixed(2)}${space}s`;
  return `${tenthsBelow(10, seconds)}${space}s`;
}

/** Attempts per minute; a tenth only where it matters. */
export function formatRate(perMinute: number): string {
  if (perMinute === 0) return '0';
  if (perMinute < 0.1) return `<${space}0.1`;
  return tenthsBelow(10, perMinute);
}

function counted(count: number, unit: string): string {
  return `${count}${space}${unit}${count === 1 ? '' : 's'}`;
}

/** In words, at most two units, rounded down: "23 minutes", "1 hour 5 minutes". */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs);
  if (ms < minuteMs) return counted(Math.floor(ms / secondMs), 'second');
  if (ms < hourMs) return counted(Math.floor(ms / minuteMs), 'minute');
  const [unitMs, unit, restMs, rest] =
    ms < dayMs ? ([hourMs, 'hour', minuteMs, 'minute'] as const) : ([dayMs, 'day', hourMs, 'hour'] as const);
  const remainder = Math.floor((ms % unitMs) / restMs);
  const whole = counted(Math.floor(ms / unitMs), unit);
  return remainder === 0 ? whole : `${whole} ${counted(remainder, rest)}`;
}

/** Short, for what ticks every second: "2 s", "3 min", "2 h". A clock that is slightly behind reads as 0 s. */
export function formatAge(ageMs: number): string {
  const ms = Math.max(0, ageMs);
  if (ms < 100 * secondMs) return `${Math.floor(ms / secondMs)}${space}s`;
  if (ms < 100 * minuteMs) return `${Math.floor(ms / minuteMs)}${space}min`;
  if (ms < 2 * dayMs) return `${Math.floor(ms / hourMs)}${space}h`;
  return `${Math.floor(ms / dayMs)}${space}d`;
}

/** "00:25", for axes. */
export function formatClock(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 16);
}

/** "00:25:10 UTC". */
export function formatTime(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(11, 19)}${space}UTC`;
}

function formatDay(atMs: number): string {
  const date = new Date(atMs);
  return `${date.getUTCDate()}${space}${months[date.getUTCMonth()]}`;
}

/** The time of day, with the day in front when that is not today's. */
export function formatMoment(atMs: number, nowMs: number): string {
  const today = Math.floor(nowMs / dayMs) === Math.floor(atMs / dayMs);
  return today ? formatTime(atMs) : `${formatDay(atMs)}, ${formatTime(atMs)}`;
}

/** "Monday 22 June 2026, 00:48:12 UTC". */
export function formatDateTime(atMs: number): string {
  const date = new Date(atMs);
  return `${weekdays[date.getUTCDay()]} ${formatDay(atMs)} ${date.getUTCFullYear()}, ${formatTime(atMs)}`;
}

/** The width of a time axis or one of its steps: "3 d", "3 h", "90 min", "2 min". */
export function formatWidth(widthMs: number): string {
  if (widthMs > dayMs && widthMs % dayMs === 0) return `${widthMs / dayMs}${space}d`;
  if (widthMs >= hourMs && widthMs % hourMs === 0) return `${widthMs / hourMs}${space}h`;
  if (widthMs >= minuteMs) return `${Math.round(widthMs / minuteMs)}${space}min`;
  return `${Math.round(widthMs / secondMs)}${space}s`;
}

/** How much later than another moment: "+34 s", "+11 min 56 s", "−2 min". */
export function formatLead(leadMs: number): string {
  const sign = leadMs < 0 ? '−' : '+';
  const seconds = Math.round(Math.abs(leadMs) / secondMs);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
  if (hours > 0) return `${sign}${hours}${space}h ${minutes}${space}min`;
  const rest = seconds % 60;
  if (minutes === 0) return `${sign}${rest}${space}s`;
  return rest === 0 ? `${sign}${minutes}${space}min` : `${sign}${minutes}${space}min ${rest}${space}s`;
}

/** A mark on a time axis: the time of day, or the day where marks are days apart. */
export function formatTick(atMs: number, stepMs: number): string {
  if (stepMs < dayMs) return formatClock(atMs);
  const date = new Date(atMs);
  return `${date.getUTCDate()}${space}${months[date.getUTCMonth()]?.slice(0, 3)}`;
}

/** As addresses carry a moment: "2026-06-22T00:25:10Z", "2026-06-22T00:25Z". */
export function formatIso(atMs: number): string {
  return new Date(atMs).toISOString().replace(/(:00)?\.000Z$/, 'Z');
}

/** How long after the beginning: "0 s", "0.5 s", "12 s". */
export function formatOffset(offsetMs: number): string {
  return `${(offsetMs / secondMs).toLocaleString('en-US', { maximumFractionDigits: 2 })}${space}s`;
}

export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** A tenth only below `limit`, and not where the tenths would round up to it: 9.96 is "10", not "10.0". */
function tenthsBelow(limit: number, value: number): string {
  return value < limit - 0.05 ? value.toFixed(1) : formatCount(Math.round(value));
}

/** What is left of a budget; negative once it is overspent: "31.0 %", "−140 %". */
export function formatBudget(remaining: number | null): string {
  if (remaining === null || remaining >= 0) return formatShare(remaining);
  return `−${tenthsBelow(100, -remaining * 100)}${space}%`;
}

/** "0 ×", "< 0.1 ×", "13.4 ×"; a burn rate is compared with thresholds such as 13.44, so that tenths matter up to 100. */
export function formatBurnRate(rate: number | null): string {
  if (rate === null) return nothing;
  if (rate === 0) return `0${space}×`;
  if (rate < 0.05) return `<${space}0.1${space}×`;
  return `${tenthsBelow(100, rate)}${space}×`;
}

/** A threshold as exactly as it is written: "13.44 ×", "6 ×". */
export function formatFactor(factor: number | null): string {
  if (factor === null) return nothing;
  return `${factor.toLocaleString('en-US', { maximumFractionDigits: 2 })}${space}×`;
}

/** "3.1 ×"; from ten on without tenths. */
export function formatTimes(factor: number | null): string {
  if (factor === null) return nothing;
  return `${tenthsBelow(10, factor)}${space}×`;
}

/** Whole units: a cost estimated by the minute has no cents. */
export function formatMoney(amount: number, currency: string): string {
  return `${formatCount(Math.round(amount))}${space}${currency}`;
}
