import type { ModelSeries, SeriesAnswer } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatClock, formatTick, formatWidth } from '../format.ts';
import { Quantity } from '../parts/quantity.tsx';
import { Scrolls } from '../parts/scrolls.tsx';
import { highestOf, type StripColumn, stripColumns } from '../parts/strip-text.ts';
import { modelInWords } from '../words.ts';
import { formatMeasure, type Measure, measured, measures, measureWords } from './measure.ts';
import { pointsByStep, stepsOf } from './steps.ts';

/** The chart as tables: for screen readers, for pages without the script, and for anybody who wants to quote a number. */
export function ChartNumbers({ answer }: { readonly answer: SeriesAnswer }): VNode {
  const axis = { startMs: answer.fromMs, cellMs: answer.stepMs, cells: stepsOf(answer) };
  const columns = stripColumns(axis);
  return (
    <details class="strip-numbers">
      <summary>The chart in numbers</summary>
      {measures.map((measure) => (
        <Scrolls key={measure} label={`${measureWords[measure]} in numbers`}>
          <NumbersTable answer={answer} columns={columns} measure={measure} />
        </Scrolls>
      ))}
    </details>
  );
}

interface TableProps {
  readonly answer: SeriesAnswer;
  readonly columns: readonly StripColumn[];
  readonly measure: Measure;
}

const dayMs = 86_400_000;

function NumbersTable({ answer, columns, measure }: TableProps): VNode {
  const [first] = columns;
  const columnMs = first ? (first.to - first.from) * answer.stepMs : answer.stepMs;
  const isLong = answer.untilMs - answer.fromMs > dayMs;
  return (
    <table>
      <caption>
        {measureWords[measure]}: the highest of any {formatWidth(answer.stepMs)} within each{' '}
        {formatWidth(columnMs)}, by the time it begins (UTC).
      </caption>
      <thead>
        <tr>
          <th scope="col">Model</th>
          {columns.map(({ startMs }) => (
            <th key={startMs} scope="col">
              {isLong && `${formatTick(startMs, dayMs)}, `}
              {formatClock(startMs)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {answer.series.map((series) => (
          <NumbersRow key={`${series.provider}/${series.model}`} {...{ series, answer, columns, measure }} />
        ))}
      </tbody>
    </table>
  );
}

function NumbersRow({
  series,
  answer,
  columns,
  measure,
}: TableProps & { readonly series: ModelSeries }): VNode {
  const values = pointsByStep(series, answer).map((point) => (point ? measured(point, measure) : null));
  return (
    <tr>
      <th scope="row">{modelInWords(series.model)}</th>
      {columns.map(({ startMs, from, to }) => (
        <td key={startMs}>
          <Quantity text={formatMeasure(highestOf(values.slice(from, to)), measure)} />
        </td>
      ))}
    </tr>
  );
}
