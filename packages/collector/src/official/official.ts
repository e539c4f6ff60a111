import type { OfficialNews, OfficialPost, OfficialSource, OfficialSourceStatus } from '../model/official.ts';
import type { OfficialStore } from '../store/store.ts';
import type { ReadFailure } from './fetch-document.ts';
import { createSourceReader, type ReadResult, type SourceReader } from './source-reader.ts';

export interface OfficialOptions {
  readonly sources: readonly OfficialSource[];
  readonly store: OfficialStore;
  readonly fetch: typeof fetch;
  readonly now: () => number;
  /** 0..1: so that a fleet of collectors does not knock all at once. */
  readonly random: () => number;
  /** Names what is wrong with a subject, or null when nothing is any more. */
  readonly complain: (subject: string, problem: string | null, message: string) => void;
  readonly onFailure: (source: OfficialSource, reason: ReadFailure | 'moved') => void;
  readonly limits?: Partial<OfficialLimits>;
}

interface OfficialLimits {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly bodyBytesMax: number;
}

export interface Official {
  /** What is known now; ages by itself. */
  news(): OfficialNews;
  close(): Promise<void>;
}

const defaults: OfficialLimits = {
  intervalMs: 60_000,
  timeoutMs: 5_000,
  // The largest, of a whole cloud, is a few hundred kilobytes.
  bodyBytesMax: 8 * 1024 * 1024,
};
/** Up to this share of the interval sooner or later. */
const jitter = 0.2;
/** From the start until every source was asked. */
const firstWithinMs = 2_000;
/** A server that asks for more patience than this is asked again all the same. */
const patienceMsMax = 15 * 60_000;

/** Reads every source until it is closed. It decides nothing: what it learns is kept and shown beside our own verdict. */
export function startOfficial(options: OfficialOptions): Official {
  const { sources, fetch, now, random, complain } = options;
  const { intervalMs, ...limits } = { ...defaults, ...options.limits };
  const stopping = new AbortController();
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  /** Renewed when something was read: they are asked for with every wall. */
  let posts: readonly OfficialPost[] = [];

  const tell = (source: OfficialSource, { posts, failure, complaint }: ReadResult): void => {
    if (failure !== null) options.onFailure(source, failure);
    const message = `the status page of ${source.id} (${source.url}) cannot be read; name another in official.sources`;
    if (posts !== null || complaint !== null) complain(`official ${source.id}`, complaint, message);
  };

  const schedule = (turn: () => Promise<void>, afterMs: number): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      const run = turn().finally(() => running.delete(run));
      running.add(run);
    }, afterMs);
    timers.add(timer);
  };

  const startReading = (source: OfficialSource): SourceReader => {
    const reader = createSourceReader({ source, fetch, now, ...limits });
    const keepNew = createKeeper(options, `official posts of ${source.id}`);
    const turn = async (): Promise<void> => {
      const result = await reader.read(stopping.signal);
      if (stopping.signal.aborted) return;
      posts = readers.flatMap((each) => each.posts());
      tell(source, result);
      if (result.posts) await keepNew(result.posts);
      if (stopping.signal.aborted) return;
      const steadyMs = intervalMs * (1 + jitter * (2 * random() - 1));
      schedule(turn, Math.max(steadyMs, Math.min(result.retryAfterMs ?? 0, patienceMsMax)));
    };
    // At once, and not all in the same instant.
    schedule(turn, random() * Math.min(intervalMs, firstWithinMs));
    return reader;
  };

  const readers = sources.map(startReading);
  return {
    news: () => ({
      sources: readers.map((reader): OfficialSourceStatus => reader.status()),
      posts,
    }),
    close: async () => {
      stopping.abort();
      for (const timer of timers) clearTimeout(timer);
      await Promise.all(running);
    },
  };
}

/** Of one source, posts that were not kept yet, or not as they read now. What cannot be kept is tried with the next reading. */
function createKeeper(
  { store, complain }: OfficialOptions,
  subject: string,
): (posts: readonly OfficialPost[]) => Promise<void> {
  let kept: ReadonlyMap<string, string> = new Map();
  let failures = 0;
  return async (posts) => {
    const texts = new Map(posts.map((post) => [post.id, JSON.stringify(post)]));
    const fresh = posts.filter(({ id }) => kept.get(id) !== texts.get(id));
    if (fresh.length === 0) return;
    try {
      await store.savePosts(fresh);
      kept = texts;
      failures = 0;
      complain(subject, null, 'they are kept again');
    } catch (error) {
      failures += 1;
      const reason = error instanceof Error ? error.message : String(error);
      // Once is nothing: a store that is just starting takes them with the next reading.
      if (failures > 1) complain(subject, reason, 'what a vendor posted cannot be kept');
    }
  };
}
