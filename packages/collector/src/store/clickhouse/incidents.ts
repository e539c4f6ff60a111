import type { Incident } from '../../model/incident.ts';
import type { Spool } from '../spool.ts';
import type { IncidentStore } from '../store.ts';
import type { Query } from './link.ts';
import { NewestVersions } from './newest-versions.ts';
import { encodeTransition } from './row.ts';

export interface IncidentsOptions {
  readonly query: Query;
  readonly database: string;
  readonly spool: Pick<Spool, 'append'>;
  readonly unsaved: NewestVersions<Incident>;
}

/** More than a year of outages; a list that long helps nobody. */
const incidentsMax = 1_000;

/**
 * Transitions go the way of the rows, through the spool: an incident is often the very moment in which things are slow.
 * What the database does not show yet is remembered, so that a reader sees what has been saved.
 */
export function createIncidents({ query, database, spool, unsaved }: IncidentsOptions): IncidentStore {
  return {
    async save(transition) {
      const result = await spool.append(encodeTransition(transition));
      if (result.kind === 'retry') throw new Error(`the incident cannot be saved: ${result.reason}`);
      unsaved.add(transition.atMs, transition.incident);
    },

    async incidents(sinceMs) {
      const rows = await query<{ readonly version: number; readonly body: string }>(`
        SELECT version, body FROM ${database}.incidents FINAL
        WHERE first_bad >= fromUnixTimestamp64Milli(${Math.max(0, Math.floor(sinceMs))}, 'UTC')
        ORDER BY first_bad DESC LIMIT ${incidentsMax}`);
      const saved = rows.map(({ version, body }) => ({ version, item: JSON.parse(body) as Incident }));
      return unsaved
        .over(saved)
        .filter(({ firstBadMs }) => firstBadMs >= sinceMs)
        .sort((a, b) => b.firstBadMs - a.firstBadMs || (a.id < b.id ? -1 : 1));
    },
  };
}

export function createUnsavedIncidents(): NewestVersions<Incident> {
  return new NewestVersions(({ id }) => id, incidentsMax);
}
