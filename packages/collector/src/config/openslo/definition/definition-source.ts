import type { LinkContent, Maybe, MetadataContent } from '../content.ts';
import { decimalText } from '../decimal-text.ts';
import { durationSeconds, parseDuration } from '../duration.ts';
import type { ParsedDocument, Path } from '../parse-documents.ts';
import { isLeftOut, isSet } from '../schema/fields.ts';
import type { Definition, Link, Named } from './definition.ts';

export type DefinitionOf<Kind extends Definition['kind']> = Extract<Definition, { readonly kind: Kind }>;

/** What normalising a document takes besides its content: the digits it was written in, and the other documents. */
export interface DefinitionSource {
  readonly numberText: ParsedDocument['numberText'];
  /** Null, and a problem at the path, if nothing usable has that name. */
  readonly find: <Kind extends Definition['kind']>(
    kind: Kind,
    name: string,
    path: Path,
  ) => DefinitionOf<Kind> | null;
  readonly report: (path: Path, message: string) => void;
}

export function named(metadata: MetadataContent, description: Maybe<string>): Named {
  const labels = Object.entries(metadata.labels ?? {}).map(([key, value]) => [key, [value ?? ''].flat()]);
  const annotations = Object.entries(metadata.annotations ?? {}).map(([key, value]) => [key, value ?? '']);
  return {
    name: metadata.name,
    displayName: metadata.displayName ?? '',
    description: description ?? '',
    labels: Object.fromEntries(labels),
    annotations: Object.fromEntries(annotations),
  };
}

/** A number the document holds at a path, in its own digits. */
export function digits(source: DefinitionSource, path: Path, value: number): string {
  return source.numberText(path) ?? decimalText(String(value)) ?? String(value);
}

export function optionalDigits(source: DefinitionSource, path: Path, value: Maybe<number>): string | null {
  return isLeftOut(value) ? null : digits(source, path, value);
}

/** Only for text that the schema has let through. */
export function seconds(text: string): number {
  const duration = parseDuration(text);
  if (!duration) throw new Error(`"${text}" is no duration, but was accepted as one`);
  return durationSeconds(duration);
}

export function optionalSeconds(text: Maybe<string>): number | null {
  return isSet(text) ? seconds(String(text)) : null;
}

export function follow<Kind extends Definition['kind'], Spec>(
  source: DefinitionSource,
  kind: Kind,
  content: LinkContent<Spec>,
  path: Path,
  define: (metadata: MetadataContent, spec: Spec, path: Path) => DefinitionOf<Kind>,
): Link<DefinitionOf<Kind>> {
  for (const key of ['conditionRef', 'targetRef', 'alertPolicyRef'] as const) {
    const ref = content[key];
    if (isSet(ref)) return { ref: String(ref), definition: source.find(kind, String(ref), [...path, key]) };
  }
  const { metadata, spec } = content;
  if (!metadata || !spec) throw new Error(`${kind} in place without metadata or spec, but was accepted`);
  return { ref: null, definition: define(metadata, spec, [...path, 'spec']) };
}
