import type { SeriesAnswer } from '@faultline/conventions';
import type { VNode } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { formatMoment, formatTick } from '../format.ts';
import { ChartLegend } from './chart-legend.tsx';
import { type ChartLine, chartLines, describeChart, linesMax, stepStartsMs } from './chart-lines.ts';
import { ChartNumbers } from './chart-numbers.tsx';
import { formatMeasure, isMeasure, type Measure, measures, measureWords } from './measure.ts';

/** Models over time. The drawing needs the script; its numbers are a table that does not. */
export function ChartSection({ answer }: { readonly answer: SeriesAnswer }): VNode {
  const [measure, setMeasure] = useMeasure();
  const [step, setStep] = useState<number | null>(null);
  const lines = useMemo(() => chartLines(answer, measure), [answer, measure]);
  // The legend follows the pointer; what does not is drawn once.
  const chart = useMemo(
    () => <Chart answer={answer} measure={measure} lines={lines} onStep={setStep} />,
    [answer, measure, lines],
  );
  const numbers = useMemo(() => <ChartNumbers answer={answer} />, [answer]);
  const more = answer.series.length - lines.length;
  const atMs = step === null ? null : answer.fromMs + step * answer.stepMs;
  return (
    <section class="chart" aria-labelledby="chart-title">
      <h2 id="chart-title">Over time</h2>
      <MeasureChoice measure={measure} onChoice={setMeasure} />
      {chart}
      <ChartLegend
        lines={lines}
        measure={measure}
        step={step}
        time={atMs === null ? null : formatMoment(atMs, answer.untilMs)}
      />
      {more > 0 && (
        <p class="aside chart-more">
          The {linesMax} models with most attempts; {more === 1 ? 'one more is' : `${more} more are`} in the
          tables.
        </p>
      )}
      {numbers}
    </section>
  );
}

/** The fragment of the address: the server need not know what its reader looks at. */
function useMeasure(): readonly [Measure, (measure: Measure) => void] {
  const [measure, setMeasure] = useState<Measure>('errors');
  useEffect(() => {
    const asked = location.hash.slice(1);
    if (isMeasure(asked)) setMeasure(asked);
  }, []);
  const choose = (next: Measure): void => {
    history.replaceState(history.state, '', `#${next}`);
    setMeasure(next);
  };
  return [measure, choose];
}

interface ChoiceProps {
  readonly measure: Measure;
  readonly onChoice: (measure: Measure) => void;
}

function MeasureChoice({ measure, onChoice }: ChoiceProps): VNode {
  return (
    <fieldset class="choice">
      <legend class="unseen">What the chart shows</legend>
      {measures.map((name) => (
        <label key={name}>
          <input type="radio" name="measure" checked={name === measure} onChange={() => onChoice(name)} />
          <span>{measureWords[name]}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface ChartProps {
  readonly answer: SeriesAnswer;
  readonly measure: Measure;
  readonly lines: readonly ChartLine[];
  readonly onStep: (step: number | null) => void;
}

/** An error axis reaches a twentieth at least, so that two failures in a thousand do not look like an outage. */
const shareCeilingMin = 0.05;
const ceilingMinMs = 100;

function Chart({ answer, measure, lines, onStep }: ChartProps): VNode {
  const place = useRef<HTMLDivElement>(null);
  const [isLost, setIsLost] = useState(false);
  useEffect(() => {
    let isGone = false;
    let stop: (() => void) | undefined;
    // The server never draws: its bundle stays without the chart library.
    if (!import.meta.env.SSR) {
      import('./chart.ts').then(
        ({ drawChart }) => {
          if (isGone || !place.current) return;
          stop = drawChart(place.current, {
            lines,
            startsMs: stepStartsMs(answer),
            ceilingMin: measure === 'errors' ? shareCeilingMin : ceilingMinMs,
            formatValue: (value) => formatMeasure(value, measure),
            formatTime: formatTick,
            onStep,
          });
        },
        () => setIsLost(true),
      );
    }
    return () => {
      isGone = true;
      stop?.();
    };
  }, [answer, lines, measure, onStep]);
  return (
    <div class="chart-frame">
      <div class="chart-place" ref={place} role="img" aria-label={describeChart(lines, measure, answer)} />
      <p class={isLost ? 'chart-note chart-lost' : 'chart-note'}>
        {isLost
          ? 'The chart could not be loaded. The table below has its numbers; load the page again for the drawing.'
          : 'The chart is drawn with JavaScript on. The table below has its numbers.'}
      </p>
    </div>
  );
}
