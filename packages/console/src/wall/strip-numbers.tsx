import type { Wall, WallRow } from '@faultline/conventions';
import type { VNode } from 'preact';
import { formatClock, formatShare, formatWidth } from '../format.ts';
import { Quantity } from '../parts/quantity.tsx';
import { Scrolls } from '../parts/scrolls.tsx';
import { highestOf, type StripColumn, stripColumns } from '../parts/strip-text.ts';

/** The strips as a table: for screen readers, and for anybody who wants to quote a number. */
export function StripNumbers({ wall }: { readonly wall: Wall }): VNode {
  const { strip } = wall;
  const columns = stripColumns(strip);
  const first = columns[0];
  const step = formatWidth(first ? (first.to - first.from) * strip.cellMs : strip.cellMs);
  return (
    <details class="strip-numbers">
      <summary>The strips in numbers</summary>
      <Scrolls label="The strips in numbers">
        <table>
          <caption>
            Highest error share of any {formatWidth(strip.cellMs)} within each {step}, by the time it begins
            (UTC).
          </caption>
          <thead>
            <tr>
              <th scope="col">Vendor and model</th>
              {columns.map(({ startMs }) => (
                <th key={startMs} scope="col">
                  {formatClock(startMs)}
                </th>
              ))}
            </tr>
          </thead>
          {wall.vendors.map((vendor) => (
            <tbody key={vendor.provider}>
              <NumbersRow name={vendor.displayName} row={vendor} columns={columns} />
              {vendor.models.map((model) => (
                <NumbersRow key={model.model} name={model.model} row={model} columns={columns} />
              ))}
            </tbody>
          ))}
        </table>
      </Scrolls>
    </details>
  );
}

interface NumbersRowProps {
  readonly name: string;
  readonly row: WallRow;
  readonly columns: readonly StripColumn[];
}

function NumbersRow({ name, row, columns }: NumbersRowProps): VNode {
  return (
    <tr>
      <th scope="row">{name}</th>
      {columns.map(({ startMs, from, to }) => (
        <td key={startMs}>
          <Quantity text={formatShare(highestOf(row.strip.slice(from, to)))} />
        </td>
      ))}
    </tr>
  );
}
