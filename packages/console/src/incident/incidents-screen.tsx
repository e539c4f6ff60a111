import type { IncidentLine } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatDateTime, formatDuration } from '../format.ts';
import { incidentHref } from '../parts/links.ts';
import { Moment } from '../parts/moment.tsx';
import { IncidentMark, toneOfIncident } from '../parts/state-mark.tsx';
import { Screen, type ScreenProps } from '../screen.tsx';
import { classInWords } from '../words.ts';

/** Everything that was found in the last weeks, newest first. */
export function IncidentsScreen({ page, nowMs, ...live }: ScreenProps<'incidents'>): VNode {
  const { incidents, fromMs } = page;
  return (
    <Screen kind="incidents" site={page} nowMs={nowMs} {...live}>
      <section class="headline" aria-labelledby="headline">
        <h1 id="headline">{titleOf(incidents)}</h1>
        <p class="summary">Since {formatDateTime(fromMs)}. Suspicions that came to nothing are not listed.</p>
      </section>
      {incidents.length > 0 && (
        <section class="incidents" aria-label="Incidents">
          <ul>
            {incidents.map((incident) => (
              <Line key={incident.id} incident={incident} nowMs={nowMs} />
            ))}
          </ul>
        </section>
      )}
    </Screen>
  );
}

function titleOf(incidents: readonly IncidentLine[]): string {
  const open = incidents.filter(({ resolvedMs }) => resolvedMs === null).length;
  if (incidents.length === 0) return 'No incidents.';
  if (open === 0) return 'No incident is open.';
  return open === 1 ? 'One incident is open.' : `${open} incidents are open.`;
}

interface LineProps {
  readonly incident: IncidentLine;
  readonly nowMs: number;
}

function Line({ incident, nowMs }: LineProps): VNode {
  const { firstBadMs, resolvedMs } = incident;
  return (
    <li class="incident">
      <IncidentMark state={incident.state} tone={toneOfIncident(incident.state, true)} />
      <p class="incident-what">
        <a href={incidentHref(incident.id)}>
          <strong>{classInWords(incident.class)}</strong>, {incident.displayName}
        </a>
        <span class="incident-models">{incident.sentence}</span>
      </p>
      <p class="incident-when">
        <Moment atMs={firstBadMs} nowMs={nowMs} />
        <span class="aside">{formatDuration((resolvedMs ?? nowMs) - firstBadMs)}</span>
      </p>
      <p class="incident-confidence">{remarkOn(incident)}</p>
    </li>
  );
}

function remarkOn({ feedback, mergedInto }: IncidentLine): string {
  if (mergedInto !== null) return 'merged';
  return feedback === 'not_the_vendor' ? 'not the vendor' : '';
}
