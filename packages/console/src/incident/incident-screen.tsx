import type { IncidentPage } from '@faultline/conventions';
import type { VNode } from 'preact';
import { useMemo } from 'preact/hooks';
import { incidentHref } from '../parts/links.ts';
import { Screen, type ScreenProps } from '../screen.tsx';
import { AffectedTable } from './affected-table.tsx';
import { ClockRow } from './clock-row.tsx';
import { CorrelatedStrips } from './correlated-strips.tsx';
import { Hypotheses } from './hypotheses.tsx';
import { IncidentHeadline } from './incident-headline.tsx';
import { References } from './references.tsx';
import { Remarks } from './remarks.tsx';
import { Timeline } from './timeline.tsx';

/** One incident: what happened, in which order, to whom, and why we say whose fault it is. */
export function IncidentScreen({ page, nowMs, ...live }: ScreenProps<'incident'>): VNode {
  const { incident, clock, strip, models, controls, hypotheses, samples } = page;
  // Drawn once per reading; a wall in between brings only the age of the data.
  const findings = useMemo(
    () => (
      <>
        <ClockRow marks={clock} />
        <CorrelatedStrips axis={strip} clock={clock} models={models} controls={controls} />
        <AffectedTable incident={incident} models={models} />
        <div class="columns">
          <Hypotheses incident={incident} hypotheses={hypotheses} controls={controls} />
          <References samples={samples} />
        </div>
      </>
    ),
    [incident, clock, strip, models, controls, hypotheses, samples],
  );
  return (
    <Screen kind="incident" site={page} nowMs={nowMs} {...live}>
      <IncidentHeadline page={page} nowMs={nowMs} />
      {findings}
      <div class="columns">
        <Timeline entries={page.timeline} nowMs={nowMs} />
        <Remarks incident={incident} />
      </div>
      <Exports page={page} />
    </Screen>
  );
}

function Exports({ page: { incident, merged } }: { readonly page: IncidentPage }): VNode {
  const address = `/api/v1/incidents/${encodeURIComponent(incident.id)}`;
  return (
    <p class="exports">
      <a href={`${address}/report.md`} download>
        Report as Markdown
      </a>
      <a href={address}>Everything as JSON</a>
      {merged.map(({ id, sentence }) => (
        <a key={id} href={incidentHref(id)} title={sentence}>
          Merged incident {id}
        </a>
      ))}
    </p>
  );
}
