import { expect, it } from 'vitest';
import type { Visibility } from '../model/visibility.ts';
import { visibilityOf } from './visibility.ts';

/** As the documentation shows it: from the code, so that it is true. */
function visibilityTable(): string {
  const head = ['source', 'failures', 'HTTP status', 'attempts', 'first chunk', 'what to know'];
  const rows = Object.entries(visibilityOf).map(([source, shown]) => [`\`${source}\``, ...cellsOf(shown)]);
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [
    '# Sources',
    '',
    'What each instrumentation that the collector reads can show. One that loses failures looks healthy in an outage, so no',
    'source is called healthy without its grade. `source` is the column of the same name in `calls`.',
    '',
    'Generated from `packages/collector/src/normalise/visibility.ts`; a test keeps it so, `npm run tables` writes it anew.',
    '',
    line(head),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
    '',
  ].join('\n');
}

function cellsOf({
  failures,
  httpStatus,
  attempts,
  timeToFirstChunk,
  caveat,
}: Visibility): readonly string[] {
  return [failures, httpStatus, attempts, timeToFirstChunk, caveat];
}

it('the documentation lists the sources of this build, and what they show', async () => {
  await expect(visibilityTable()).toMatchFileSnapshot('../../../../docs/sources.md');
});
