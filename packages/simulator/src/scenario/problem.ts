import type { z } from 'zod';

/** One thing wrong with a scenario file. */
export interface ScenarioProblem {
  /** `phases[0].from`; empty for the document itself. */
  readonly path: string;
  readonly expected: string;
  readonly got: string;
}

/** A scenario file that cannot be played; `problems` lists everything wrong with it. */
export class ScenarioError extends Error {
  override readonly name: string = 'ScenarioError';
  readonly fileName: string;
  readonly problems: readonly ScenarioProblem[];

  constructor(fileName: string, problems: readonly ScenarioProblem[]) {
    const lines = problems.map(
      ({ path, expected, got }) => `  ${path || '(file)'}: expected ${expected}, got ${got}`,
    );
    super(`${fileName}: ${problems.length} problem${problems.length === 1 ? '' : 's'}\n${lines.join('\n')}`);
    this.fileName = fileName;
    this.problems = problems;
  }
}

type Path = readonly PropertyKey[];

export function problemAt(document: unknown, path: Path, expected: string): ScenarioProblem {
  return { path: formatPath(path), expected, got: format(valueAt(document, path)) };
}

/** One issue of zod may be several problems: every unknown key is one. */
export function problemsOf(issue: z.core.$ZodIssue, document: unknown): readonly ScenarioProblem[] {
  if (issue.code === 'unrecognized_keys') {
    const expected = issue.message.startsWith('a key among') ? issue.message : 'no such key';
    return issue.keys.map((key) => problemAt(document, [...issue.path, key], expected));
  }
  return [problemAt(document, issue.path, expectation(issue))];
}

function expectation(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return article(issue.expected);
    case 'invalid_value':
      return `one of ${issue.values.map(String).join(', ')}`;
    case 'too_small':
      return `${amount(issue.origin)}${issue.inclusive ? 'at least' : 'above'} ${issue.minimum}`;
    case 'too_big':
      return `${amount(issue.origin)}${issue.inclusive ? 'at most' : 'below'} ${issue.maximum}`;
    default:
      return issue.message;
  }
}

function article(type: string): string {
  return `${/^[aeio]/.test(type) ? 'an' : 'a'} ${type}`;
}

function amount(origin: string): string {
  if (origin === 'string') return 'a text of length ';
  return origin === 'array' ? 'a list of length ' : 'a number ';
}

function valueAt(document: unknown, path: Path): unknown {
  let value = document;
  for (const key of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[key];
  }
  return value;
}

function format(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

function formatPath(path: Path): string {
  let text = '';
  for (const key of path) {
    if (typeof key === 'number') text += `[${key}]`;
    else text += text ? `.${String(key)}` : String(key);
  }
  return text;
}
