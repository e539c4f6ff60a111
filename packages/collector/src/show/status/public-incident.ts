import {
  type Incident,
  type IncidentTransition,
  isOpen,
  isVendorFault,
  type ModelEvidence,
} from '../../model/incident.ts';
import {
  type ComponentStatus,
  type Impact,
  impactOf,
  milder,
  statusOfShare,
  worstStatus,
} from './component-status.ts';
import { isPublicModel, isPublicProvider, stableId } from './public-names.ts';
import { publicSentence, publicTitle } from './public-sentence.ts';

/** As Statuspage has them. */
export type UpdateStatus = 'investigating' | 'identified' | 'monitoring' | 'resolved';

export interface AffectedModel {
  readonly model: string;
  readonly before: ComponentStatus;
  readonly now: ComponentStatus;
}

export interface PublicUpdate {
  readonly id: string;
  readonly status: UpdateStatus;
  readonly atMs: number;
  readonly body: string;
  readonly affected: readonly AffectedModel[];
}

/** An incident without anything about us: whom it hit here, how often it was called, with which keys, from where. */
export interface PublicIncident {
  readonly id: string;
  readonly provider: string;
  readonly title: string;
  readonly status: UpdateStatus;
  readonly impact: Impact;
  readonly startedMs: number;
  readonly monitoringMs: number | null;
  readonly resolvedMs: number | null;
  readonly models: readonly string[];
  /** Newest first; never empty. */
  readonly updates: readonly PublicUpdate[];
}

/** A fault of a vendor that was confirmed. What is our own, our keys, limits, requests, network, is nobody else's business. */
export function isPublicFault(incident: Incident): boolean {
  const { provider, confirmedMs, state } = incident;
  const isSure = confirmedMs !== null && state !== 'cleared';
  return isSure && provider !== null && isPublicProvider(provider) && isOfVendor(incident);
}

function isOfVendor(incident: Incident): boolean {
  const { class: current, widestClass } = incident;
  const incidentClass = isOpen(incident) ? current : widestClass;
  return isVendorFault(incident) && (incidentClass === 'single_model' || incidentClass.startsWith('vendor_'));
}

/** With `transitions` in the order in which they happened. Null where nothing of it can be told. */
export function publicIncident(
  incident: Incident,
  transitions: readonly IncidentTransition[],
): PublicIncident | null {
  const { id, provider, firstBadMs, recoveringMs, resolvedMs } = incident;
  if (provider === null) return null;
  const updates = updatesOf(provider, transitions);
  const [newest] = updates;
  if (!newest) return null;
  const worst = worstStatus(updates.flatMap(({ affected }) => affected.map(({ now }) => now)));
  // Critical is what hits everybody who calls the vendor.
  const isWide = incident.widestClass === 'vendor_wide';
  return {
    id,
    provider,
    title: publicTitle(incident),
    status: newest.status,
    impact: impactOf(isWide ? worst : milder(worst, 'partial_outage')),
    startedMs: firstBadMs,
    monitoringMs: recoveringMs,
    resolvedMs,
    models: publicEvidence(provider, incident).map(({ model }) => model),
    updates,
  };
}

function updatesOf(provider: string, transitions: readonly IncidentTransition[]): readonly PublicUpdate[] {
  const updates: PublicUpdate[] = [];
  let before: ReadonlyMap<string, ComponentStatus> = new Map();
  for (const { atMs, incident } of transitions.filter((each) => isOfVendor(each.incident))) {
    const status = updateStatus(incident);
    const body = publicSentence(incident, status);
    const last = updates.at(-1);
    if (last?.status === status && last.body === body) continue;
    const now = new Map(
      publicEvidence(provider, incident).map((each) => [each.model, statusOf(each, incident)]),
    );
    const affected = [...now].map(([model, each]) => ({
      model,
      before: before.get(model) ?? 'operational',
      now: each,
    }));
    before = now;
    updates.push({ id: stableId('update', incident.id, String(atMs), status), status, atMs, body, affected });
  }
  return updates.reverse();
}

function updateStatus({ state }: Incident): UpdateStatus {
  if (state === 'suspected') return 'investigating';
  if (state === 'confirmed') return 'identified';
  return state === 'recovering' ? 'monitoring' : 'resolved';
}

export function publicEvidence(provider: string, { evidence }: Incident): readonly ModelEvidence[] {
  return evidence.affected.filter(({ model }) => isPublicModel(provider, model));
}

function statusOf({ attempts, bad, recoveredMs }: ModelEvidence, incident: Incident): ComponentStatus {
  if (!isOpen(incident)) return 'operational';
  if (recoveredMs !== null) return 'degraded_performance';
  if (incident.kind === 'latency') return 'degraded_performance';
  const status =
    incident.kind === 'hang' ? 'major_outage' : statusOfShare(attempts === 0 ? 0 : bad / attempts);
  return incident.region === null ? status : milder(status, 'partial_outage');
}
