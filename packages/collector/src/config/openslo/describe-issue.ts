import type { z } from 'zod';
import { type Path, valueAt } from './parse-documents.ts';
import { isLeftOut, isTolerable } from './schema/fields.ts';

/** What is wrong at one place of a document, in words for the person who wrote it. */
export interface Complaint {
  readonly path: Path;
  readonly message: string;
  readonly isTolerable: boolean;
}

export function describeIssue(issue: z.core.$ZodIssue, document: unknown): readonly Complaint[] {
  if (issue.code !== 'unrecognized_keys')
    return [{ path: issue.path, message: messageOf(issue, document), isTolerable: isTolerable(issue) }];
  const messages = issue.message.split('\n');
  return issue.keys.map((key, index) => ({
    path: [...issue.path, key],
    message: messages[index] ?? issue.message,
    isTolerable: false,
  }));
}

/** `spec.objectives[0].op` */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? String(key) : `${text}.${String(key)}`;
  }, '');
}

function messageOf(issue: z.core.$ZodIssue, document: unknown): string {
  if (issue.code === 'invalid_key') return issue.issues[0]?.message ?? issue.message;
  const expected = expectation(issue);
  if (expected === undefined) return issue.message;
  const got = valueAt(document, issue.path);
  if (isLeftOut(got)) return `missing; expected ${expected}`;
  return `expected ${expected}, got ${show(got)}${hint(issue, got)}`;
}

function expectation(issue: z.core.$ZodIssue): string | undefined {
  if (issue.code === 'invalid_type') return typeNames[issue.expected] ?? issue.expected;
  if (issue.code !== 'invalid_value') return undefined;
  const values = issue.values.map(String);
  return values.length === 1 ? values[0] : `one of ${values.join(', ')}`;
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'a mapping',
  record: 'a mapping',
  array: 'a list',
  string: 'text',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

/** The two mistakes with quotes, which look right to whoever made them. */
function hint(issue: z.core.$ZodIssue, got: unknown): string {
  if (issue.code !== 'invalid_type') return '';
  if (issue.expected === 'string' && (typeof got === 'number' || typeof got === 'boolean'))
    return '; put it in quotes';
  const isNumeric = typeof got === 'string' && got.trim() !== '' && Number.isFinite(Number(got));
  const isFlag = got === 'true' || got === 'false';
  const wantsPlain = (issue.expected === 'number' && isNumeric) || (issue.expected === 'boolean' && isFlag);
  return wantsPlain ? '; remove the quotes' : '';
}

/** Enough of a value to recognise it. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}
