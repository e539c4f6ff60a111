import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Puts the results of a benchmark between its markers in a Markdown file.
 * @param {string} file
 * @param {string} name
 * @param {string} results
 */
export function publish(file, name, results) {
  const [begin, end] = [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no ${begin} … ${end}`);
  writeFileSync(file, `${text.slice(0, from + begin.length)}\n\n${results}\n\n${text.slice(to)}`);
}
