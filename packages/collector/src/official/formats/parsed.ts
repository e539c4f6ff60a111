import type { OfficialPost, OfficialSource, OfficialState } from '../../model/official.ts';

/** What one document of a source says; a page of Statuspage has two. */
export type ParsedDocument =
  | {
      readonly kind: 'read';
      /** Null when the document is not about what is going on now. A feed tells of a state only for a while. */
      readonly stateAt: (nowMs: number) => OfficialState | null;
      /** Newest first. */
      readonly posts: readonly OfficialPost[];
    }
  /** It is no status page of this format, or does not speak of our part of the vendor any more. */
  | { readonly kind: 'unreadable'; readonly problem: string };

export type ParseDocument = (
  text: string,
  source: OfficialSource,
  part: 'current' | 'history',
) => ParsedDocument;

/** More than any page lists; what comes from outside has an end. */
const postsMax = 300;

export function read(state: OfficialState | null, posts: readonly OfficialPost[]): ParsedDocument {
  return { kind: 'read', stateAt: () => state, posts: newestFirst(posts) };
}

export function unreadable(problem: string): ParsedDocument {
  return { kind: 'unreadable', problem };
}

export function newestFirst(posts: readonly OfficialPost[]): readonly OfficialPost[] {
  return [...posts].sort((a, b) => b.postedMs - a.postedMs || (a.id < b.id ? -1 : 1)).slice(0, postsMax);
}
