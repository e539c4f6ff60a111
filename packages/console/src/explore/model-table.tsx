import {
  type ExplorePage,
  type ModelSeries,
  type Percentiles,
  type SeriesAnswer,
  type StripAxis,
  shareOf,
} from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatCount, formatSeconds, formatShare } from '../format.ts';
import { groupBy } from '../parts/group-by.ts';
import { exploreHref } from '../parts/links.ts';
import { Quantity } from '../parts/quantity.tsx';
import { Strip, StripLegend, StripScale } from '../parts/strip.tsx';
import { modelInWords } from '../words.ts';
import { OutcomeList } from './outcome-list.tsx';
import { stripAxisOf, stripSharesOf } from './steps.ts';

interface TableProps {
  readonly asked: ExplorePage['asked'];
  readonly answer: SeriesAnswer;
}

/** Vendors and their models: how much, how bad, what it answered, how fast. */
export function ModelTable({ asked, answer }: TableProps): VNode {
  const axis = stripAxisOf(answer);
  return (
    <section aria-label="Vendors and models">
      <table class="model-table">
        <caption class="unseen">
          Attempts, errors and speed of each model in this time. Speeds are of attempts that ended well.
        </caption>
        <Columns axis={axis} />
        {groupBy(answer.series, (one) => one.provider).map(([provider, series]) => (
          <tbody key={provider}>
            <tr class="model-vendor">
              <th scope="rowgroup" colSpan={11}>
                <a href={exploreHref({ ...asked, provider, model: '' })}>{series[0]?.displayName}</a>
              </th>
            </tr>
            {series.map((one) => (
              <ModelRow key={one.model} series={one} asked={asked} answer={answer} axis={axis} />
            ))}
          </tbody>
        ))}
      </table>
      <StripLegend axis={axis} />
    </section>
  );
}

const percentiles = ['p50', 'p95', 'p99'] as const satisfies readonly (keyof Percentiles)[];

/** The two groups stand apart. */
function timeClass(percentile: keyof Percentiles): string {
  return percentile === 'p50' ? 'm-time number m-first' : 'm-time number';
}

function Columns({ axis }: { readonly axis: StripAxis }): VNode {
  return (
    <thead>
      <tr>
        <th scope="col" rowSpan={2} class="m-name">
          Model
        </th>
        <th scope="col" rowSpan={2} class="m-strip">
          Errors over time
          <StripScale axis={axis} onsetsMs={[]} />
        </th>
        <th scope="col" rowSpan={2} class="m-count number">
          Attempts
        </th>
        <th scope="col" rowSpan={2} class="m-share number">
          Errors
        </th>
        <th scope="col" rowSpan={2} class="m-outcomes">
          Outcomes
        </th>
        <th scope="colgroup" colSpan={3} class="m-group">
          First token
        </th>
        <th scope="colgroup" colSpan={3} class="m-group">
          Duration
        </th>
      </tr>
      <tr>
        {['first-token', 'duration'].flatMap((group) =>
          percentiles.map((name) => (
            <th key={group + name} scope="col" class={timeClass(name)}>
              {name}
            </th>
          )),
        )}
      </tr>
    </thead>
  );
}

interface RowProps extends TableProps {
  readonly series: ModelSeries;
  readonly axis: StripAxis;
}

function ModelRow({ series, asked, answer, axis }: RowProps): VNode {
  const { provider, model, totals } = series;
  return (
    <tr class="model-row">
      <th scope="row" class="m-name">
        <a href={exploreHref({ ...asked, provider, model })}>{modelInWords(model)}</a>
      </th>
      <td class="m-strip">
        <Strip shares={stripSharesOf(series, answer)} axis={axis} onsetsMs={[]} isPast />
      </td>
      <td class="m-count number" data-name="Attempts">
        {formatCount(totals.attempts)}
      </td>
      <td class="m-share number" data-name="Errors">
        <Quantity text={formatShare(shareOf(totals))} />
      </td>
      <td class="m-outcomes">
        <OutcomeList totals={totals} question={{ ...asked, provider, model }} />
      </td>
      <Times name="First token" values={totals.timeToFirstChunkMs} />
      <Times name="Duration" values={totals.durationMs} />
    </tr>
  );
}

function Times({ name, values }: { readonly name: string; readonly values: Percentiles | null }): VNode {
  return (
    <>
      {percentiles.map((percentile) => (
        <td key={percentile} class={timeClass(percentile)} data-name={`${name} ${percentile}`}>
          <Quantity text={formatSeconds(values?.[percentile] ?? null)} />
        </td>
      ))}
    </>
  );
}
