import type { Outcome } from '@faultline/conventions';
import type { SeriesFrame } from '../../model/frame.ts';

/** Attempts that ended so, without those of requests that had failed twice before. */
export function endedAs(outcome: Outcome, { outcomes, repeats }: SeriesFrame): number {
  return (outcomes[outcome] ?? 0) - (repeats[outcome] ?? 0);
}
