import { existsSync, readFileSync } from 'node:fs';
import type { Slo } from '../model/slo.ts';
import { loadOpenSlo } from './openslo/load-openslo.ts';
import { slosOf } from './openslo-slos.ts';

export interface OpenSloFiles {
  readonly slos: readonly Slo[];
  /** Reasons not to start. */
  readonly problems: readonly string[];
  /** What a person should know: relaxations, references that lead nowhere, SLOs that others evaluate. */
  readonly notices: readonly string[];
}

/** SLOs of OpenSLO files. One that cannot be used stops the start: an alert that silently does not exist is the worst kind. */
export function readOpenSlo(paths: readonly string[], strict: boolean): OpenSloFiles {
  const missing = paths.filter((path) => !existsSync(path));
  const files = paths
    .filter((path) => !missing.includes(path))
    .map((name) => ({ name, text: readFileSync(name, 'utf8') }));
  const loaded = loadOpenSlo(files, { strict });
  const slos: Slo[] = [];
  const problems = [
    ...missing.map((path) => `${path}: expected a readable file`),
    ...loaded.problems.map(({ file, line, message }) => `${file}:${line}: ${message}`),
  ];
  const notices = loaded.referenceProblems.map(
    ({ file, line, path, message }) => `${file}:${line}: ${path} ${message}`,
  );
  for (const { file, line, name, verdict, definition, problems: own } of loaded.documents) {
    const said = own.map(({ line: at, path, message }) => `${file}:${at}: ${path} ${message}`);
    (verdict === 'reject' ? problems : notices).push(...said);
    if (definition?.kind !== 'SLO') continue;
    const read = slosOf(definition);
    const about = `${file}:${line}: SLO ${name}`;
    if (read.kind === 'evaluated') slos.push(...read.slos);
    else if (read.kind === 'elsewhere') notices.push(`${about} is not evaluated: ${read.reason}`);
    else problems.push(...read.reasons.map((reason) => `${about}: ${reason}`));
  }
  return { slos, problems, notices };
}
