import { type CheckedDocument, checkDocument, type DocumentProblem, type Verdict } from './check-document.ts';
import type { Definition } from './definition/definition.ts';
import { type CrossProblem, duplicates, resolveDefinitions } from './definition/resolve-definitions.ts';
import { parseDocuments, type SourceFile } from './parse-documents.ts';

/** What is in a set of OpenSLO files, and what is wrong with it. */
export interface LoadedFiles {
  readonly documents: readonly LoadedDocument[];
  /** Of files, and between them: what cannot be read, and names that are given twice. */
  readonly problems: readonly CrossProblem[];
  /** References that lead nowhere. What they mean may live elsewhere, so no document's verdict is worse for it. */
  readonly referenceProblems: readonly CrossProblem[];
}

export interface LoadedDocument {
  readonly file: string;
  readonly line: number;
  readonly apiVersion: string | null;
  readonly kind: string | null;
  readonly name: string | null;
  readonly verdict: Verdict;
  readonly problems: readonly DocumentProblem[];
  /** In our own shape, with what it refers to. Null if rejected. */
  readonly definition: Definition | null;
}

export interface LoadOptions {
  /** Accept exactly what the OpenSLO Go SDK accepts, instead of warning about what is clear all the same. */
  readonly strict: boolean;
}

/** Reads OpenSLO documents of all versions; never throws, whatever the texts are. */
export function loadOpenSlo(files: readonly SourceFile[], { strict }: LoadOptions): LoadedFiles {
  const parsed = files.map(parseDocuments);
  const checked = parsed.flatMap(({ documents }) =>
    documents.map((document) => checkDocument(document, strict)),
  );
  const { definitions, referenceProblems } = resolveDefinitions(checked);
  return {
    documents: checked.map((document) => loaded(document, definitions.get(document) ?? null)),
    problems: [
      ...parsed.flatMap(({ problems }) =>
        problems.map((problem): CrossProblem => ({ severity: 'error', path: '', ...problem })),
      ),
      ...duplicates(checked),
    ],
    referenceProblems,
  };
}

function loaded(
  { parsed, apiVersion, kind, name, verdict, problems }: CheckedDocument,
  definition: Definition | null,
): LoadedDocument {
  return { file: parsed.file, line: parsed.line, apiVersion, kind, name, verdict, problems, definition };
}
