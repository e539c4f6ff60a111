/**
 * A segment is closed at this size, whatever its rows are; what one write brings may double it. An insert needs 15 MB of
 * ClickHouse's memory and up to six times its text, so that it never fails for its own size. Below 10 MiB ClickHouse also
 * parses it as one block, which is what its token stands for.
 */
export const segmentBytesMax: number = 4 * 2 ** 20;

/** One request may bring any number of rows of any length; at least one piece, so that an empty one is answered too. */
export function splitRows<Row extends { readonly line: string }>(
  rows: readonly Row[],
  rowsMax: number,
): readonly (readonly Row[])[] {
  const pieces: Row[][] = [[]];
  let bytes = 0;
  for (const row of rows) {
    const last = pieces.at(-1) as Row[];
    if (last.length > 0 && (last.length >= rowsMax || bytes + row.line.length > segmentBytesMax)) {
      pieces.push([row]);
      bytes = row.line.length;
    } else {
      last.push(row);
      bytes += row.line.length;
    }
  }
  return pieces;
}
