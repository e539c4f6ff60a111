import { type Impact, impactOf, worstStatus } from './component-status.ts';
import type { Component } from './components.ts';
import type { PublicIncident, PublicUpdate } from './public-incident.ts';
import { componentId, stableId } from './public-names.ts';
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
  return {
    page: pageBody(page),
    components: page.components.map((component, index) => componentBody(component, index + 1, page)),
    incidents: page.incidents
      .filter(({ status }) => status !== 'resolved')
      .map((each) => incidentBody(each, page)),
    scheduled_maintenances: [],
    status: overallBody(page),
  };
}

/** Those that are over as well. */
export function incidentBodies(page: StatusPage): readonly IncidentBody[] {
  return page.incidents.map((each) => incidentBody(each, page));
}

export function pageBody(page: StatusPage): PageBody {
  const { title, url, updatedMs } = page;
  return { id: pageId(page), name: title, url, time_zone: 'Etc/UTC', updated_at: iso(updatedMs) };
}

function pageId({ title }: StatusPage): string {
  return stableId('page', title);
}

const descriptions: Readonly<Record<Impact, string>> = {
  none: 'All Systems Operational',
  minor: 'Partially Degraded Service',
  major: 'Partial System Outage',
  critical: 'Major Service Outage',
};

function overallBody({ components, isBlind }: StatusPage): OverallBody {
  const groups = components.filter(({ model }) => model === null);
  const indicator = impactOf(worstStatus(groups.map(({ status }) => status)));
  const isUnknown = isBlind || groups.every(({ state }) => state === 'unknown');
  if (isUnknown) return { indicator, description: 'No Recent Data', x_verdict: 'unknown' };
  return { indicator, description: descriptions[indicator] };
}

function componentBody(component: Component, position: number, page: StatusPage): ComponentBody {
  const { id, name, status, description, groupId, provider, model, state } = component;
  const children = page.components.filter((each) => each.groupId === id).map((each) => each.id);
  return {
    ...{ id, name, status, position, description, group_id: groupId, page_id: pageId(page) },
    ...{ created_at: iso(page.sinceMs), updated_at: iso(changedMs(component, page)) },
    ...{ group: model === null, showcase: false, start_date: null, only_show_if_degraded: false },
    ...(model === null && { components: children }),
    ...{ x_provider: provider, x_model: model, x_verdict: state },
  };
}

/** When an incident last said something about it. */
function changedMs({ provider, model }: Component, { incidents, sinceMs }: StatusPage): number {
  const own = incidents.filter(
    (each) => each.provider === provider && (model === null || each.models.includes(model)),
  );
  return Math.max(sinceMs, ...own.map(({ updates }) => updates[0]?.atMs ?? 0));
}

function incidentBody(incident: PublicIncident, page: StatusPage): IncidentBody {
  const { id, title, status, impact, updates, startedMs, monitoringMs, resolvedMs } = incident;
  const ids = [null, ...incident.models].map((model) => componentId(incident.provider, model));
  const touched = page.components
    .map((component, index) => ({ component, position: index + 1 }))
    .filter(({ component }) => ids.includes(component.id));
  return {
    ...{ id, name: title, status, impact, page_id: pageId(page) },
    ...{ created_at: iso(updates.at(-1)?.atMs ?? startedMs), updated_at: iso(updates[0]?.atMs ?? startedMs) },
    ...{ started_at: iso(startedMs), monitoring_at: isoOrNull(monitoringMs) },
    ...{ resolved_at: isoOrNull(resolvedMs), shortlink: incidentLink(incident, page) },
    incident_updates: updates.map((update) => updateBody(update, incident)),
    components: touched.map(({ component, position }) => componentBody(component, position, page)),
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
