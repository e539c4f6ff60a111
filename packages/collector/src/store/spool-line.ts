/** One row on its way into a table. */
export interface SpoolRow {
  readonly table: string;
  /** As JSON, in the order of the table's columns. */
  readonly values: readonly unknown[];
  /** Null for a row that may come twice. */
  readonly identity: string | null;
}

/**
 * Rows of one table as a line of the spool: `{"calls":[[1,2],[3,4]]}`. Many rows at once and as bytes, which lie outside of
 * V8's heap: rows wait for the disk, and what waits as text is copied by one collection of garbage after the other.
 */
export function encodeLine(table: string, rows: readonly (readonly unknown[])[]): Buffer {
  return Buffer.from(`{"${table}":${wellFormed(JSON.stringify(rows))}}\n`);
}

/** Throws when it is no line of the spool. */
export function decodeLine(line: string): Pick<SpoolRow, 'table'> & { readonly rows: readonly unknown[][] } {
  const [[table, rows] = []] = Object.entries(JSON.parse(line) as Readonly<Record<string, unknown>>);
  if (table === undefined || !Array.isArray(rows) || !rows.every(Array.isArray))
    throw new SyntaxError('not a line of the spool');
  return { table, rows };
}

/**
 * What lies in lines of the spool as ClickHouse's `FORMAT JSONCompactEachRow` wants it, table by table, without parsing: there
 * a comma or a line end stands between rows.
 */
export function tableBodies(lines: Buffer): ReadonlyMap<string, Buffer> {
  const slices = new Map<string, Buffer[]>();
  for (let start = 0; start < lines.length; ) {
    const end = lines.indexOf(lineEnd, start);
    if (end === -1) throw new SyntaxError('the last line has no end');
    const quote = lines.indexOf(quoteByte, start + 2);
    const table = lines.toString('latin1', start + 2, quote);
    // Without the brackets around all rows: behind `":[`, before `]}`.
    const rows = lines.subarray(quote + 3, end - 2);
    const ofTable = slices.get(table);
    if (ofTable) ofTable.push(between, rows);
    else slices.set(table, [rows]);
    start = end + 1;
  }
  return new Map([...slices].map(([table, parts]) => [table, Buffer.concat([...parts, between])]));
}

/** Copied only where there are several. */
export function joined(parts: readonly Buffer[]): Buffer {
  const [first] = parts;
  return first && parts.length === 1 ? first : Buffer.concat(parts);
}

const [lineEnd, quoteByte] = [0x0a, 0x22];
const between = Buffer.from('\n');

/**
 * Half a surrogate pair is legal in a JavaScript string and an error in ClickHouse (25), where it would take its whole
 * batch with it. `JSON.stringify` writes it as an escape; a backslash before the escape means it is plain text.
 */
function wellFormed(json: string): string {
  if (!json.includes('\\ud')) return json;
  return json.replaceAll(/\\(?:ud[89a-f][0-9a-f]{2}|.)/g, (sequence) =>
    sequence.startsWith('\\ud') ? '\ufffd' : sequence,
  );
}
