import { readFileSync, writeFileSync } from 'node:fs';

const begin = '<!-- results:begin -->';
const end = '<!-- results:end -->';

/** Puts the results between the markers of a Markdown file. */
export function publish(file, results) {
  const text = readFileSync(file, 'utf8');
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${file} has no ${begin} … ${end}`);
  writeFileSync(file, `${text.slice(0, from + begin.length)}\n\n${results}\n\n${text.slice(to)}`);
}
