import type { RowPage, RowPosition } from '../model/row-question.ts';
import { byEnd } from './order.ts';

/** Of `limit` and one more rows, newest first, those of one page. What a sender repeated after hours stands there once. */
export function pageOf<Row extends RowPosition>(rows: readonly Row[], limit: number): RowPage<Row> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  const next = rows.length > limit && last ? positionOf(last) : null;
  return { rows: withoutRepeats(page), next };
}

function positionOf({ endMs, traceId, spanId }: RowPosition): RowPosition {
  return { endMs, traceId, spanId };
}

/** Of rows in the order of their ends; those of the same span stand beside each other. */
export function withoutRepeats<Row extends RowPosition>(rows: readonly Row[]): readonly Row[] {
  return rows.filter((row, index) => {
    const before = rows[index - 1];
    return before === undefined || byEnd(before, row) !== 0;
  });
}
