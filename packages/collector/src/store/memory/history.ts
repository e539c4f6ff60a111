import { type AuditEntry, newestFirst } from '../../model/audit-entry.ts';
import { byCreation, type HealthOverride, isInForce, versionOf } from '../../model/health-override.ts';
import type { Incident, IncidentTransition } from '../../model/incident.ts';
import { byPosting, type OfficialPost } from '../../model/official.ts';
import { byTime, type Merge, type Remark } from '../../model/remark.ts';
import type { StoredTierState } from '../../model/slo.ts';
import type {
  AuditStore,
  IncidentStore,
  OfficialStore,
  OverrideStore,
  RemarkStore,
  TierStateStore,
} from '../store.ts';

/** What the evaluation wrote down, what people and vendors said about it, and who did what. */
export function createHistory(): IncidentStore &
  RemarkStore &
  OfficialStore &
  OverrideStore &
  AuditStore &
  TierStateStore {
  const transitions: IncidentTransition[] = [];
  const incidents = new Map<string, { readonly version: number; readonly incident: Incident }>();
  const remarks = new Map<string, Remark>();
  const posts = new Map<string, OfficialPost>();
  const overrides = new Map<string, HealthOverride>();
  const audit = new Map<string, AuditEntry>();
  const tierStates = new Map<string, StoredTierState>();
  const said = (): readonly Remark[] => [...remarks.values()].sort(byTime);
  return {
    async save(transition) {
      const { atMs, incident } = transition;
      transitions.push(transition);
      if ((incidents.get(incident.id)?.version ?? 0) > atMs) return;
      incidents.set(incident.id, { version: atMs, incident });
    },
    async incidents(sinceMs, untilMs = Number.POSITIVE_INFINITY) {
      return [...incidents.values()]
        .map(({ incident }) => incident)
        .filter(({ firstBadMs }) => firstBadMs >= sinceMs && firstBadMs < untilMs)
        .sort((a, b) => b.firstBadMs - a.firstBadMs || (a.id < b.id ? -1 : 1));
    },
    incident: async (id) => incidents.get(id)?.incident ?? null,
    transitions: async (id) =>
      transitions.filter(({ incident }) => incident.id === id).sort((a, b) => a.atMs - b.atMs),
    async saveRemark(remark) {
      remarks.set(remark.id, remark);
    },
    remarks: async (incidentIds) => said().filter(({ incidentId }) => incidentIds.includes(incidentId)),
    merges: async () => said().filter((remark): remark is Merge => remark.kind === 'merge'),
    async savePosts(written) {
      for (const post of written) posts.set(post.id, post);
    },
    posts: async (provider, { sinceMs, untilMs }) =>
      [...posts.values()]
        .filter((post) => post.provider === provider && post.postedMs >= sinceMs && post.postedMs < untilMs)
        .sort(byPosting),
    async recordAudit(entry) {
      audit.set(entry.id, entry);
    },
    auditEntries: async ({ sinceMs, untilMs, limit }) =>
      [...audit.values()]
        .filter(({ atMs }) => atMs >= sinceMs && atMs < untilMs)
        .sort(newestFirst)
        .slice(0, limit),
    async saveOverride(override) {
      const known = overrides.get(override.id);
      if (!known || versionOf(known) <= versionOf(override)) overrides.set(override.id, override);
    },
    overrides: async (nowMs) =>
      [...overrides.values()].filter((override) => isInForce(override, nowMs)).sort(byCreation),
    async saveTierStates(states) {
      for (const each of states) tierStates.set(JSON.stringify([each.sloId, each.tier]), each);
    },
    tierStates: async () => [...tierStates.values()],
  };
}
