import type { EventCounts, Slo, TierStatus } from '../../model/slo.ts';
import { exhaustedTier } from '../../model/slo-alerts.ts';
import { burnRate, isBurning } from './burn-rate.ts';
import { isExhausted } from './exhaustion.ts';
import type { CountedInstance } from './instances.ts';
import { isMostlyFailing } from './low-volume.ts';
import type { Terms } from './terms.ts';
import type { Tier } from './tier.ts';
import type { TierSignal } from './tier-state.ts';

/** Something an instance is alerted for, as one evaluation finds it. */
export interface Condition extends Pick<TierStatus, 'tier' | 'severity' | 'burnRate'> {
  readonly signal: TierSignal;
}

/** Two that need no tier: neither asks for bad events that come together. */
const lowVolume = { tier: 'ticket-mostly-failing', severity: 'ticket' } as const;
const exhausted = { tier: exhaustedTier, severity: 'ticket' } as const;

export const daySeconds = 86_400;

/** None without a tier: that objective is to be looked at, and not to be told of. */
export function conditionsOf(
  terms: Terms,
  countsOf: CountedInstance['countsOf'],
  observedSeconds: number,
): readonly Condition[] {
  if (terms.tiers.length === 0) return [];
  const { budget, elapsedSeconds, lengthSeconds } = terms;
  const [day, period] = [countsOf(daySeconds), countsOf(elapsedSeconds)];
  const ofPeriodSeconds = Math.floor(Math.min(elapsedSeconds, observedSeconds));
  return [
    ...terms.tiers.map((tier) => burning(tier, terms, countsOf, observedSeconds)),
    { ...lowVolume, burnRate: burnRate(day, budget), signal: always(isMostlyFailing(day), day) },
    {
      ...exhausted,
      burnRate: burnRate(period, budget),
      signal: always(isExhausted(period, budget, ofPeriodSeconds, lengthSeconds), period),
    },
  ];
}

/** Names of all conditions of an SLO. */
export function conditionNames({ tiers }: Slo): readonly string[] {
  return [...tiers.map(({ name }) => name), lowVolume.tier, exhausted.tier];
}

function burning(
  tier: Tier,
  { budget }: Terms,
  countsOf: CountedInstance['countsOf'],
  observedSeconds: number,
): Condition {
  const [long, short] = [countsOf(tier.longSeconds), countsOf(tier.shortSeconds)];
  const signal = {
    isBurning: isBurning(tier, long, short, budget),
    hasData: hasEvents(short),
    observedShare: observedSeconds / tier.shortSeconds,
  };
  return { tier: tier.name, severity: tier.severity, burnRate: burnRate(long, budget), signal };
}

/** A count that says enough, however short has been observed. */
function always(isSo: boolean, counts: EventCounts): TierSignal {
  return { isBurning: isSo, hasData: hasEvents(counts), observedShare: 1 };
}

function hasEvents({ good, bad }: EventCounts): boolean {
  return good + bad > 0;
}
