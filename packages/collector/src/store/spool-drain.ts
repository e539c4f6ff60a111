import { rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createBackOff } from './back-off.ts';
import type { Logger } from './logger.ts';
import { readSegment, type Segment, type SegmentContent, setAside } from './segment.ts';
import type { InsertFailure, StoreStats } from './store.ts';

export type InsertResult =
  | { readonly kind: 'inserted' }
  /** Trouble of the database: the same again, later. */
  | { readonly kind: 'retry'; readonly failure: InsertFailure; readonly reason: string }
  /** Trouble with these very rows: never again. */
  | { readonly kind: 'rejected'; readonly reason: string };

type Failed = Extract<InsertResult, { kind: 'retry' }>;

/** Inserts the rows of a segment. The token is the same on every try, so that a second success changes nothing. */
export type InsertSegment = (
  content: SegmentContent,
  token: string,
  signal: AbortSignal,
) => Promise<InsertResult>;

export interface SpoolDrainOptions {
  readonly directory: string;
  /** What an earlier process left, oldest first. */
  readonly segments: readonly Segment[];
  readonly insert: InsertSegment;
  readonly onIdle: () => void;
  readonly logger: Logger;
}

type DrainCounts = Pick<
  StoreStats,
  'rowsInserted' | 'rowsRejected' | 'segmentsInserted' | 'segmentsRejected' | 'insertFailures'
>;

/** Sealed segments on their way into the database, one after the other and in order. */
export interface SpoolDrain {
  start(): void;
  add(segment: Segment): void;
  isIdle(): boolean;
  rows(): number;
  bytes(): number;
  /** When the oldest row came; null when none waits. */
  sinceMs(): number | null;
  /** Why rows wait; null since the last success. */
  trouble(): string | null;
  counts(): DrainCounts;
  close(drainMsMax: number): Promise<void>;
}

/** Merges take seconds to catch up, and each try is a burden on them. */
const mergePauseMs = 1_000;

export function createSpoolDrain(options: SpoolDrainOptions): SpoolDrain {
  const queue: Segment[] = [...options.segments];
  const counts = { rowsInserted: 0, rowsRejected: 0, segmentsInserted: 0, segmentsRejected: 0 };
  const insertFailures: Partial<Record<InsertFailure, number>> = {};
  const backOff = createBackOff({ firstMs: 100, lastMs: 5_000 });
  const closing = new AbortController();
  let isStarted = false;
  let running: Promise<void> | undefined;
  let trouble: string | null = null;
  const tell = createTeller(options.logger);

  async function drainAll(): Promise<void> {
    for (let segment = queue[0]; segment && !closing.signal.aborted; segment = queue[0]) {
      const result = await insertOnce(segment);
      if (result.kind === 'retry') await waitAfter(segment, result);
      else await finish(segment, result);
    }
    running = undefined;
    if (queue.length === 0) options.onIdle();
  }

  async function insertOnce(segment: Segment): Promise<InsertResult> {
    try {
      const content = await readSegment(segment);
      closing.signal.throwIfAborted();
      return await options.insert(content, segment.name, closing.signal);
    } catch (error) {
      return { kind: 'retry', failure: 'other', reason: String(error) };
    }
  }

  async function waitAfter(segment: Segment, { failure, reason }: Failed): Promise<void> {
    if (closing.signal.aborted) return;
    trouble = reason;
    insertFailures[failure] = (insertFailures[failure] ?? 0) + 1;
    tell({ failure, reason, segment: segment.name });
    await backOff.pause(closing.signal, failure === 'too_many_parts' ? mergePauseMs : 0);
  }

  async function finish(segment: Segment, result: Exclude<InsertResult, Failed>): Promise<void> {
    backOff.reset();
    trouble = null;
    queue.shift();
    // Not before all that waited is in: what works now and then would be told as often.
    if (queue.length === 0) tell(null);
    if (result.kind === 'inserted') {
      counts.segmentsInserted += 1;
      counts.rowsInserted += segment.rows;
      // Left behind it does no harm: its token is known.
      return rm(segment.path).catch((error: unknown) =>
        options.logger.warn({ err: error }, 'a spool segment cannot be removed'),
      );
    }
    counts.segmentsRejected += 1;
    counts.rowsRejected += segment.rows;
    options.logger.error(
      { segment: segment.name, rows: segment.rows, reason: result.reason },
      'rows were rejected',
    );
    await setAside(options.directory, segment).catch((error: unknown) =>
      options.logger.error({ err: error }, 'a rejected spool segment cannot be moved'),
    );
  }

  function run(): void {
    if (isStarted && queue.length > 0) running ??= drainAll();
  }

  return {
    start() {
      isStarted = true;
      run();
    },
    add(segment) {
      queue.push(segment);
      run();
    },
    isIdle: () => queue.length === 0,
    rows: () => queue.reduce((total, segment) => total + segment.rows, 0),
    bytes: () => queue.reduce((total, segment) => total + segment.bytes, 0),
    sinceMs: () => queue[0]?.sinceMs ?? null,
    trouble: () => trouble,
    counts: () => ({ ...counts, insertFailures }),
    async close(drainMsMax) {
      const late = sleep(drainMsMax, undefined, { signal: closing.signal }).catch(() => undefined);
      await Promise.race([running, late]);
      closing.abort();
      await running;
    },
  };
}

const remedies: Readonly<Record<InsertFailure, string>> = {
  memory: 'look for what else uses the memory of ClickHouse',
  disk_full: 'make room on the disk of ClickHouse (the embedded one: of dataDir), or keep less (retention)',
  too_many_parts: 'nothing, if it passes: fewer and larger inserts follow by themselves',
  timeout: 'look for what keeps ClickHouse or its disk busy',
  unreachable:
    'nothing for the embedded engine, which is started again; look at the network and at a server of your own',
  other: 'read the reason: it is ClickHouse that refuses',
};

/** Tells why rows wait once, and not with each try of an hour. */
function createTeller(
  logger: Logger,
): (problem: { failure: InsertFailure; reason: string; segment: string } | null) => void {
  let told: InsertFailure | null = null;
  return (problem) => {
    if (problem && problem.failure !== told) {
      const details = { ...problem, todo: remedies[problem.failure] };
      logger.warn(details, 'ClickHouse takes no rows; they wait in the spool and are tried again');
    }
    if (!problem && told) logger.info({ was: told }, 'ClickHouse has taken all rows that waited');
    told = problem?.failure ?? null;
  };
}
