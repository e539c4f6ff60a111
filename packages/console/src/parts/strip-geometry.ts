import type { StripAxis } from '@faultline/conventions';

/** A cell's colour. The height carries the number; the colour only repeats it. */
export type Tone = 'quiet' | 'raised' | 'failing';

export interface StripShape {
  readonly width: number;
  readonly height: number;
  /** One SVG path per tone, a bar per cell. Empty when no cell has the tone. */
  readonly bars: Readonly<Record<Tone, string>>;
  /** A dot on the base line per cell without traffic. */
  readonly gaps: string;
}

const cellWidth = 10;
const barWidth = 8;
export const stripHeight = 30;
/** Traffic without an error is a thin line, so that it differs from no traffic (a dot) and from the first error. */
const zeroHeight = 1.5;
const dotWidth = 3;

/** From here on a share is worth a colour; below lie the few failures every vendor has every day. */
export const raisedShare = 0.05;
const failingShare = 0.5;

export function toneOf(share: number): Tone {
  if (share >= failingShare) return 'failing';
  return share >= raisedShare ? 'raised' : 'quiet';
}

/** Linear: a bar twice as high failed twice as often, and the full height is every attempt. */
export function barHeight(share: number): number {
  const clamped = Math.min(1, Math.max(0, share));
  return Math.round((zeroHeight + clamped * (stripHeight - zeroHeight)) * 10) / 10;
}

export function stripShape(shares: readonly (number | null)[]): StripShape {
  const bars: Record<Tone, string> = { quiet: '', raised: '', failing: '' };
  let gaps = '';
  shares.forEach((share, index) => {
    const x = index * cellWidth + (cellWidth - barWidth) / 2;
    if (share === null) {
      const inset = (barWidth - dotWidth) / 2;
      gaps += `M${x + inset} ${stripHeight}v-${zeroHeight}h${dotWidth}v${zeroHeight}z`;
      return;
    }
    bars[toneOf(share)] += `M${x} ${stripHeight}v-${barHeight(share)}h${barWidth}v${barHeight(share)}z`;
  });
  return { width: shares.length * cellWidth, height: stripHeight, bars, gaps };
}

export interface AxisTick {
  readonly atMs: number;
  /** Where on the axis, 0 (start) to 1 (end). */
  readonly position: number;
}

function axisPosition(atMs: number, axis: StripAxis): number {
  return (atMs - axis.startMs) / (axis.cells * axis.cellMs);
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** More than this many labels would touch each other on a phone. */
const axisTicksMax = 6;
const tickStepsMs = [
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 3, 4, 6, 12].map((hours) => hours * hourMs),
];

/** Full hours where that is fine enough; days and minutes on very long and very short axes. */
export function tickStepMs(axis: StripAxis): number {
  const widthMs = axis.cells * axis.cellMs;
  const leastMs = Math.max(widthMs / axisTicksMax, widthMs >= 2 * hourMs ? hourMs : 0);
  return tickStepsMs.find((stepMs) => stepMs >= leastMs) ?? Math.ceil(leastMs / dayMs) * dayMs;
}

/** Round times, as many as there is room for. */
export function timeTicks(axis: StripAxis): readonly AxisTick[] {
  const widthMs = axis.cells * axis.cellMs;
  const stepMs = tickStepMs(axis);
  const ticks: AxisTick[] = [];
  for (let atMs = Math.ceil(axis.startMs / stepMs) * stepMs; atMs < axis.startMs + widthMs; atMs += stepMs) {
    ticks.push({ atMs, position: axisPosition(atMs, axis) });
  }
  return ticks;
}

/** When the open incidents began, as far as the axis reaches back. */
export function onsetTicks(onsetsMs: readonly number[], axis: StripAxis): readonly AxisTick[] {
  return onsetsMs
    .map((atMs) => ({ atMs, position: axisPosition(atMs, axis) }))
    .filter(({ position }) => position >= 0 && position <= 1);
}

/** Labels nearer than this touch each other on a phone. */
const labelDistance = 0.1;
/** A label this close to an end of the axis would stick out. */
const endDistance = 0.04;

/** The ticks that have room for their label; those of `first` are placed before the others. */
export function labelledTicks(first: readonly AxisTick[], others: readonly AxisTick[]): readonly AxisTick[] {
  const placed: AxisTick[] = [];
  for (const tick of [...first, ...others]) {
    const isInside = tick.position > endDistance && tick.position < 1 - endDistance;
    const isFree = placed.every(({ position }) => Math.abs(position - tick.position) >= labelDistance);
    if (isInside && isFree) placed.push(tick);
  }
  return placed;
}
