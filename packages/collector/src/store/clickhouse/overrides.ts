import { byCreation, type HealthOverride, isInForce, versionOf } from '../../model/health-override.ts';
import type { Spool } from '../spool.ts';
import type { OverrideStore } from '../store.ts';
import { encodeOverride } from './incident-row.ts';
import type { Query } from './link.ts';
import { NewestVersions } from './newest-versions.ts';

export interface OverridesOptions {
  readonly query: Query;
  readonly database: string;
  readonly spool: Pick<Spool, 'append'>;
  readonly unsaved: NewestVersions<HealthOverride>;
}

/** People write them, one for each vendor or model at most that is worth overriding. */
const overridesMax = 1_000;

export function createUnsavedOverrides(): NewestVersions<HealthOverride> {
  return new NewestVersions(({ id }) => id, overridesMax);
}

/** Through the spool, as incidents: an override is most likely written while something is down. */
export function createOverrides({ query, database, spool, unsaved }: OverridesOptions): OverrideStore {
  return {
    async saveOverride(override) {
      const result = await spool.append(encodeOverride(override));
      if (result.kind === 'retry') throw new Error(`the override cannot be saved: ${result.reason}`);
      unsaved.add(versionOf(override), override);
    },

    async overrides(nowMs) {
      const rows = await query<{ readonly version: number; readonly body: string }>(`
        SELECT version, body FROM ${database}.health_overrides FINAL
        WHERE until > fromUnixTimestamp64Milli(${Math.max(0, Math.floor(nowMs))}, 'UTC')
        ORDER BY version DESC LIMIT ${overridesMax}`);
      const saved = rows.map(({ version, body }) => ({ version, item: JSON.parse(body) as HealthOverride }));
      return unsaved
        .over(saved)
        .filter((override) => isInForce(override, nowMs))
        .sort(byCreation);
    },
  };
}
