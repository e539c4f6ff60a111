import { type Impact, impactOf, worstStatus } from './component-status.ts';
import type { Component } from './components.ts';
import type { PublicIncident, PublicUpdate } from './public-incident.ts';
import { componentId } from './public-names.ts';
import type {
  ComponentBody,
  IncidentBody,
  OverallBody,
  PageBody,
  SummaryBody,
  UpdateBody,
} from './statuspage-body.ts';

/** Everything that a status page tells. */
export interface StatusPage {
  readonly id: string;
  readonly title: string;
  readonly url: string;
  readonly components: readonly Component[];
  /** Newest first. */
  readonly incidents: readonly PublicIncident[];
  readonly updatedMs: number;
  /** Nothing can be said at all. */
  readonly isBlind: boolean;
  /** When we began to look. */
  readonly sinceMs: number;
}

/** `summary.json`; each of the other documents is a part of it, or all incidents in place of those that are open. */
export function summaryBody(page: StatusPage): SummaryBody {
  const components = componentBodies(page);
  return {
    page: pageBody(page),
    components,
    incidents: incidentBodies(page, unresolved(page), components),
    scheduled_maintenances: [],
    status: overallBody(page),
  };
}

export function pageBody({ id, title, url, updatedMs }: StatusPage): PageBody {
  return { id, name: title, url, time_zone: 'Etc/UTC', updated_at: iso(updatedMs) };
}

export function unresolved({ incidents }: StatusPage): readonly PublicIncident[] {
  return incidents.filter(({ status }) => status !== 'resolved');
}

export function incidentBodies(
  page: StatusPage,
  incidents: readonly PublicIncident[],
  components: readonly ComponentBody[] = componentBodies(page),
): readonly IncidentBody[] {
  return incidents.map((each) => incidentBody(each, page, components));
}

export function componentBodies(page: StatusPage): readonly ComponentBody[] {
  return page.components.map((component, index) => componentBody(component, index + 1, page));
}

const descriptions: Readonly<Record<Impact, string>> = {
  none: 'All Systems Operational',
  minor: 'Partially Degraded Service',
  major: 'Partial System Outage',
  critical: 'Major Service Outage',
};

export function overallBody({ components, isBlind }: StatusPage): OverallBody {
  const groups = components.filter(({ model }) => model === null);
  const indicator = impactOf(worstStatus(groups.map(({ status }) => status)));
  const isUnknown = isBlind || groups.every(({ state }) => state === 'unknown');
  if (isUnknown) return { indicator, description: 'No Recent Data', x_verdict: 'unknown' };
  return { indicator, description: descriptions[indicator] };
}

function componentBody(component: Component, position: number, page: StatusPage): ComponentBody {
  const { id, name, status, description, groupId, provider, model, state } = component;
  return {
    ...{ id, name, status, position, description, group_id: groupId, page_id: page.id },
    ...{ created_at: iso(page.sinceMs), updated_at: iso(changedMs(component, page)) },
    ...{ group: model === null, showcase: false, start_date: null, only_show_if_degraded: false },
    ...(model === null && {
      components: page.components.filter((each) => each.groupId === id).map((each) => each.id),
    }),
    ...{ x_provider: provider, x_model: model, x_verdict: state },
  };
}

/** When an incident last said something about it. */
function changedMs({ provider, model }: Component, { incidents, sinceMs }: StatusPage): number {
  const own = incidents.filter((each) => isAbout(each, provider, model));
  return Math.max(sinceMs, ...own.map(({ updates }) => updates[0]?.atMs ?? 0));
}

function isAbout(incident: PublicIncident, provider: string, model: string | null): boolean {
  return incident.provider === provider && (model === null || incident.models.includes(model));
}

function incidentBody(
  incident: PublicIncident,
  page: StatusPage,
  components: readonly ComponentBody[],
): IncidentBody {
  const { id, title, status, impact, updates, startedMs, monitoringMs, resolvedMs } = incident;
  return {
    ...{ id, name: title, status, impact, page_id: page.id },
    ...{ created_at: iso(updates.at(-1)?.atMs ?? startedMs), updated_at: iso(updates[0]?.atMs ?? startedMs) },
    ...{ started_at: iso(startedMs), monitoring_at: isoOrNull(monitoringMs) },
    ...{ resolved_at: isoOrNull(resolvedMs), shortlink: incidentLink(incident, page) },
    incident_updates: updates.map((update) => updateBody(update, incident)),
    components: components.filter(({ x_provider, x_model }) => isAbout(incident, x_provider, x_model)),
    reminder_intervals: null,
  };
}

function updateBody(
  { id, status, body, atMs, affected }: PublicUpdate,
  { id: incidentId, provider }: PublicIncident,
): UpdateBody {
  const at = iso(atMs);
  const touched = affected.map(({ model, before, now }) => ({
    ...{ code: componentId(provider, model), name: model },
    ...{ old_status: before, new_status: now },
  }));
  return {
    ...{ id, incident_id: incidentId, status, body, affected_components: touched },
    ...{ created_at: at, updated_at: at, display_at: at },
    ...{ deliver_notifications: false, custom_tweet: null, tweet_id: null },
  };
}

export function incidentLink({ id }: PublicIncident, { url }: StatusPage): string {
  return `${url}#${id}`;
}

function iso(atMs: number): string {
  return new Date(atMs).toISOString();
}

function isoOrNull(atMs: number | null): string | null {
  return atMs === null ? null : iso(atMs);
}
