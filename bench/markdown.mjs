/** @param {readonly string[]} header @param {readonly (readonly string[])[]} rows */
export function table(header, rows) {
  const lines = [header, header.map((_, column) => (column === 0 ? '---' : '---:')), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** @param {number | null | undefined} value */
export function whole(value) {
  if (value === null || value === undefined) return '–';
  const rounded = Math.round(value);
  return (rounded < 0 ? '−' : '') + Math.abs(rounded).toLocaleString('en-US');
}

/** Two significant digits. @param {number | null} value */
export function rough(value) {
  if (value === null) return '–';
  return value >= 10 ? whole(value) : String(Number(value.toPrecision(2)));
}
