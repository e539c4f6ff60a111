import { type AuditEntry, newestFirst } from '../../model/audit-entry.ts';
import type { Spool } from '../spool.ts';
import type { SpoolRow } from '../spool-line.ts';
import type { AuditStore } from '../store.ts';
import { time } from './column-value.ts';
import type { Query } from './link.ts';
import { NewestVersions } from './newest-versions.ts';

export interface AuditOptions {
  readonly query: Query;
  readonly database: string;
  readonly spool: Pick<Spool, 'append'>;
  readonly unsaved: NewestVersions<AuditEntry>;
}

/** The columns in the order in which a row carries them. */
export const auditColumns = { audit_entries: ['id', 'at', 'actor', 'action', 'subject', 'body'] } as const;

/** People act: by then the database shows the oldest of them. */
const unsavedMax = 1_000;

export function createUnsavedAudit(): NewestVersions<AuditEntry> {
  return new NewestVersions(({ id }) => id, unsavedMax);
}

/** Through the spool, as remarks: what somebody did in an outage is known, whatever the database does. */
export function createAudit({ query, database, spool, unsaved }: AuditOptions): AuditStore {
  return {
    async recordAudit(entry) {
      const result = await spool.append([encode(entry)]);
      if (result.kind === 'retry') throw new Error(`the audit entry cannot be saved: ${result.reason}`);
      unsaved.add(entry.atMs, entry);
    },

    async auditEntries({ sinceMs, untilMs, limit }) {
      const rows = await query<{ readonly body: string }>(`
        SELECT body FROM ${database}.audit_entries FINAL
        WHERE at >= ${moment(sinceMs)} AND at < ${moment(untilMs)}
        ORDER BY at DESC, id LIMIT ${Math.floor(limit)}`);
      const saved = rows.map(({ body }) => JSON.parse(body) as AuditEntry);
      const all = unsaved.over(saved.map((item) => ({ version: item.atMs, item })));
      return all
        .filter(({ atMs }) => atMs >= sinceMs && atMs < untilMs)
        .sort(newestFirst)
        .slice(0, limit);
    },
  };
}

/** What an earlier process left in the spool. */
export function recallAudit(table: string, values: readonly unknown[]): AuditEntry | null {
  return table === 'audit_entries' ? (JSON.parse(String(values.at(-1))) as AuditEntry) : null;
}

/** Without an identity: the same entry a second time is the same row. */
function encode(entry: AuditEntry): SpoolRow {
  const { id, atMs, actor, action, subject } = entry;
  const values = [id, time(atMs), actor, action, subject, JSON.stringify(entry)];
  return { table: 'audit_entries', values, identity: null };
}

function moment(ms: number): string {
  return `fromUnixTimestamp64Milli(${Math.max(0, Math.floor(ms))}, 'UTC')`;
}
