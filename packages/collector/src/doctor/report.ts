import { plural } from '@faultline/conventions';
import { type Finding, type FindingState, worstState } from './finding.ts';

export interface Report {
  readonly version: string;
  readonly atMs: number;
  readonly findings: readonly Finding[];
}

/** For programs. */
export function jsonReport({ version, atMs, findings }: Report): string {
  return `${JSON.stringify({ version, atMs, state: worstState(findings), findings }, null, 2)}\n`;
}

/** State is sign and word, so that nothing depends on colours. */
const signs: Readonly<Record<FindingState, string>> = { ok: '✓', warning: '!', problem: '✗' };
const stateWidth = 'problem'.length;

/** For people. */
export function textReport({ version, atMs, findings }: Report): string {
  const partWidth = Math.max(...findings.map(({ part }) => part.length));
  const indent = ' '.repeat(2 + stateWidth + 2 + partWidth + 2);
  const lines = findings.flatMap(({ part, state, seen, means, next }) => [
    `${signs[state]} ${state.padEnd(stateWidth)}  ${part.padEnd(partWidth)}  ${onOneLine(seen)}`,
    ...(means === null ? [] : [`${indent}means  ${onOneLine(means)}`]),
    ...(next === null ? [] : [`${indent}do     ${onOneLine(next)}`]),
  ]);
  return [
    `Faultline ${version}, ${new Date(atMs).toISOString()}`,
    '',
    ...lines,
    '',
    summary(findings),
    '',
  ].join('\n');
}

/** Others name services, receivers and errors: nothing of that may move the cursor of a terminal. */
function onOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim();
}

function summary(findings: readonly Finding[]): string {
  const count = (state: FindingState): number => findings.filter((finding) => finding.state === state).length;
  return `${plural(count('problem'), 'problem')}, ${plural(count('warning'), 'warning')}, ${count('ok')} ok`;
}
