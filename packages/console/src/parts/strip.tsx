import type { StripAxis } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatTick, formatWidth } from '../format.ts';
import {
  type AxisTick,
  labelledTicks,
  onsetTicks,
  type StripShape,
  stripShape,
  tickStepMs,
  timeTicks,
} from './strip-geometry.ts';
import { describeStrip } from './strip-text.ts';

interface StripProps {
  readonly shares: readonly (number | null)[];
  readonly axis: StripAxis;
  /** When the open incidents began: a line through every strip, affected or not. */
  readonly onsetsMs: readonly number[];
  /** The axis does not end now. */
  readonly isPast?: boolean;
}

/** Error share over time. A few paths and not a node per cell: a wall of forty models stays light. */
export function Strip({ shares, axis, onsetsMs, isPast = false }: StripProps): VNode {
  const shape = stripShape(shares);
  return (
    <svg
      class="strip"
      role="img"
      viewBox={`0 0 ${shape.width} ${shape.height}`}
      height={shape.height}
      preserveAspectRatio="none"
    >
      <title>{describeStrip(shares, axis, isPast)}</title>
      <path class="hours" d={verticals(timeTicks(axis), shape)} />
      <path class="onset" d={verticals(onsetTicks(onsetsMs, axis), shape)} />
      <path class="gap" d={shape.gaps} />
      <path class="bar-quiet" d={shape.bars.quiet} />
      <path class="bar-raised" d={shape.bars.raised} />
      <path class="bar-failing" d={shape.bars.failing} />
    </svg>
  );
}

function verticals(ticks: readonly AxisTick[], shape: StripShape): string {
  return ticks.map(({ position }) => `M${Math.round(position * shape.width)} 0V${shape.height}`).join('');
}

/** Names the lines that run through every strip below. Sighted help only: each strip has its sentence. */
export function StripScale({ axis, onsetsMs }: Omit<StripProps, 'shares' | 'isPast'>): VNode {
  const onsets = onsetTicks(onsetsMs, axis);
  return (
    <svg class="scale" height="14" aria-hidden="true" focusable="false">
      {labelledTicks(onsets, timeTicks(axis)).map((tick) => (
        <text
          key={tick.atMs}
          class={onsets.includes(tick) ? 'onset-label' : 'hour-label'}
          x={`${(tick.position * 100).toFixed(2)}%`}
          y="1em"
        >
          {formatTick(tick.atMs, onsets.includes(tick) ? 0 : tickStepMs(axis))}
        </text>
      ))}
    </svg>
  );
}

/** How to read a strip, for those who see one for the first time. */
export function StripLegend({ axis }: { readonly axis: StripAxis }): VNode {
  return (
    <ul class="legend" aria-label="How to read the strips">
      <li>
        <Sample shares={[0.2, 0.6, 1]} /> share of attempts that failed; full height is all of them
      </li>
      <li>
        <Sample shares={[0, 0, 0]} /> traffic, no errors
      </li>
      <li>
        <Sample shares={[null, null, null]} /> no traffic
      </li>
      <li>one bar is {formatWidth(axis.cellMs)}</li>
    </ul>
  );
}

function Sample({ shares }: { readonly shares: readonly (number | null)[] }): VNode {
  const { width, height, bars, gaps } = stripShape(shares);
  return (
    <svg
      class="sample"
      viewBox={`0 0 ${width} ${height}`}
      width="18"
      height="15"
      aria-hidden="true"
      focusable="false"
    >
      <path class="gap" d={gaps} />
      <path class="bar-sample" d={bars.quiet + bars.raised + bars.failing} />
    </svg>
  );
}
