import { randomBytes } from 'node:crypto';
import type { Logger } from './logger.ts';
import { createSegment, type OpenSegment, type Segment } from './segment.ts';
import { segmentBytesMax } from './spool-pieces.ts';

export interface SpoolWriterOptions {
  readonly directory: string;
  readonly header: string;
  readonly segmentRowsMax: number;
  readonly segmentAgeMsMax: number;
  readonly startMs: number;
  readonly onSealed: (segment: Segment) => void;
  /** The segment has reached its age: time for a {@link SpoolWriter.sealIfDue}. */
  readonly onAge: () => void;
  readonly now: () => number;
  readonly logger: Logger;
}

/** The segment that grows. Its calls must not overlap. */
export interface SpoolWriter {
  readonly rows: number;
  readonly bytes: number;
  /** When its first row came; null while it has none. */
  readonly sinceMs: number | null;
  /** Resolves when the rows are on the disk; after a rejection none of them counts. */
  write(lines: Buffer, rows: number): Promise<void>;
  sealIfDue(mayWait: boolean): Promise<void>;
  close(): Promise<void>;
}

export function createSpoolWriter(options: SpoolWriterOptions): SpoolWriter {
  const nextName = segmentNames(options.startMs);
  let active: OpenSegment | undefined;
  let sinceMs = 0;
  let isOld = false;
  let timer: NodeJS.Timeout | undefined;

  function watchAge(): void {
    timer = setTimeout(() => {
      isOld = true;
      options.onAge();
    }, options.segmentAgeMsMax);
  }

  async function seal(segment: OpenSegment): Promise<void> {
    clearTimeout(timer);
    try {
      options.onSealed({ ...(await segment.seal()), sinceMs });
      active = undefined;
    } catch (error) {
      options.logger.error({ err: error }, 'a spool segment cannot be sealed');
      watchAge();
    }
  }

  function hasRoom({ rows, bytes }: OpenSegment, lines: Buffer, added: number): boolean {
    return rows === 0 || (rows + added <= options.segmentRowsMax && bytes + lines.length <= segmentBytesMax);
  }

  return {
    get rows() {
      return active?.rows ?? 0;
    },
    get bytes() {
      return active?.bytes ?? 0;
    },
    get sinceMs() {
      return active && active.rows > 0 ? sinceMs : null;
    },
    async write(lines, rows) {
      if (active && !hasRoom(active, lines, rows)) await seal(active);
      active ??= await createSegment(options.directory, nextName(), options.header);
      const isFirst = active.rows === 0;
      await active.append(lines, rows);
      if (!isFirst) return;
      sinceMs = options.now();
      isOld = false;
      watchAge();
    },
    async sealIfDue(mayWait) {
      if (!active || active.rows === 0) return;
      const isFull = active.rows >= options.segmentRowsMax || active.bytes >= segmentBytesMax;
      if (isFull || (isOld && !mayWait)) await seal(active);
    },
    async close() {
      clearTimeout(timer);
      if (active && active.rows > 0) await seal(active);
      clearTimeout(timer);
      await active?.close();
    },
  };
}

/** Unique for ever, because the name is the deduplication token; sorts by age. */
function segmentNames(startMs: number): () => string {
  const start = `${String(startMs).padStart(13, '0')}-${randomBytes(6).toString('hex')}`;
  let sequence = 0;
  return () => {
    sequence += 1;
    return `${start}-${String(sequence).padStart(8, '0')}`;
  };
}
