import { type HealthOverride, versionOf } from '../../model/health-override.ts';
import type { Incident, IncidentTransition } from '../../model/incident.ts';
import type { OfficialPost } from '../../model/official.ts';
import type { Remark } from '../../model/remark.ts';
import type { SpoolRow } from '../spool-line.ts';
import { exactMax, time, uint } from './column-value.ts';

/** The columns of the tables of incidents, and of what people say, in the order in which a row carries them. */
export const incidentColumns = {
  incidents: [
    'body',
    'id',
    'version',
    'state',
    'class',
    'kind',
    'provider',
    'region',
    'credential',
    'confidence',
    'first_bad',
    'suspected',
    'confirmed',
    'recovering',
    'resolved',
  ],
  incident_events: ['incident_id', 'at', 'state', 'class', 'sentence', 'body'],
  incident_remarks: ['id', 'incident_id', 'at', 'kind', 'author', 'body'],
  official_posts: ['id', 'provider', 'incident_id', 'posted', 'status', 'version', 'body'],
  health_overrides: ['id', 'version', 'provider', 'model', 'state', 'until', 'body'],
} as const;

/** Incident rows have no identity: each transition is saved once, and a later version replaces an earlier one. */
export function encodeTransition(transition: IncidentTransition): readonly SpoolRow[] {
  const { incident, atMs, sentence } = transition;
  const body = JSON.stringify(incident);
  const state = [incident.state, incident.class];
  return [
    {
      table: 'incidents',
      values: [body, incident.id, uint(atMs, exactMax), ...state, ...incidentKeys(transition)],
      identity: null,
    },
    {
      table: 'incident_events',
      values: [incident.id, time(atMs), ...state, sentence, body],
      identity: null,
    },
  ];
}

/** Without an identity as well: the same remark a second time is the same row. */
export function encodeRemark(remark: Remark): readonly SpoolRow[] {
  const { id, incidentId, atMs, kind, author } = remark;
  const values = [id, incidentId, time(atMs), kind, author, JSON.stringify(remark)];
  return [{ table: 'incident_remarks', values, identity: null }];
}

/** As incidents: a later version replaces an earlier one. */
export function encodePosts(posts: readonly OfficialPost[], atMs: number): readonly SpoolRow[] {
  return posts.map((post) => {
    const { id, provider, incidentId, postedMs, status } = post;
    const version = uint(atMs, exactMax);
    const values = [id, provider, incidentId, time(postedMs), status, version, JSON.stringify(post)];
    return { table: 'official_posts', values, identity: null };
  });
}

/** Without an identity, as incidents: a later version replaces an earlier one. */
export function encodeOverride(override: HealthOverride): readonly SpoolRow[] {
  const { id, provider, model, state, untilMs } = override;
  const version = uint(versionOf(override), exactMax);
  const values = [id, version, provider, model ?? '', state, time(untilMs), JSON.stringify(override)];
  return [{ table: 'health_overrides', values, identity: null }];
}

/** What an earlier process left in the spool of incidents. */
export interface RecalledIncidents {
  onPost(version: number, post: OfficialPost): void;
  onIncident(version: number, incident: Incident): void;
  onTransition(transition: IncidentTransition): void;
  onRemark(remark: Remark): void;
  onOverride(version: number, override: HealthOverride): void;
}

export function recallIncident(table: string, values: readonly unknown[], to: RecalledIncidents): void {
  const [first, second, third, , fifth, sixth, seventh] = values;
  if (table === 'incidents') to.onIncident(Number(third), JSON.parse(String(first)) as Incident);
  if (table === 'incident_remarks') to.onRemark(JSON.parse(String(sixth)) as Remark);
  if (table === 'official_posts') to.onPost(Number(sixth), JSON.parse(String(seventh)) as OfficialPost);
  if (table === 'health_overrides')
    to.onOverride(Number(second), JSON.parse(String(seventh)) as HealthOverride);
  if (table === 'incident_events') {
    const incident = JSON.parse(String(sixth)) as Incident;
    to.onTransition({ atMs: Number(second), sentence: String(fifth), incident });
  }
}

function incidentKeys({ incident }: IncidentTransition): readonly unknown[] {
  return [
    incident.kind,
    incident.provider ?? '',
    incident.region ?? '',
    incident.credential ?? '',
    incident.confidence,
    time(incident.firstBadMs),
    time(incident.suspectedMs),
    ...[incident.confirmedMs, incident.recoveringMs, incident.resolvedMs].map((ms) =>
      ms === null ? null : time(ms),
    ),
  ];
}
