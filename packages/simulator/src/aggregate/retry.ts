import type { Ending } from './series-counts.ts';

/** What SDKs do after a failure that may pass. */
export interface Retry {
  readonly share: number;
  readonly attemptsMax: number;
}

/** A request counts as repeated when it had failed so often before. */
export const repeatsAllowed = 2;

const final: ReadonlySet<Ending> = new Set<Ending>([
  'ok',
  'bad_request',
  'auth',
  'quota_exhausted',
  'blank',
  'no_choices',
]);

/** After a mistake of the caller, and after what looks like an answer, no SDK tries again. */
export function mayPass(ending: Ending): boolean {
  return !final.has(ending);
}
