import type { Wall, WallIncident } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatDuration, formatShare } from '../format.ts';
import { incidentHref } from '../parts/links.ts';
import { Moment } from '../parts/moment.tsx';
import { IncidentMark } from '../parts/state-mark.tsx';
import { classInWords, confidenceInWords, incidentSubject } from '../words.ts';
import { incidentTone } from './incident-tone.ts';

interface IncidentsProps {
  readonly wall: Wall;
  readonly nowMs: number;
}

export function OpenIncidents({ wall, nowMs }: IncidentsProps): VNode | null {
  const incidents = wall.incidents.filter(({ state }) => state !== 'resolved');
  return <Incidents id="open" title="Open incidents" incidents={incidents} wall={wall} nowMs={nowMs} />;
}

export function ResolvedIncidents({ wall, nowMs }: IncidentsProps): VNode | null {
  const incidents = wall.incidents.filter(({ state }) => state === 'resolved');
  return (
    <Incidents id="resolved" title="Recently resolved" incidents={incidents} wall={wall} nowMs={nowMs} />
  );
}

interface ListProps extends IncidentsProps {
  readonly id: string;
  readonly title: string;
  readonly incidents: readonly WallIncident[];
}

function Incidents({ id, title, incidents, wall, nowMs }: ListProps): VNode | null {
  if (incidents.length === 0) return null;
  return (
    <section class="incidents" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      <ul>
        {incidents.map((incident) => (
          <IncidentLine key={incident.id} incident={incident} wall={wall} nowMs={nowMs} />
        ))}
      </ul>
    </section>
  );
}

interface LineProps extends IncidentsProps {
  readonly incident: WallIncident;
}

function IncidentLine({ incident, wall, nowMs }: LineProps): VNode {
  const subject = incidentSubject(incident, wall);
  return (
    <li class="incident">
      <IncidentMark state={incident.state} tone={incidentTone(incident, wall)} />
      <p class="incident-what">
        <a href={incidentHref(incident.id)}>
          <strong>{classInWords(incident.class)}</strong>
          {subject === null ? null : `, ${subject}`}
        </a>
        <span class="incident-models">
          {incident.models.map((model, index) => (
            <span key={model} class="model-id">
              {model}
              {index < incident.models.length - 1 ? ', ' : ''}
            </span>
          ))}
        </span>
      </p>
      <p class="incident-when">
        <IncidentTimes incident={incident} nowMs={nowMs} />
      </p>
      <p class="incident-confidence">
        {confidenceInWords(incident.confidence)} <span class="aside">{formatShare(incident.confidence)}</span>
      </p>
    </li>
  );
}

function IncidentTimes({
  incident,
  nowMs,
}: {
  readonly incident: WallIncident;
  readonly nowMs: number;
}): VNode {
  const { firstBadMs, resolvedMs } = incident;
  if (resolvedMs === null) {
    return (
      <>
        since <Moment atMs={firstBadMs} nowMs={nowMs} />
        <span class="aside">{formatDuration(nowMs - firstBadMs)}</span>
      </>
    );
  }
  return (
    <>
      <Moment atMs={firstBadMs} nowMs={nowMs} /> to <Moment atMs={resolvedMs} nowMs={firstBadMs} />
      <span class="aside">{formatDuration(resolvedMs - firstBadMs)}</span>
    </>
  );
}
