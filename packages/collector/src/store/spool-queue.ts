import type { Logger } from './logger.ts';
import { joined } from './spool-line.ts';
import { type Piece, segmentBytesMax } from './spool-pieces.ts';
import type { SpoolWriter } from './spool-writer.ts';
import type { AppendRefusal, AppendResult } from './store.ts';

/** Why the disk took nothing. */
export interface DiskTrouble {
  readonly cause: Extract<AppendRefusal, 'disk_full' | 'disk_error'>;
  readonly reason: string;
}

export interface SpoolQueueOptions {
  readonly writer: SpoolWriter;
  readonly segmentRowsMax: number;
  /** Whether a segment may grow beyond its age: while earlier ones still wait. */
  readonly mayGrow: () => boolean;
  /** Asked for the answer to each piece in the moment in which it is known: null when the disk has it. */
  readonly settle: (piece: Piece, trouble: DiskTrouble | null) => AppendResult;
  readonly now: () => number;
  readonly logger: Logger;
}

/** Pieces on their way to the disk: all that come during one write share the next one. */
export interface SpoolQueue {
  add(piece: Piece): Promise<AppendResult>;
  /** Seals the segment if it is due, too. */
  pump(): Promise<void>;
  isIdle(): boolean;
  unwritten(): { readonly rows: number; readonly bytes: number };
  /** Of the last seconds: whoever would show that the disk works again may be kept away, because we are not ready. */
  recentTrouble(): DiskTrouble | null;
}

const troubleMsMax = 10_000;

interface Waiting extends Piece {
  readonly resolve: (result: AppendResult) => void;
}

export function createSpoolQueue(options: SpoolQueueOptions): SpoolQueue {
  const { writer, now } = options;
  const unwritten = { rows: 0, bytes: 0 };
  let waiting: Waiting[] = [];
  let pumping: Promise<void> | undefined;
  let pumpAgain = false;
  let trouble: (DiskTrouble & { readonly atMs: number }) | null = null;
  const tell = createTeller(options);

  /** The only caller of the writer. */
  function pump(): Promise<void> {
    pumpAgain = true;
    pumping ??= writeAll();
    return pumping;
  }

  async function writeAll(): Promise<void> {
    while (pumpAgain || waiting.length > 0) {
      pumpAgain = false;
      const batch = takeBatch();
      const failure = await write(batch);
      // Later appends may have left out rows of a failed one as duplicates, so they fail with it.
      settle(failure ? [...batch, ...waiting.splice(0)] : batch, failure);
      await writer.sealIfDue(options.mayGrow());
    }
    pumping = undefined;
  }

  /** As far as they fit into one segment. */
  function takeBatch(): readonly Waiting[] {
    let rows = 0;
    let bytes = 0;
    const tooMany = waiting.findIndex((piece, index) => {
      rows += piece.rows;
      bytes += piece.lines.length;
      return index > 0 && (rows > options.segmentRowsMax || bytes > segmentBytesMax);
    });
    const batch = tooMany === -1 ? waiting : waiting.slice(0, tooMany);
    waiting = waiting.slice(batch.length);
    return batch;
  }

  /** Resolves with what kept the disk from taking the rows, if anything did. */
  async function write(batch: readonly Waiting[]): Promise<DiskTrouble | null> {
    const rows = batch.reduce((total, piece) => total + piece.rows, 0);
    if (rows === 0) return null;
    try {
      await writer.write(joined(batch.map(({ lines }) => lines)), rows);
      trouble = null;
      tell(null);
    } catch (error) {
      const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
      const reason = `the spool cannot be written: ${String(error)}`;
      tell(reason);
      trouble = { cause: isFull ? 'disk_full' : 'disk_error', reason, atMs: now() };
    }
    return trouble;
  }

  function settle(batch: readonly Waiting[], failure: DiskTrouble | null): void {
    for (const piece of batch) {
      unwritten.rows -= piece.rows;
      unwritten.bytes -= piece.lines.length;
      piece.resolve(options.settle(piece, failure));
    }
  }

  return {
    add(piece) {
      unwritten.rows += piece.rows;
      unwritten.bytes += piece.lines.length;
      return new Promise((resolve) => {
        waiting.push({ ...piece, resolve });
        void pump();
      });
    },
    pump,
    isIdle: () => pumping === undefined,
    unwritten: () => unwritten,
    // A clock that was set back is no reason to send senders away until it has caught up.
    recentTrouble: () => (trouble && Math.abs(now() - trouble.atMs) < troubleMsMax ? trouble : null),
  };
}

/**
 * Tells of a disk that takes nothing once and not with each of a thousand batches, and of its end only after a while: a full
 * disk takes a little now and then.
 */
function createTeller({
  now,
  logger,
}: Pick<SpoolQueueOptions, 'now' | 'logger'>): (problem: string | null) => void {
  let told: { readonly problem: string; failedMs: number } | null = null;
  return (problem) => {
    const nowMs = now();
    if (problem === null) {
      if (told === null || Math.abs(nowMs - told.failedMs) < troubleMsMax) return;
      logger.info({ was: told.problem }, 'the spool can be written again');
      told = null;
    } else if (told?.problem === problem) told.failedMs = nowMs;
    else {
      told = { problem, failedMs: nowMs };
      const todo =
        'senders get 503 and keep their batches for seconds: make room on the disk of dataDir, or mend it';
      logger.error({ todo }, problem);
    }
  };
}
