import { byTime, type Merge, type Remark } from '../../model/remark.ts';
import type { RemarkStore } from '../store.ts';
import { encodeRemark } from './incident-row.ts';
import { type KeptOptions, keep } from './keep.ts';
import { NewestVersions } from './newest-versions.ts';
import { quoted } from './sql.ts';

/** A thousand incidents with ten remarks each; beyond that the newest are read. */
const remarksMax = 10_000;
/** People write: by then the database shows the oldest of them. */
const unsavedMax = 1_000;

export function createUnsavedRemarks(): NewestVersions<Remark> {
  return new NewestVersions(({ id }) => id, unsavedMax);
}

/** Through the spool, as incidents: what somebody wrote down in an outage is kept, whatever the database does. */
export function createRemarks({ query, database, spool, unsaved }: KeptOptions<Remark>): RemarkStore {
  async function read(condition: string): Promise<readonly Remark[]> {
    const rows = await query<{ readonly body: string }>(`
      SELECT body FROM ${database}.incident_remarks FINAL
      WHERE ${condition} ORDER BY at DESC LIMIT ${remarksMax}`);
    const saved = rows.map(({ body }) => JSON.parse(body) as Remark);
    const all = unsaved.over(saved.map((item) => ({ version: item.atMs, item })));
    return [...all].sort(byTime);
  }

  return {
    async saveRemark(remark) {
      await keep(spool, encodeRemark(remark), 'the remark');
      unsaved.add(remark.atMs, remark);
    },

    async remarks(incidentIds) {
      if (incidentIds.length === 0) return [];
      const wanted = new Set(incidentIds);
      const found = await read(`incident_id IN (${incidentIds.map(quoted).join(', ')})`);
      return found.filter(({ incidentId }) => wanted.has(incidentId));
    },

    async merges() {
      return (await read("kind = 'merge'")).filter((remark): remark is Merge => remark.kind === 'merge');
    },
  };
}
