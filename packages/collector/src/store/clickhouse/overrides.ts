import { byCreation, type HealthOverride, isInForce, versionOf } from '../../model/health-override.ts';
import type { OverrideStore } from '../store.ts';
import { encodeOverride } from './incident-row.ts';
import { type KeptOptions, keep } from './keep.ts';
import { NewestVersions } from './newest-versions.ts';
import { moment } from './sql.ts';

/** People write them, one for each vendor or model at most that is worth overriding. */
const overridesMax = 1_000;

export function createUnsavedOverrides(): NewestVersions<HealthOverride> {
  return new NewestVersions(({ id }) => id, overridesMax);
}

/** Through the spool, as incidents: an override is most likely written while something is down. */
export function createOverrides({
  query,
  database,
  spool,
  unsaved,
}: KeptOptions<HealthOverride>): OverrideStore {
  return {
    async saveOverride(override) {
      await keep(spool, encodeOverride(override), 'the override');
      unsaved.add(versionOf(override), override);
    },

    async overrides(nowMs) {
      const rows = await query<{ readonly version: number; readonly body: string }>(`
        SELECT version, body FROM ${database}.health_overrides FINAL
        WHERE until > ${moment(nowMs)}
        ORDER BY version DESC LIMIT ${overridesMax}`);
      const saved = rows.map(({ version, body }) => ({ version, item: JSON.parse(body) as HealthOverride }));
      return unsaved
        .over(saved)
        .filter((override) => isInForce(override, nowMs))
        .sort(byCreation);
    },
  };
}
