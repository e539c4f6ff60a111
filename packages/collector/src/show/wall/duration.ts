import { plural } from '@faultline/conventions';

/** "40 seconds", "23 minutes", "3 hours": one unit, the way a person says it. */
export function sayDuration(durationMs: number): string {
  const seconds = Math.max(1, Math.round(durationMs / 1000));
  if (seconds < 100) return plural(seconds, 'second');
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? plural(minutes, 'minute') : plural(Math.round(minutes / 60), 'hour');
}
