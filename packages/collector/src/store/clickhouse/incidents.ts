import type { Incident, IncidentTransition } from '../../model/incident.ts';
import type { Spool } from '../spool.ts';
import { type IncidentStore, incidentListMax } from '../store.ts';
import type { Query } from './connection/link.ts';
import { encodeTransition } from './incident-row.ts';
import { keep } from './keep.ts';
import { NewestVersions } from './newest-versions.ts';
import { moment, quoted } from './sql.ts';

/** What the database does not show yet. */
interface UnsavedIncidents {
  readonly incidents: NewestVersions<Incident>;
  readonly transitions: NewestVersions<IncidentTransition>;
}

export interface IncidentsOptions {
  readonly query: Query;
  readonly database: string;
  readonly spool: Pick<Spool, 'append'>;
  readonly unsaved: UnsavedIncidents;
}

/**
 * Transitions go the way of the rows, through the spool: an incident is often the very moment in which things are slow.
 * What the database does not show yet is remembered, so that a reader sees what has been saved.
 */
export function createIncidents({ query, database, spool, unsaved }: IncidentsOptions): IncidentStore {
  async function read(clauses: string): Promise<readonly Incident[]> {
    const rows = await query<{ readonly version: number; readonly body: string }>(
      `SELECT version, body FROM ${database}.incidents FINAL ${clauses}`,
    );
    return unsaved.incidents.over(
      rows.map(({ version, body }) => ({ version, item: JSON.parse(body) as Incident })),
    );
  }

  return {
    async save(transition) {
      await keep(spool, encodeTransition(transition), 'the incident');
      unsaved.incidents.add(transition.atMs, transition.incident);
      unsaved.transitions.add(transition.atMs, transition);
    },

    async incidents(sinceMs, untilMs) {
      const before = untilMs === undefined ? '' : `AND first_bad < ${moment(untilMs)}`;
      const found = await read(
        `WHERE first_bad >= ${moment(sinceMs)} ${before} ORDER BY first_bad DESC LIMIT ${incidentListMax}`,
      );
      return found
        .filter(
          ({ firstBadMs }) => firstBadMs >= sinceMs && firstBadMs < (untilMs ?? Number.POSITIVE_INFINITY),
        )
        .sort((a, b) => b.firstBadMs - a.firstBadMs || (a.id < b.id ? -1 : 1));
    },

    async incident(id) {
      const found = await read(`WHERE id = ${quoted(id)}`);
      return found.find((incident) => incident.id === id) ?? null;
    },

    async transitions(id) {
      const rows = await query<{ readonly atMs: number; readonly sentence: string; readonly body: string }>(`
        SELECT toUnixTimestamp64Milli(at) AS atMs, sentence, body FROM ${database}.incident_events
        WHERE incident_id = ${quoted(id)} ORDER BY at LIMIT ${transitionsMax}`);
      const saved = rows.map(({ atMs, sentence, body }) => ({
        version: atMs,
        item: { atMs, sentence, incident: JSON.parse(body) as Incident },
      }));
      // Several collectors on one server say the same, each once.
      return unsaved.transitions
        .over(saved)
        .filter(({ incident }) => incident.id === id)
        .sort((a, b) => a.atMs - b.atMs);
    },
  };
}

/** An incident that changes every ten seconds for three hours. */
const transitionsMax = 1_000;

export function createUnsavedIncidents(): UnsavedIncidents {
  return {
    incidents: new NewestVersions(({ id }) => id, incidentListMax),
    transitions: new NewestVersions(
      ({ atMs, incident: { id, state, class: incidentClass, models } }) =>
        JSON.stringify([id, atMs, state, incidentClass, models]),
      transitionsMax,
    ),
  };
}
