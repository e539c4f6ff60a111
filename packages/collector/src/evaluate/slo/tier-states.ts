import { isAlerting, type StoredTierState, type TierState } from '../../model/slo.ts';

/** Where every tier of every SLO stands, by {@link tierKey}. */
export type TierStates = ReadonlyMap<string, TierState>;

export function tierKey(sloId: string, tier: string): string {
  return JSON.stringify([sloId, tier]);
}

export function stateOf(states: TierStates, sloId: string, tier: string): TierState {
  return states.get(tierKey(sloId, tier)) ?? { kind: 'inactive' };
}

/** Whether any alert of an SLO is out. */
export function hasAlert(states: TierStates, sloId: string, tiers: readonly string[]): boolean {
  return tiers.some((tier) => isAlerting(stateOf(states, sloId, tier)));
}

export function statesFrom(stored: readonly StoredTierState[]): TierStates {
  return new Map(stored.map(({ sloId, tier, state }) => [tierKey(sloId, tier), state]));
}

/** What must be kept of the step from one to the other: alerts that began, ended, or stand otherwise than before. */
export function changedStates(before: TierStates, after: TierStates): readonly StoredTierState[] {
  return [...after].flatMap(([key, state]) => {
    const known = before.get(key);
    const isWorthKeeping = isTold(state) || (known !== undefined && isTold(known));
    if (!isWorthKeeping || JSON.stringify(known) === JSON.stringify(state)) return [];
    const [sloId = '', tier = ''] = JSON.parse(key) as string[];
    return [{ sloId, tier, state }];
  });
}

/** Of an alert that is out or was. */
function isTold(state: TierState): boolean {
  return isAlerting(state) || state.kind === 'resolved';
}
