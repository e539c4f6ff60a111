import type { SegmentContent } from './segment.ts';
import { decodeLine, type SpoolRow } from './spool-line.ts';
import { piecesOf } from './spool-pieces.ts';

/** A row of which only its name matters. */
export function namedRow(id: string): SpoolRow {
  return { table: 'named', values: [id], identity: id };
}

export function contentOf(header: string, rows: readonly SpoolRow[]): SegmentContent {
  const pieces = piecesOf(rows, Number.POSITIVE_INFINITY);
  return { header, lines: Buffer.concat(pieces.map(({ lines }) => lines)) };
}

/** Each with its table, as an insert finds them. */
export function rowsIn({ lines }: SegmentContent): readonly (readonly [string, readonly unknown[]])[] {
  return lines
    .toString()
    .split('\n')
    .filter((line) => line !== '')
    .map(decodeLine)
    .flatMap(({ table, rows }) => rows.map((values) => [table, values] as const));
}

export function namesIn(content: SegmentContent): readonly string[] {
  return rowsIn(content).map(([, [id]]) => String(id));
}
