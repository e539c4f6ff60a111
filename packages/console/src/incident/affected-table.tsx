import {
  type AffectedModel,
  downShareMin,
  type HealthState,
  type IncidentPage,
  outcomeInWords,
} from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatCount, formatSeconds, formatShare, formatTimes, nothing } from '../format.ts';
import { Moment } from '../parts/moment.tsx';
import { Quantity } from '../parts/quantity.tsx';
import { Scrolls } from '../parts/scrolls.tsx';
import { Mark } from '../parts/state-mark.tsx';

type TableProps = Pick<IncidentPage, 'incident' | 'models'>;

/** The table that post-mortems print: per model how bad it was, what it answered, and when that began and ended. */
export function AffectedTable({ incident, models }: TableProps): VNode {
  const subject = incident.provider === null ? 'Vendor' : 'Model';
  return (
    <section class="affected" aria-labelledby="affected-title">
      <h2 id="affected-title">{incident.provider === null ? 'Vendors' : 'Affected models'}</h2>
      <Scrolls label="Affected models, in numbers">
        <table class="figures">
          <thead>
            <tr>
              <th scope="col">{subject}</th>
              <th scope="col">State</th>
              <th scope="col" class="number">
                Errors, peak
              </th>
              <th scope="col" class="number">
                now
              </th>
              <th scope="col">Mostly</th>
              <th scope="col" class="number">
                Attempts
              </th>
              <th scope="col" class="number">
                First token p95
              </th>
              <th scope="col" class="number">
                × usual
              </th>
              <th scope="col" class="number">
                First bad
              </th>
              <th scope="col" class="number">
                Recovered
              </th>
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <ModelRow key={model.name} model={model} sinceMs={incident.firstBadMs} />
            ))}
          </tbody>
        </table>
      </Scrolls>
    </section>
  );
}

interface RowProps {
  readonly model: AffectedModel;
  /** The day that times of day belong to. */
  readonly sinceMs: number;
}

function ModelRow({ model, sinceMs }: RowProps): VNode {
  return (
    <tr>
      <th scope="row">{model.name}</th>
      <td>
        <VerdictMark verdict={model.verdict} share={model.shareNow} />
      </td>
      <td class="number">
        <Quantity text={formatShare(model.peakShare)} />
      </td>
      <td class="number">
        <Quantity text={formatShare(model.shareNow)} />
      </td>
      <td>
        {model.dominantOutcome === null ? <Quantity text={nothing} /> : outcomeInWords(model.dominantOutcome)}
      </td>
      <td class="number">{formatCount(model.attempts)}</td>
      <td class="number">
        <Quantity text={formatSeconds(model.timeToFirstChunkP95Ms)} />
      </td>
      <td class="number">
        <Quantity text={formatTimes(model.timesUsual)} />
      </td>
      <td class="number">
        <MaybeMoment atMs={model.firstBadMs} sinceMs={sinceMs} />
      </td>
      <td class="number">
        <MaybeMoment atMs={model.recoveredMs} sinceMs={sinceMs} />
      </td>
    </tr>
  );
}

function MaybeMoment({ atMs, sinceMs }: { readonly atMs: number | null; readonly sinceMs: number }): VNode {
  return atMs === null ? <Quantity text={nothing} /> : <Moment atMs={atMs} nowMs={sinceMs} />;
}

interface VerdictProps {
  readonly verdict: AffectedModel['verdict'];
  readonly share: number | null;
}

function VerdictMark({ verdict, share }: VerdictProps): VNode {
  if (verdict === 'affected') {
    const tone: HealthState = share !== null && share < downShareMin ? 'degraded' : 'down';
    return <Mark tone={tone} shape={tone === 'down' ? 'square' : 'triangle'} word="affected" />;
  }
  if (verdict === 'recovered') return <Mark tone="recovering" shape="diamond" word="recovered" />;
  if (verdict === 'healthy') return <Mark tone="ok" shape="circle" word="healthy" />;
  return <Mark tone="unknown" shape="ring" word="too little traffic" />;
}
