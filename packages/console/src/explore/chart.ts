import uPlot from 'uplot';
import type { ChartLine } from './chart-lines.ts';

export interface ChartOptions {
  readonly startsMs: readonly number[];
  readonly lines: readonly ChartLine[];
  /** The highest value that the axis reaches at least: a flat line near zero stays near zero. */
  readonly ceilingMin: number;
  readonly formatValue: (value: number) => string;
  readonly formatTime: (atMs: number, stepMs: number) => string;
  /** The step under the pointer; null when it left. */
  readonly onStep: (step: number | null) => void;
}

/** In CSS pixels; the page reserves as much before the script is here. */
const chartHeight = 260;
const valueAxisWidth = 64;
const tickDistanceMin = 72;

/** Draws into `root` until the returned function is called. Follows the width, and the reader's colours. */
export function drawChart(root: HTMLElement, options: ChartOptions): () => void {
  let plot = createPlot(root, options);
  const resize = new ResizeObserver(() => plot.setSize({ width: root.clientWidth, height: chartHeight }));
  resize.observe(root);
  const repaint = (): void => {
    plot.destroy();
    plot = createPlot(root, options);
  };
  const themes = ['(prefers-color-scheme: dark)', '(forced-colors: active)'].map((query) =>
    matchMedia(query),
  );
  for (const theme of themes) theme.addEventListener('change', repaint);
  return () => {
    resize.disconnect();
    for (const theme of themes) theme.removeEventListener('change', repaint);
    plot.destroy();
  };
}

/** A canvas knows no custom properties, and system colours only once they are computed. */
function colourReader(root: HTMLElement): (token: string) => string {
  const probe = document.createElement('span');
  root.append(probe);
  const colours = getComputedStyle(probe);
  return (token) => {
    probe.style.color = `var(${token})`;
    const { color } = colours;
    return color;
  };
}

/** Steps that no line reaches. */
function lonelySteps(values: ChartLine['values']): number[] {
  const isGap = (step: number): boolean => (values[step] ?? null) === null;
  return values.flatMap((_, step) => (!isGap(step) && isGap(step - 1) && isGap(step + 1) ? [step] : []));
}

function createPlot(root: HTMLElement, options: ChartOptions): uPlot {
  const { lines, startsMs, ceilingMin, formatValue, formatTime, onStep } = options;
  const colour = colourReader(root);
  const [muted, grid] = [colour('--muted'), colour('--line')];
  const { fontFamily } = getComputedStyle(root);
  const axis = { stroke: muted, font: `11px ${fontFamily}`, ticks: { show: false } };
  const plot = new uPlot(
    {
      width: root.clientWidth,
      height: chartHeight,
      ms: 1,
      // All times are UTC, as everywhere.
      tzDate: (atMs) => uPlot.tzDate(new Date(atMs), 'Etc/UTC'),
      legend: { show: false },
      cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
      scales: { y: { range: (_, __, max) => [0, Math.max(ceilingMin, (max ?? 0) * 1.08)] } },
      axes: [
        {
          ...axis,
          space: tickDistanceMin,
          grid: { show: false },
          gap: 10,
          values: (_, splits) => splits.map((atMs) => formatTime(atMs, (splits[1] ?? 0) - (splits[0] ?? 0))),
        },
        {
          ...axis,
          size: valueAxisWidth,
          grid: { stroke: grid, width: 1 },
          values: (_, splits) => splits.map(formatValue),
        },
      ],
      series: [
        {},
        ...lines.map(({ name, dash, values }, index) => ({
          label: name,
          stroke: colour(`--series-${index + 1}`),
          width: 1.75,
          dash: [...dash],
          spanGaps: false,
          // A line has no marks; a step between two without traffic would otherwise not be seen.
          points: { show: true, size: 5, filter: () => lonelySteps(values) },
        })),
      ],
      hooks: { setCursor: [({ cursor }) => onStep(cursor.idx ?? null)] },
    },
    [[...startsMs], ...lines.map(({ values }) => [...values])],
    root,
  );
  root.querySelector(':scope > span')?.remove();
  return plot;
}
