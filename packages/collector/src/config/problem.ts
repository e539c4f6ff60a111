import type { z } from 'zod';
import { nearest } from './unknown-key.ts';

/** Names of the settings at a place. */
type SettingsAt = (path: readonly PropertyKey[]) => readonly string[];

/** One problem of a configuration as its reader sees it: where, what was expected, what came. */
export function describeProblem(issue: z.core.$ZodIssue, tree: unknown, settingsAt: SettingsAt): string {
  const path = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const place = path === '' ? '' : `${path}.`;
    const meant = (key: string): string => {
      const near = nearest(key, settingsAt(issue.path));
      return near === undefined ? '' : `; did you mean ${near}?`;
    };
    return issue.keys.map((key) => `${place}${key}: no such setting${meant(key)}`).join('; ');
  }
  const got = issue.path.reduce<unknown>(
    (at, key) => (at as Record<PropertyKey, unknown> | null)?.[key],
    tree,
  );
  const message = issue.code === 'invalid_type' ? `expected ${wordOf(issue.expected)}` : issue.message;
  return `${path}: ${message}${came(message, got, path)}`;
}

const words: Readonly<Record<string, string>> = {
  array: 'a list',
  object: 'a mapping',
  record: 'a mapping',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
};

/** As somebody who writes YAML calls it. */
function wordOf(type: string): string {
  return words[type] ?? type;
}

/** Some problems are of several settings at once, or tell what came in their own words. */
function came(message: string, got: unknown, path: string): string {
  if (message.includes(', got ') || (got === undefined && !message.startsWith('expected'))) return '';
  return `, got ${isSecret(path, got) ? 'a secret' : showValue(got)}`;
}

function isSecret(path: string, value: unknown): boolean {
  return (
    /\b(password|key|secret|tokens?|access)\b/.test(path) ||
    // Whatever is before an @ may be a login.
    (typeof value === 'string' && value.includes('@'))
  );
}

/** Of a list or a mapping only that it is one: there may be secrets in it. */
export function showValue(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'a mapping';
  return value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 80);
}
