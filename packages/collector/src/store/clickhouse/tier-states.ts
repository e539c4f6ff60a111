import type { StoredTierState } from '../../model/slo.ts';
import type { TierStateStore } from '../store.ts';
import { type KeptOptions, keep } from './keep.ts';
import { NewestVersions } from './newest-versions.ts';
import { encodeTierStates } from './row.ts';

/** Five tiers of a thousand service levels. */
const statesMax = 5_000;

export function createUnsavedTierStates(): NewestVersions<StoredTierState> {
  return new NewestVersions(({ sloId, tier }) => JSON.stringify([sloId, tier]), statesMax);
}

/** Through the spool, as incidents: an outage of the database is no reason to forget which alerts are out. */
export function createTierStates({
  query,
  database,
  spool,
  unsaved,
}: KeptOptions<StoredTierState>): TierStateStore {
  return {
    async saveTierStates(states, atMs) {
      await keep(spool, encodeTierStates(states, atMs), 'states of alerts');
      for (const state of states) unsaved.add(atMs, state);
    },

    async tierStates() {
      const rows = await query<{
        readonly slo_id: string;
        readonly tier: string;
        readonly version: number;
        readonly body: string;
      }>(`SELECT slo_id, tier, version, body FROM ${database}.slo_tier_states FINAL`);
      const saved = rows.map(({ slo_id: sloId, tier, version, body }) => ({
        version,
        item: { sloId, tier, state: JSON.parse(body) as StoredTierState['state'] },
      }));
      return unsaved.over(saved);
    },
  };
}
