import type { SloView, TierView } from '@faultline/conventions';
import type { MarkProps } from '../parts/state-mark.tsx';

/** The state of one condition under which somebody is told. */
export function lookOfTier({ state, severity }: TierView): MarkProps {
  switch (state) {
    case 'firing':
      return severity === 'page'
        ? { tone: 'down', shape: 'square', word: 'paging' }
        : { tone: 'degraded', shape: 'triangle', word: 'ticket' };
    case 'holding':
      return { tone: 'recovering', shape: 'diamond', word: 'held' };
    case 'no_data':
      return { tone: 'unknown', shape: 'square-outline', word: 'no data' };
    case 'warming':
      return { tone: 'unknown', shape: 'ring', word: 'warming up' };
    case 'resolved':
      return { tone: 'ok', shape: 'circle', word: 'resolved' };
    case 'inactive':
      return { tone: 'ok', shape: 'circle', word: 'no alert' };
  }
}

/** What matters first: an alert that is out, worst first; then what cannot be told yet. */
const order: readonly TierView['state'][] = [
  'firing',
  'holding',
  'no_data',
  'warming',
  'resolved',
  'inactive',
];

function byUrgency(one: TierView, other: TierView): number {
  const severity = Number(other.severity === 'page') - Number(one.severity === 'page');
  return order.indexOf(one.state) - order.indexOf(other.state) || severity;
}

/** The condition that speaks for the whole objective; undefined for one that tells of nothing. */
function worstTier({ tiers }: SloView): TierView | undefined {
  return [...tiers].sort(byUrgency)[0];
}

export function lookOfSlo(slo: SloView): MarkProps {
  const tier = worstTier(slo);
  return tier ? lookOfTier(tier) : { tone: 'unknown', shape: 'ring', word: 'no alerts' };
}

export function isFiring({ tiers }: SloView): boolean {
  return tiers.some(({ state }) => state === 'firing');
}

/** It burns fast enough for an alert, of whose window too little has been seen for it to begin. */
export function isWarming({ tiers }: SloView): boolean {
  return tiers.some(
    ({ state, burnRate, burnRateThreshold }) => state === 'warming' && isOver(burnRate, burnRateThreshold),
  );
}

export function isOverspent({ budgetRemaining }: SloView): boolean {
  return budgetRemaining !== null && budgetRemaining < 0;
}

/** Strictly above, as the condition itself has it. */
export function isOver(burnRate: number | null, threshold: number | null): boolean {
  return burnRate !== null && threshold !== null && burnRate > threshold;
}

/** Something here is worth seeing without asking for it. */
export function isNoteworthy(slo: SloView): boolean {
  const isOut = slo.tiers.some(
    ({ state }) => state === 'firing' || state === 'holding' || state === 'no_data',
  );
  return isOut || isOverspent(slo);
}
