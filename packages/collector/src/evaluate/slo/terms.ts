import type { Slo } from '../../model/slo.ts';
import { errorBudget } from './objective.ts';
import type { Ratio } from './ratio.ts';
import { type Span, spanAt } from './span.ts';
import { type Tier, tierOf, windowsOf } from './tier.ts';

/** What an SLO comes to at a moment: the same for all its instances. */
export interface Terms extends Span {
  readonly budget: Ratio;
  readonly tiers: readonly Tier[];
  /** Of the tiers, in seconds, shortest first. */
  readonly windows: readonly number[];
}

export function termsOf(slo: Slo, atMs: number): Terms {
  const span = spanAt(slo.period, atMs);
  const tiers = slo.tiers.map((rule) => tierOf(rule, span.lengthSeconds));
  return { ...span, budget: errorBudget(slo.targetPercent), tiers, windows: windowsOf(tiers) };
}
