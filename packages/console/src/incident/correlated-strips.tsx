import type { AffectedModel, ControlStrip, IncidentPage, StripAxis } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatShare } from '../format.ts';
import { Quantity } from '../parts/quantity.tsx';
import { Strip, StripLegend, StripScale } from '../parts/strip.tsx';
import { highestOf } from '../parts/strip-text.ts';

interface StripsProps extends Pick<IncidentPage, 'clock' | 'models' | 'controls'> {
  readonly axis: StripAxis;
}

/** Every model on one time axis and other vendors below: "everything at once" is seen before it is read. */
export function CorrelatedStrips({ axis, clock, models, controls }: StripsProps): VNode {
  const marksMs = clock.flatMap(({ atMs, label }) =>
    atMs !== null && markedLabels.has(label) ? [atMs] : [],
  );
  return (
    <section class="correlated" aria-labelledby="correlated-title">
      <h2 id="correlated-title">Everything at once</h2>
      <table class="strips">
        <caption class="unseen">
          Share of attempts that failed, by model and time, with other vendors.
        </caption>
        <thead>
          <tr>
            <th scope="col">
              <span class="unseen">Model or vendor</span>
            </th>
            <th scope="col">
              <span class="unseen">Errors over time</span>
              <StripScale axis={axis} onsetsMs={marksMs} />
            </th>
            <th scope="col" class="strips-share">
              peak
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <Row
              key={model.name}
              name={model.name}
              shares={model.shares}
              peak={model.peakShare}
              axis={axis}
              marksMs={marksMs}
            />
          ))}
        </tbody>
        {controls.length > 0 && <Controls controls={controls} axis={axis} marksMs={marksMs} />}
      </table>
      <StripLegend axis={axis} />
    </section>
  );
}

/** Lines that run through every strip. */
const markedLabels: ReadonlySet<string> = new Set(['first bad attempt', 'vendor posted', 'resolved']);

interface AxisProps {
  readonly axis: StripAxis;
  readonly marksMs: readonly number[];
}

interface ControlsProps extends AxisProps {
  readonly controls: readonly ControlStrip[];
}

function Controls({ controls, ...time }: ControlsProps): VNode {
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={3} class="controls-title">
          Other vendors in the same minutes
        </th>
      </tr>
      {controls.map((control) => (
        <Row
          key={control.provider}
          name={control.displayName}
          shares={control.shares}
          peak={highestOf(control.shares)}
          {...time}
        />
      ))}
    </tbody>
  );
}

interface RowProps extends AxisProps {
  readonly name: string;
  readonly shares: AffectedModel['shares'];
  readonly peak: number | null;
}

function Row({ name, shares, peak, axis, marksMs }: RowProps): VNode {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>
        <Strip shares={shares} axis={axis} onsetsMs={marksMs} isPast />
      </td>
      <td class="strips-share">
        <Quantity text={formatShare(peak)} />
      </td>
    </tr>
  );
}
