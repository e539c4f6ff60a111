import { nearest } from '../unknown-key.ts';
import type { DocumentContent } from './content.ts';
import { type Complaint, describeIssue, pathText, show } from './describe-issue.ts';
import { durationSeconds, parseDuration } from './duration.ts';
import type { ParsedDocument, Path } from './parse-documents.ts';
import { relax } from './relax.ts';
import { isLeftOut, isMapping } from './schema/fields.ts';
import { v1 } from './schema/v1.ts';
import { v1alpha } from './schema/v1alpha.ts';
import { v2alpha } from './schema/v2alpha.ts';
import type { VersionSchemas } from './schema/version-schemas.ts';

export type Severity = 'error' | 'warning';
/** The worst severity among a document's problems. */
export type Verdict = 'accept' | 'warn' | 'reject';

export interface DocumentProblem {
  readonly severity: Severity;
  /** `spec.objectives[0].op`; empty for the document as a whole. */
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

export interface CheckedDocument {
  readonly parsed: ParsedDocument;
  /** What the document says it is, as far as it says it. */
  readonly apiVersion: string | null;
  readonly kind: string | null;
  readonly name: string | null;
  readonly verdict: Verdict;
  readonly problems: readonly DocumentProblem[];
  /** Null if rejected. */
  readonly content: DocumentContent | null;
}

const schemasOf: Readonly<Record<string, VersionSchemas>> = {
  'openslo/v1': v1,
  'openslo/v1alpha': v1alpha,
  'openslo.com/v2alpha': v2alpha,
};

/** Judges a document alone: what it refers to is another step's business. */
export function checkDocument(parsed: ParsedDocument, strict: boolean): CheckedDocument {
  const document = isMapping(parsed.value) ? parsed.value : {};
  const { complaints, content } = inspect(parsed.value, strict);
  const problems = complaints.map(
    ({ path, message, isTolerable }): DocumentProblem => ({
      severity: isTolerable && !strict ? 'warning' : 'error',
      path: pathText(path),
      line: parsed.lineAt(path),
      message,
    }),
  );
  const isRejected = problems.some(({ severity }) => severity === 'error');
  if (content && !isRejected) problems.push(...shortWindows(content, parsed));
  return {
    parsed,
    apiVersion: textOrNull(document.apiVersion),
    kind: textOrNull(document.kind),
    name: isMapping(document.metadata) ? textOrNull(document.metadata.name) : null,
    verdict: isRejected ? 'reject' : problems.length > 0 ? 'warn' : 'accept',
    problems,
    content: isRejected ? null : content,
  };
}

interface Inspection {
  readonly complaints: readonly Complaint[];
  readonly content: DocumentContent | null;
}

function inspect(value: unknown, strict: boolean): Inspection {
  if (!isMapping(value))
    return refuse([], 'expected a mapping with `apiVersion`, `kind`, `metadata` and `spec`');
  const schemas = lookUp(schemasOf, value.apiVersion);
  if (!schemas) return refuse(['apiVersion'], notOneOf(value.apiVersion, Object.keys(schemasOf)));
  const schema = lookUp(schemas, value.kind);
  if (!schema)
    return refuse(['kind'], notOneOf(value.kind, Object.keys(schemas), ` in ${String(value.apiVersion)}`));
  const { document, relaxations } = strict ? { document: value, relaxations: [] } : relax(value);
  const parsed = schema.safeParse(document);
  const complaints = [
    ...relaxations.map((relaxation) => ({ ...relaxation, isTolerable: true })),
    ...(parsed.error?.issues ?? []).flatMap((issue) => describeIssue(issue, document)),
  ];
  // The schemas change nothing they read, so what has only tolerable issues has the shape too.
  return { complaints, content: document as unknown as DocumentContent };
}

function refuse(path: Path, message: string): Inspection {
  return { complaints: [{ path, message, isTolerable: false }], content: null };
}

function lookUp<Value>(table: Readonly<Record<string, Value>>, key: unknown): Value | undefined {
  return typeof key === 'string' && Object.hasOwn(table, key) ? table[key] : undefined;
}

function notOneOf(given: unknown, known: readonly string[], where = ''): string {
  const expected = `expected one of ${known.join(', ')}${where}`;
  if (isLeftOut(given)) return `missing; ${expected}`;
  const near = typeof given === 'string' ? nearest(given, known) : undefined;
  const meant = near === undefined ? '' : `; did you mean ${near}?`;
  return `${expected}, got ${show(given)}${meant}`;
}

const shortestWindowSeconds = 3600;

/** Nobody keeps an error budget per minute; who writes `1m` means `1M`. */
function shortWindows(content: DocumentContent, parsed: ParsedDocument): readonly DocumentProblem[] {
  if (content.kind !== 'SLO') return [];
  const found =
    content.apiVersion === 'openslo/v1alpha'
      ? content.spec.timeWindows.map(({ unit, count }, index) => ({
          seconds: unit === 'Second' ? count : Number.POSITIVE_INFINITY,
          text: `${count} ${unit}`,
          path: ['spec', 'timeWindows', index, 'count'],
        }))
      : content.spec.timeWindow.map(({ duration }, index) => {
          const length = parseDuration(duration);
          return {
            seconds: length ? durationSeconds(length) : 0,
            text: duration,
            path: ['spec', 'timeWindow', index, 'duration'],
          };
        });
  return found
    .filter(({ seconds }) => seconds < shortestWindowSeconds)
    .map(({ seconds, text, path }) => ({
      severity: 'warning',
      path: pathText(path),
      line: parsed.lineAt(path),
      message: `${text} is ${seconds} seconds, shorter than an hour; m is minutes, M months, and a usual window is 28d`,
    }));
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
