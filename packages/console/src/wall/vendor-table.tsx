import type { StripAxis, Wall, WallOfficial, WallRow, WallVendor } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatRate, formatSeconds, formatShare, formatWidth } from '../format.ts';
import { Quantity } from '../parts/quantity.tsx';
import { StateMark } from '../parts/state-mark.tsx';
import { Strip, StripLegend, StripScale } from '../parts/strip.tsx';
import { officialInWords } from '../words.ts';

/** Every vendor with its models beneath, on one time axis, so that "all at once" is seen before it is read. */
export function VendorTable({ wall }: { readonly wall: Wall }): VNode {
  const axis = wall.strip;
  const onsetsMs = wall.incidents
    .filter(({ state }) => state !== 'resolved')
    .map(({ firstBadMs }) => firstBadMs);
  return (
    <section class="vendors" aria-label="Vendors and models">
      <table class="vendor-table">
        <caption class="unseen">
          State, errors and speed of each vendor and model: the last minute against what is usual.
        </caption>
        <Columns axis={axis} onsetsMs={onsetsMs} />
        {wall.vendors.map((vendor) => (
          <VendorRows key={vendor.provider} vendor={vendor} axis={axis} onsetsMs={onsetsMs} />
        ))}
      </table>
      <StripLegend axis={axis} />
    </section>
  );
}

interface TimeProps {
  readonly axis: StripAxis;
  readonly onsetsMs: readonly number[];
}

function Columns({ axis, onsetsMs }: TimeProps): VNode {
  return (
    <thead>
      <tr>
        <th scope="col" class="col-name">
          Vendor and model
        </th>
        <th scope="col" class="col-state">
          State
        </th>
        <th scope="col" class="col-strip">
          Errors, last {formatWidth(axis.cells * axis.cellMs)}
          <StripScale axis={axis} onsetsMs={onsetsMs} />
        </th>
        <th scope="col" class="col-number col-errors">
          Errors now
        </th>
        <th scope="col" class="col-usual">
          usual<span class="unseen"> errors</span>
        </th>
        <th scope="col" class="col-number">
          First token p95
        </th>
        <th scope="col" class="col-usual">
          usual<span class="unseen"> first token p95</span>
        </th>
        <th scope="col" class="col-rate">
          Attempts /min
        </th>
      </tr>
    </thead>
  );
}

/** What the vendor says of itself: beside our own finding, and never a part of it. */
function Official({ official }: { readonly official: WallOfficial }): VNode {
  return (
    <span class="official" title={official.title}>
      Its status page: {officialInWords(official)}
    </span>
  );
}

interface VendorRowsProps extends TimeProps {
  readonly vendor: WallVendor;
}

function VendorRows({ vendor, ...time }: VendorRowsProps): VNode {
  return (
    <tbody>
      <tr class="vendor">
        <th scope="rowgroup" class="col-name vendor-name">
          {vendor.displayName}
          {vendor.official && <Official official={vendor.official} />}
        </th>
        <Cells row={vendor} {...time} />
      </tr>
      {vendor.models.map((model) => (
        <tr key={model.model} class="model">
          <th scope="row" class="col-name model-name">
            {model.model}
          </th>
          <Cells row={model} {...time} />
        </tr>
      ))}
    </tbody>
  );
}

/** Twice the usual time is where a person starts to wait; the number then is set in bold, not in colour. */
const slowFactor = 2;

function isSlow({ timeToFirstChunkP95Ms: now, usualTimeToFirstChunkP95Ms: usual }: WallRow): boolean {
  return now !== null && usual !== null && now >= usual * slowFactor;
}

interface CellsProps extends TimeProps {
  readonly row: WallRow;
}

function Cells({ row, axis, onsetsMs }: CellsProps): VNode {
  return (
    <>
      <td class="col-state">
        <StateMark state={row.state} />
      </td>
      <td class="col-strip">
        <Strip shares={row.strip} axis={axis} onsetsMs={onsetsMs} />
      </td>
      <td class={`col-number col-errors tone-${row.state}`}>
        <Quantity text={formatShare(row.errorShare)} />
      </td>
      <td class="col-usual">
        <Quantity text={formatShare(row.usualErrorShare)} />
      </td>
      <td class={isSlow(row) ? 'col-number slow' : 'col-number'}>
        <Quantity text={formatSeconds(row.timeToFirstChunkP95Ms)} />
      </td>
      <td class="col-usual">
        <Quantity text={formatSeconds(row.usualTimeToFirstChunkP95Ms)} />
      </td>
      <td class="col-rate">{formatRate(row.attemptsPerMinute)}</td>
    </>
  );
}
