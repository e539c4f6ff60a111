import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decodeLine, encodeLine, tableBodies } from './spool-line.ts';

const table = fc.constantFrom('calls', 'attempts', 'calls_1m');
const values = fc.array(
  fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.constantFrom(null, true, ']}\n{"calls":[[')),
);
const line = fc.tuple(table, fc.array(values, { minLength: 1, maxLength: 5 }));

it('a line tells its rows again', () => {
  fc.assert(
    fc.property(line, ([name, rows]) => {
      const bytes = encodeLine(name, rows);
      expect(bytes.indexOf('\n')).toBe(bytes.length - 1);
      expect(decodeLine(bytes.toString())).toEqual({ table: name, rows });
    }),
  );
});

it('lines become one body for each table, with all its rows in order', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
      const bodies = tableBodies(Buffer.concat(lines.map(([name, rows]) => encodeLine(name, rows))));
      const found = [...bodies].map(([name, body]) => [name, rowsOf(body)]);
      const expected = [...groupByTable(lines)].map(([name, group]) => [
        name,
        group.flatMap(([, rows]) => rows),
      ]);
      expect(found).toEqual(expected);
    }),
  );
});

it('half a surrogate pair, which ClickHouse refuses with all rows around it, becomes U+FFFD', () => {
  const { rows } = decodeLine(encodeLine('calls', [['a\ud83db', '\\ud83d', '😀']]).toString());
  expect(rows).toEqual([['a\ufffdb', '\\ud83d', '😀']]);
});

it.each(['{"calls":[["a"', '{"calls":["a"]}', '{}', '[]', 'null', ''])('%s is no line', (text) => {
  expect(() => decodeLine(text)).toThrow();
});

/** A line end stands between lines; within one a comma. JSON escapes the line ends of texts. */
function rowsOf(body: Buffer): unknown[] {
  const lines = body.toString().split('\n').slice(0, -1);
  return lines.flatMap((rows) => JSON.parse(`[${rows}]`) as unknown[]);
}

function groupByTable<Line extends readonly [string, unknown]>(lines: readonly Line[]): Map<string, Line[]> {
  const groups = new Map<string, Line[]>();
  for (const line of lines) groups.set(line[0], [...(groups.get(line[0]) ?? []), line]);
  return groups;
}
