import { encodeLine, joined, type SpoolRow } from './spool-line.ts';

/**
 * A segment is closed at this size, whatever its rows are. An insert needs 15 MB of ClickHouse's memory and up to six times
 * its text, so that it never fails for its own size. Below 10 MiB ClickHouse also parses it as one block, which is what
 * its token stands for. The fewer segments, the fewer parts: each is more than a hundred files in the nine tables.
 */
export const segmentBytesMax: number = 8 * 2 ** 20;

/** What one append brings to the disk at once. */
export interface Piece {
  readonly lines: Buffer;
  readonly rows: number;
  readonly identities: readonly string[];
}

/** One request may bring any number of rows of any length; at least one piece, so that an empty one is answered too. */
export function piecesOf(rows: readonly SpoolRow[], rowsMax: number): readonly Piece[] {
  const pieces: Line[][] = [[]];
  let size = { rows: 0, bytes: 0 };
  for (const line of linesOf(rows, Math.min(rowsMax, lineRowsMax))) {
    const grown = { rows: size.rows + line.rows.length, bytes: size.bytes + line.bytes.length };
    const fits = size.rows === 0 || (grown.rows <= rowsMax && grown.bytes <= segmentBytesMax);
    size = fits ? grown : { rows: line.rows.length, bytes: line.bytes.length };
    if (fits) pieces.at(-1)?.push(line);
    else pieces.push([line]);
  }
  return pieces.map((lines) => ({
    lines: joined(lines.map(({ bytes }) => bytes)),
    rows: lines.reduce((total, line) => total + line.rows.length, 0),
    identities: lines.flatMap((line) => line.rows.flatMap(({ identity }) => identity ?? [])),
  }));
}

interface Line {
  readonly rows: readonly SpoolRow[];
  readonly bytes: Buffer;
}

/** Enough to make the price of a line that of its rows. */
const lineRowsMax = 256;

function* linesOf(rows: readonly SpoolRow[], rowsMax: number): Generator<Line> {
  for (const [table, own] of byTable(rows)) {
    for (let start = 0; start < own.length; start += rowsMax)
      yield* boundedLines(table, own.slice(start, start + rowsMax));
  }
}

function byTable(rows: readonly SpoolRow[]): ReadonlyMap<string, readonly SpoolRow[]> {
  const tables = new Map<string, SpoolRow[]>();
  for (const row of rows) {
    const own = tables.get(row.table);
    if (own) own.push(row);
    else tables.set(row.table, [row]);
  }
  return tables;
}

/** In halves, if together they are too much for a segment. */
function* boundedLines(table: string, rows: readonly SpoolRow[]): Generator<Line> {
  const bytes = encodeLine(
    table,
    rows.map(({ values }) => values),
  );
  const half = rows.length >> 1;
  if (bytes.length <= segmentBytesMax || half === 0) return yield { rows, bytes };
  yield* boundedLines(table, rows.slice(0, half));
  yield* boundedLines(table, rows.slice(half));
}
