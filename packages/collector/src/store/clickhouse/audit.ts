import { type AuditEntry, newestFirst } from '../../model/audit-entry.ts';
import type { SpoolRow } from '../spool-line.ts';
import type { AuditStore } from '../store.ts';
import { time } from './column-value.ts';
import { type KeptOptions, keep } from './keep.ts';
import { NewestVersions } from './newest-versions.ts';
import { moment } from './sql.ts';

/** The columns in the order in which a row carries them. */
export const auditColumns = { audit_entries: ['id', 'at', 'actor', 'action', 'subject', 'body'] } as const;

/** People act: by then the database shows the oldest of them. */
const unsavedMax = 1_000;

export function createUnsavedAudit(): NewestVersions<AuditEntry> {
  return new NewestVersions(({ id }) => id, unsavedMax);
}

/** Through the spool, as remarks: what somebody did in an outage is known, whatever the database does. */
export function createAudit({ query, database, spool, unsaved }: KeptOptions<AuditEntry>): AuditStore {
  return {
    async recordAudit(entry) {
      await keep(spool, [encode(entry)], 'the audit entry');
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
