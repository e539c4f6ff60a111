import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
  YAMLError,
} from 'yaml';
import { decimalText } from './decimal-text.ts';

export interface SourceFile {
  readonly name: string;
  readonly text: string;
}

/** Keys and indices from the top of a document down to a value. */
export type Path = readonly PropertyKey[];

/** One document of a file, or one item of a file's top-level list, with the way back into the text. */
export interface ParsedDocument {
  readonly file: string;
  readonly line: number;
  readonly value: unknown;
  /** Where the value at a path stands, or what surrounds it if there is none. */
  readonly lineAt: (path: Path) => number;
  /** The number at a path digit by digit as it was written. Undefined if there is none. */
  readonly numberText: (path: Path) => string | undefined;
}

/** Why a file, or one document of it, cannot be read at all. */
export interface SyntaxProblem {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

export interface ParsedFile {
  readonly documents: readonly ParsedDocument[];
  readonly problems: readonly SyntaxProblem[];
}

/** Neither a `%YAML 1.1` line nor a `!!timestamp` makes a date of a text: what it means in a time zone is OpenSLO's to say. */
const dialect = { schema: 'core', resolveKnownTags: false, merge: true } as const;

/** Of one document. What comes later mostly follows from the first. */
const errorsMax = 5;

/** Deeper than any SLO; it keeps a text that contains itself through an alias from being walked for ever. */
const depthMax = 64;

/**
 * YAML 1.2 (so dates stay text and `yes` is no boolean), JSON as part of it, several documents a file, lists of documents.
 * Never throws: what cannot be read is a problem with its line.
 */
export function parseDocuments({ name, text }: SourceFile): ParsedFile {
  const lines = new LineCounter();
  const documents: ParsedDocument[] = [];
  const problems: SyntaxProblem[] = [];
  for (const document of compose(text, lines, (message) => problems.push({ file: name, line: 1, message }))) {
    const errors = document.errors
      .slice(0, errorsMax)
      .map((error) => ({ file: name, line: lineOf(lines, error.pos[0]), message: messageOf(error) }));
    if (errors.length > 0) {
      problems.push(...errors);
      continue;
    }
    const read = readDocument(name, document, lines);
    if (typeof read === 'string')
      problems.push({ file: name, line: lineOf(lines, document.range[0]), message: read });
    else documents.push(...read);
  }
  return { documents, problems };
}

function compose(
  text: string,
  lineCounter: LineCounter,
  report: (message: string) => void,
): readonly Document.Parsed[] {
  try {
    return parseAllDocuments(text, {
      ...dialect,
      lineCounter,
      prettyErrors: false,
      logLevel: 'silent',
    });
  } catch (error) {
    report(messageOf(error));
    return [];
  }
}

/** The sentence says why it cannot be used. */
function readDocument(
  file: string,
  document: Document.Parsed,
  lines: LineCounter,
): readonly ParsedDocument[] | string {
  let value: unknown;
  try {
    value = document.toJS();
    if (depth(value, new Map()) > depthMax) return `nested deeper than ${depthMax} levels`;
  } catch (error) {
    return messageOf(error);
  }
  // A separator with nothing behind it, or only a comment.
  if (value === null || value === undefined) return [];
  if (!Array.isArray(value)) return [locate(file, document, value, [], lines)];
  return value.map((item: unknown, index) => locate(file, document, item, [index], lines));
}

function locate(
  file: string,
  document: Document.Parsed,
  value: unknown,
  root: Path,
  lines: LineCounter,
): ParsedDocument {
  const lineAt = (path: Path): number => lineOf(lines, offsetAt(document, [...root, ...path]));
  return {
    file,
    line: lineAt([]),
    value,
    lineAt,
    numberText: (path) => numberText(valueAt(value, path), nodeAt(document, [...root, ...path])),
  };
}

function numberText(value: unknown, node: Node | undefined): string | undefined {
  if (typeof value !== 'number') return undefined;
  // Through a merge key (`<<`) there is no node; the shortest text of the double is what people write then, too.
  const source = isScalar(node) ? node.source : undefined;
  return decimalText(source ?? String(value)) ?? decimalText(String(value));
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, key)
        ? (at as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  );
}

function nodeAt(document: Document.Parsed, path: Path): Node | undefined {
  let node: Node | null | undefined = document.contents;
  for (const key of path) node = entry(document, node, key)?.value;
  return isAlias(node) ? node.resolve(document) : (node ?? undefined);
}

/** Of the last thing on the path that exists: of its key, which may stand lines above its value. */
function offsetAt(document: Document.Parsed, path: Path): number {
  let node: Node | null | undefined = document.contents;
  let offset = node?.range?.[0] ?? document.range[0];
  for (const key of path) {
    const found = entry(document, node, key);
    if (!found) return offset;
    offset = found.offset ?? offset;
    node = found.value;
  }
  return offset;
}

interface Entry {
  readonly offset: number | undefined;
  readonly value: Node | undefined;
}

function entry(
  document: Document.Parsed,
  parent: Node | null | undefined,
  key: PropertyKey,
): Entry | undefined {
  const node = isAlias(parent) ? parent.resolve(document) : parent;
  if (isSeq<Node>(node)) {
    const value = node.items[Number(key)];
    return value && { offset: value.range?.[0], value };
  }
  if (!isMap<Node, Node>(node)) return undefined;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key);
  return pair && { offset: pair.key.range?.[0], value: pair.value ?? undefined };
}

function depth(value: unknown, known: Map<object, number>): number {
  if (typeof value !== 'object' || value === null) return 0;
  const counted = known.get(value);
  if (counted !== undefined) return counted;
  // Until it is counted: what contains itself is endlessly deep.
  known.set(value, Number.POSITIVE_INFINITY);
  const depths = Object.values(value).map((child) => depth(child, known));
  const result = 1 + depths.reduce((deepest, each) => Math.max(deepest, each), 0);
  known.set(value, result);
  return result;
}

function lineOf(lines: LineCounter, offset: number): number {
  return Math.max(1, lines.linePos(offset).line);
}

function messageOf(error: unknown): string {
  // Thousands of levels are more than the stack holds, here and in the parser.
  const isOverflow =
    error instanceof RangeError || (error instanceof YAMLError && error.code === 'RESOURCE_EXHAUSTION');
  if (isOverflow) return 'nested too deeply';
  return error instanceof Error ? error.message : String(error);
}
