import type { Incident, IncidentTransition } from '../../model/incident.ts';
import type { Spool } from '../spool.ts';
import type { IncidentStore } from '../store.ts';
import type { Query } from './link.ts';
import { encodeTransition } from './row.ts';

export interface IncidentsOptions {
  readonly query: Query;
  readonly database: string;
  readonly spool: Pick<Spool, 'append'>;
  readonly unsaved: UnsavedIncidents;
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
      const saved = rows.map(({ version, body }) => ({ version, incident: JSON.parse(body) as Incident }));
      return unsaved.over(saved).filter(({ firstBadMs }) => firstBadMs >= sinceMs);
    },
  };
}

interface Version {
  readonly version: number;
  readonly incident: Incident;
}

/** The newest version of each incident that passed through this process. */
export interface UnsavedIncidents {
  add(version: number, incident: IncidentTransition['incident']): void;
  /** Newest first, each incident once and in its newest version. */
  over(saved: readonly Version[]): readonly Incident[];
}

export function createUnsavedIncidents(): UnsavedIncidents {
  const versions = new Map<string, Version>();
  return {
    add(version, incident) {
      if ((versions.get(incident.id)?.version ?? 0) > version) return;
      versions.delete(incident.id);
      versions.set(incident.id, { version, incident });
      // In the order of their last change; by then the oldest has long been saved.
      for (const id of versions.keys()) {
        if (versions.size <= incidentsMax) break;
        versions.delete(id);
      }
    },
    over(saved) {
      const newest = new Map(saved.map((version) => [version.incident.id, version]));
      for (const [id, version] of versions) {
        if ((newest.get(id)?.version ?? 0) <= version.version) newest.set(id, version);
      }
      return [...newest.values()]
        .map(({ incident }) => incident)
        .sort((a, b) => b.firstBadMs - a.firstBadMs || (a.id < b.id ? -1 : 1));
    },
  };
}
