import type { AffectedModel, HealthState, IncidentPage } from '@faultline/conventions';
import { outcomeInWords } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatSeconds, formatShare, formatTimes, nothing } from '../format.ts';
import { Moment } from '../parts/moment.tsx';
import { Quantity } from '../parts/quantity.tsx';
import { Mark } from '../parts/state-mark.tsx';

/** The table that post-mortems print: per model how bad it was, what it answered, and when that began and ended. */
export function AffectedTable({ page }: { readonly page: IncidentPage }): VNode {
  const subject = page.incident.provider === null ? 'Vendor' : 'Model';
  return (
    <section class="affected" aria-labelledby="affected-title">
      <h2 id="affected-title">{page.incident.provider === null ? 'Vendors' : 'Affected models'}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways on a phone; keys must reach it (WCAG 2.1.1) */}
      <section class="scrolls" aria-label="Affected models, in numbers" tabIndex={0}>
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
            {page.models.map((model) => (
              <ModelRow key={model.name} model={model} sinceMs={page.incident.firstBadMs} />
            ))}
          </tbody>
        </table>
      </section>
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
      <td class="number">{model.attempts.toLocaleString('en-US')}</td>
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

/** As on the wall: from half of the attempts on a model fails, below that it is degraded. */
const downShareMin = 0.5;

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
