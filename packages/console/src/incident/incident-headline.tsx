import type { IncidentCost, IncidentPage } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatCount, formatDuration, formatMoney, formatShare } from '../format.ts';
import { IncidentMark, toneOfIncident } from '../parts/state-mark.tsx';
import { classInWords, confidenceInWords } from '../words.ts';
import { isIncidentDown } from './incident-tone.ts';

interface HeadlineProps {
  readonly page: IncidentPage;
  readonly nowMs: number;
}

/** What happened in one sentence, its evidence in another, and what it means for us. */
export function IncidentHeadline({ page, nowMs }: HeadlineProps): VNode {
  const { incident, cost } = page;
  const lastedMs = (incident.resolvedMs ?? nowMs) - incident.firstBadMs;
  return (
    <section class="headline" aria-labelledby="headline">
      <p class="dateline">
        <IncidentMark
          state={incident.state}
          tone={toneOfIncident(incident.state, isIncidentDown(incident))}
        />
        <span>
          Incident {incident.id} · {incident.displayName}
        </span>
      </p>
      <h1 id="headline">{incident.title}</h1>
      <p class="summary">{incident.sentence}</p>
      <dl class="facts">
        <Fact name="Whose fault">
          <strong>{classInWords(incident.class)}</strong>, {confidenceInWords(incident.confidence)}{' '}
          <span class="aside">{formatShare(incident.confidence)}</span>
        </Fact>
        <Fact name={incident.resolvedMs === null ? 'For' : 'It lasted'}>{formatDuration(lastedMs)}</Fact>
        <Fact name="Failed attempts">
          {formatCount(incident.bad)} <span class="aside">of {formatCount(incident.attempts)}</span>
        </Fact>
        {cost && <Fact name="It costs about">{costInWords(cost)}</Fact>}
        <Fact name="Seen by">{callersInWords(page)}</Fact>
      </dl>
      <Verdicts page={page} />
    </section>
  );
}

interface FactProps {
  readonly name: string;
  readonly children: VNode | string | readonly (VNode | string)[];
}

function Fact({ name, children }: FactProps): VNode {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function costInWords({ amount, currency, perHour }: IncidentCost): VNode {
  return (
    <>
      {formatMoney(amount, currency)} <span class="aside">at {formatMoney(perHour, currency)} an hour</span>
    </>
  );
}

function callersInWords({ incident }: IncidentPage): string {
  const parts = [
    ...named('service', incident.services),
    ...named('key', incident.credentials),
    ...named('region', incident.regions),
  ];
  return parts.length === 0 ? 'nobody who says who they are' : parts.join(', ');
}

function named(noun: string, names: readonly string[]): readonly string[] {
  if (names.length === 0) return [];
  const [only] = names;
  return names.length === 1 && only !== undefined ? [`${noun} ${only}`] : [`${names.length} ${noun}s`];
}

/** What people and the configuration made of it. */
function Verdicts({ page: { incident } }: { readonly page: IncidentPage }): VNode | null {
  const said = [
    ...(incident.mutedBy === null ? [] : [`Nobody is paged for it: ${incident.mutedBy}.`]),
    ...(incident.feedback === 'not_the_vendor' ? ['Somebody looked at it and says: not the vendor.'] : []),
    ...(incident.mergedInto === null ? [] : [`It was merged into incident ${incident.mergedInto}.`]),
  ];
  return said.length === 0 ? null : <p class="verdicts">{said.join(' ')}</p>;
}
