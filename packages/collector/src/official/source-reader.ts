import type { OfficialPost, OfficialSource, OfficialSourceStatus, OfficialState } from '../model/official.ts';
import { fetchDocument, type ReadFailure, type Validators } from './fetch-document.ts';
import { formats } from './formats/formats.ts';
import type { ParsedDocument } from './formats/parsed.ts';
import { nothingRead, type Outcome, remember, statusOf } from './source-status.ts';

export interface SourceReaderOptions {
  readonly source: OfficialSource;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  readonly timeoutMs: number;
  readonly bodyBytesMax: number;
}

/** What one reading brought. */
export interface ReadResult {
  /** Null when it could not be read. */
  readonly posts: readonly OfficialPost[] | null;
  readonly failure: ReadFailure | 'moved' | null;
  readonly retryAfterMs: number | null;
  /** What a person should be told, when it lasts; null when nothing is wrong, or not for long. */
  readonly complaint: string | null;
}

export interface SourceReader {
  read(signal: AbortSignal): Promise<ReadResult>;
  status(): OfficialSourceStatus;
  posts(): readonly OfficialPost[];
}

type ReadDocument = Extract<ParsedDocument, { readonly kind: 'read' }>;

/** One document of a source, as it was read last. */
interface Kept {
  readonly document: ReadDocument;
  readonly validators: Validators;
}

type Miss = Exclude<Outcome, { readonly kind: 'read' }> & { readonly retryAfterMs?: number | null };

/** Reads one source again and again, and remembers what it said. */
export function createSourceReader(options: SourceReaderOptions): SourceReader {
  const { source, now } = options;
  const kept = new Map<string, Kept>();
  let memory = nothingRead;
  let posts: readonly OfficialPost[] = [];
  const parts = [
    { url: source.url, part: 'current' },
    ...(source.historyUrl === null ? [] : [{ url: source.historyUrl, part: 'history' } as const]),
  ] as const;

  async function readPart({ url, part }: (typeof parts)[number], signal: AbortSignal): Promise<Kept | Miss> {
    const { parse, contentType } = formats[source.format];
    const before = kept.get(url);
    const validators = before?.validators ?? null;
    const { fetch, timeoutMs, bodyBytesMax } = options;
    const fetched = await fetchDocument({
      url,
      contentType,
      validators,
      fetch,
      now,
      signal,
      timeoutMs,
      bodyBytesMax,
    });
    // Said only of what was read before.
    if (fetched.kind === 'unchanged') return before as Kept;
    if (fetched.kind !== 'body') return fetched;
    const document = parse(fetched.text, source, part);
    if (document.kind === 'unreadable') return { kind: 'failed', reason: 'shape', problem: document.problem };
    return { document, validators: fetched.validators };
  }

  /** Of a page that is read in part nobody knows what is missing: it counts as a whole or not at all. */
  async function readAll(signal: AbortSignal): Promise<readonly Kept[] | Miss> {
    const read: Kept[] = [];
    for (const each of parts) {
      const result = await readPart(each, signal);
      if ('kind' in result) return result;
      kept.set(each.url, result);
      read.push(result);
    }
    return read;
  }

  const stateAt = (nowMs: number): OfficialState =>
    kept.get(source.url)?.document.stateAt(nowMs) ?? 'unknown';

  return {
    posts: () => posts,
    status: () => statusOf(source, memory, stateAt, now()),
    async read(signal) {
      const result = await readAll(signal);
      const miss = 'kind' in result ? result : null;
      memory = remember(memory, miss ?? { kind: 'read' }, now());
      posts = unite([...kept.values()].map(({ document }) => document.posts));
      return {
        posts: miss ? null : posts,
        failure: miss === null ? null : miss.kind === 'moved' ? 'moved' : miss.reason,
        retryAfterMs: miss?.retryAfterMs ?? null,
        complaint: memory.complaint,
      };
    },
  };
}

/** Each post once; the history is read after the page and knows more. */
function unite(lists: readonly (readonly OfficialPost[])[]): readonly OfficialPost[] {
  return [...new Map(lists.flat().map((post) => [post.id, post])).values()];
}
