import type { EventCounts } from '../../model/slo.ts';
import { isLess, type Ratio, ratio } from './ratio.ts';

/**
 * OpenSLO `budgetingMethod: Timeslices`: slices of time as events, each good if enough of its calls were. A slice without
 * calls is good, because nobody was let down in it.
 */
export function sliceCounts(slices: readonly EventCounts[], sliceTarget: Ratio): EventCounts {
  const good = slices.filter((slice) => isGood(slice, sliceTarget)).length;
  return { good, bad: slices.length - good };
}

function isGood({ good, bad }: EventCounts, target: Ratio): boolean {
  return good + bad === 0 || !isLess(ratio(BigInt(good), BigInt(good + bad)), target);
}

/**
 * OpenSLO `budgetingMethod: RatioTimeslices`: the mean of the slices' shares of good events, in which a quiet slice weighs
 * as much as a busy one. Null without slices.
 */
export function meanSliceShare(slices: readonly EventCounts[]): number | null {
  if (slices.length === 0) return null;
  const shares = slices.map(({ good, bad }) => (good + bad === 0 ? 1 : good / (good + bad)));
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}
