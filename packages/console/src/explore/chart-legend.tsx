import type { VNode } from 'preact';
import { Quantity } from '../parts/quantity.tsx';
import type { ChartLine } from './chart-lines.ts';
import { formatMeasure, type Measure } from './measure.ts';

interface LegendProps {
  readonly lines: readonly ChartLine[];
  readonly measure: Measure;
  /** The step under the pointer. */
  readonly step: number | null;
  readonly time: string | null;
}

/** Names the lines, with the value under the pointer, or that of the whole range. */
export function ChartLegend({ lines, measure, step, time }: LegendProps): VNode {
  return (
    <div class="chart-legend">
      <p class="aside">{time ?? 'Whole range'}</p>
      <ul>
        {lines.map(({ name, dash, values, total }, index) => (
          <li key={name}>
            <svg viewBox="0 0 32 12" width="32" height="12" aria-hidden="true" focusable="false">
              <path class={`series-${index + 1}`} d="M0 6h32" stroke-dasharray={dash.join(' ')} />
            </svg>
            <span class="chart-name">{name}</span>
            <span class="chart-value">
              <Quantity text={formatMeasure(step === null ? total : (values[step] ?? null), measure)} />
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}
