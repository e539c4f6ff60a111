import { nearest } from '../../unknown-key.ts';
import type { CheckedDocument } from '../check-document.ts';
import { pathText } from '../describe-issue.ts';
import type { Path } from '../parse-documents.ts';
import type { Definition } from './definition.ts';
import type { DefinitionOf, DefinitionSource } from './definition-source.ts';
import { named } from './definition-source.ts';
import { normaliseAlertCondition, normaliseAlertPolicy, normaliseTarget } from './normalise-alert.ts';
import { normaliseAlphaSlo } from './normalise-alpha-slo.ts';
import { normaliseDataSource, normaliseIndicator } from './normalise-indicator.ts';
import { normaliseSlo } from './normalise-slo.ts';

/** A problem that shows only when documents are seen together. */
export interface CrossProblem {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly path: string;
  readonly message: string;
}

/** Each kind refers only to kinds before it, so in this order everything is there when it is asked for. */
const order = [
  'Service',
  'DataSource',
  'AlertNotificationTarget',
  'AlertCondition',
  'AlertPolicy',
  'SLI',
  'SLO',
] as const satisfies readonly Definition['kind'][];

export interface Resolved {
  readonly definitions: ReadonlyMap<CheckedDocument, Definition>;
  readonly referenceProblems: readonly CrossProblem[];
}

/** Accepted documents in our own shape, each with what it refers to, whichever file that is in. */
export function resolveDefinitions(documents: readonly CheckedDocument[]): Resolved {
  const definitions = new Map<CheckedDocument, Definition>();
  const referenceProblems: CrossProblem[] = [];
  const byIdentity = new Map<string, Definition>();
  for (const kind of order)
    for (const document of documents.filter(({ content }) => content?.kind === kind)) {
      const source = sourceFor(document, documents, byIdentity, referenceProblems);
      const definition = define(document, source);
      definitions.set(document, definition);
      const identity = identityOf(document.apiVersion ?? '', kind, definition.name);
      // Of two with one name the first counts; the second is reported as a duplicate.
      if (!byIdentity.has(identity)) byIdentity.set(identity, definition);
    }
  return { definitions, referenceProblems };
}

function define(document: CheckedDocument, source: DefinitionSource): Definition {
  const { content } = document;
  if (!content) throw new Error('a rejected document has no definition');
  const { metadata } = content;
  const path = ['spec'];
  switch (content.kind) {
    case 'Service':
      return { kind: 'Service', ...named(metadata, content.spec?.description) };
    case 'DataSource':
      return normaliseDataSource(metadata, content.spec);
    case 'SLI':
      return normaliseIndicator(metadata, content.spec, path, source);
    case 'AlertPolicy':
      return normaliseAlertPolicy(metadata, content.spec, path, source);
    case 'AlertCondition':
      return normaliseAlertCondition(metadata, content.spec, path, source);
    case 'AlertNotificationTarget':
      return normaliseTarget(metadata, content.spec);
    case 'SLO': {
      const slo =
        content.apiVersion === 'openslo/v1alpha'
          ? normaliseAlphaSlo(metadata, content.spec, path, source)
          : normaliseSlo(metadata, content.spec, path, source);
      const isRef = content.apiVersion === 'openslo.com/v2alpha';
      source.find('Service', slo.service, [...path, isRef ? 'serviceRef' : 'service']);
      return slo;
    }
  }
}

function sourceFor(
  document: CheckedDocument,
  documents: readonly CheckedDocument[],
  byIdentity: ReadonlyMap<string, Definition>,
  problems: CrossProblem[],
): DefinitionSource {
  const { parsed, apiVersion } = document;
  const report = (path: Path, message: string): unknown =>
    problems.push({
      severity: 'warning',
      file: parsed.file,
      line: parsed.lineAt(path),
      path: pathText(path),
      message,
    });
  return {
    numberText: parsed.numberText,
    report,
    find: (kind, name, path) => {
      const found = byIdentity.get(identityOf(apiVersion ?? '', kind, name));
      if (!found) report(path, missing(kind, name, apiVersion ?? '', documents));
      return (found as DefinitionOf<typeof kind> | undefined) ?? null;
    },
  };
}

function missing(
  kind: string,
  name: string,
  apiVersion: string,
  documents: readonly CheckedDocument[],
): string {
  const ofKind = documents.filter(
    (each) => each.kind === kind && groupOf(each.apiVersion ?? '') === groupOf(apiVersion),
  );
  const rejected = ofKind.find((each) => each.name === name);
  if (rejected)
    return `${kind} \`${name}\` is not usable; see ${rejected.parsed.file}:${rejected.parsed.line}`;
  const near = nearest(
    name,
    ofKind.flatMap((each) => each.name ?? []),
  );
  return `no ${kind} \`${name}\` in these files${near === undefined ? '' : `; did you mean \`${near}\`?`}`;
}

/** Documents that claim the same name; the first one counts. */
export function duplicates(documents: readonly CheckedDocument[]): readonly CrossProblem[] {
  const first = new Map<string, CheckedDocument>();
  return documents.flatMap((document) => {
    const { parsed, apiVersion, kind, name } = document;
    if (apiVersion === null || kind === null || name === null) return [];
    const identity = identityOf(apiVersion, kind, name);
    const before = first.get(identity);
    if (!before) {
      first.set(identity, document);
      return [];
    }
    const path = ['metadata', 'name'];
    const where = `${before.parsed.file}:${before.parsed.line}`;
    const message = `${kind} \`${name}\` exists already in ${where}; rename or remove one of them`;
    return [
      { severity: 'error', file: parsed.file, line: parsed.lineAt(path), path: pathText(path), message },
    ];
  });
}

/** As in Kubernetes, versions of one group hold the same things: `openslo/v1` and `openslo/v1alpha` share their names. */
function identityOf(apiVersion: string, kind: string, name: string): string {
  return JSON.stringify([groupOf(apiVersion), kind, name]);
}

function groupOf(apiVersion: string): string {
  return apiVersion.split('/')[0] ?? '';
}
