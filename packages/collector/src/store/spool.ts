import { createIdentities, type Identities } from './identities.ts';
import type { Logger } from './logger.ts';
import {
  type Recovered,
  readSegment,
  recoverSegments,
  type Segment,
  type SegmentContent,
  setAside,
} from './segment.ts';
import { createSpoolDrain, type InsertSegment, type SpoolDrain } from './spool-drain.ts';
import { decodeLine, type SpoolRow } from './spool-line.ts';
import { type Piece, piecesOf } from './spool-pieces.ts';
import { createSpoolQueue, type DiskTrouble, type SpoolQueue } from './spool-queue.ts';
import { createSpoolWriter, type SpoolWriter } from './spool-writer.ts';
import type { AppendRefusal, AppendResult, ComeBack, StoreStats } from './store.ts';

export interface SpoolOptions {
  readonly directory: string;
  /** First line of every segment: what a later version must know to insert its rows. */
  readonly header: string;
  /** A segment is closed at this many rows ... */
  readonly segmentRowsMax: number;
  /** ... or at this age, unless earlier ones still wait: then it grows on. */
  readonly segmentAgeMsMax: number;
  readonly rowsMax: number;
  readonly bytesMax: number;
  readonly identitiesMax: number;
  readonly insert: InsertSegment;
  /** Called with each row that an earlier process left; the answer is its identity. */
  readonly onRecovered: (table: string, values: readonly unknown[]) => string | null;
  readonly now: () => number;
  readonly logger: Logger;
}

type SpoolCounts = Omit<StoreStats, 'engineRestarts'>;

/** A log on the local disk between receiving and the database: what is in it survives any of our crashes. */
export interface Spool {
  /** As `append` of an intake. */
  append(rows: readonly SpoolRow[], onFresh?: (fresh: readonly SpoolRow[]) => void): Promise<AppendResult>;
  /** What an append would be answered now; undefined when it would be taken. Counts as one. */
  refuse(): ComeBack | undefined;
  /** The database has this row already. */
  remember(identity: string): void;
  /** From now on appends are taken: before, nobody knew which rows had been seen. */
  open(): void;
  isWarm(): boolean;
  /** From now on segments are inserted. */
  drain(): void;
  /** Null while appends are taken. */
  refusal(): string | null;
  /** Why rows wait although the database is there; null while inserts succeed. */
  trouble(): string | null;
  counts(): SpoolCounts;
  /** When the oldest row that is not in the database yet came; null when all are. */
  waitingSinceMs(): number | null;
  /** Takes nothing more, and inserts for at most `drainMsMax` what is left. */
  close(drainMsMax: number): Promise<void>;
}

/** Reads what an earlier process left in the folder. */
export async function openSpool(options: SpoolOptions): Promise<Spool> {
  const identities = createIdentities(options.identitiesMax);
  const recovered = await recoverSegments(options.directory);
  const readable: Segment[] = [];
  for (const segment of recovered.segments) {
    try {
      for (const { table, values } of rowsOf(await readSegment(segment))) {
        const identity = options.onRecovered(table, values);
        if (identity !== null) identities.add(identity);
      }
      readable.push(segment);
    } catch (error) {
      // One broken file must not keep everything else, and every start to come, from working.
      options.logger.error(
        { err: error, segment: segment.name },
        'a spool segment cannot be read; set aside',
      );
      await setAside(options.directory, segment);
    }
  }
  return new DiskSpool(options, identities, { ...recovered, segments: readable });
}

function* rowsOf({ lines }: SegmentContent): Generator<Pick<SpoolRow, 'table' | 'values'>> {
  for (const line of lines.toString('utf8').split('\n').slice(0, -1)) {
    const { table, rows } = decodeLine(line);
    for (const values of rows) yield { table, values };
  }
}

const durable: AppendResult = { kind: 'durable' };

/** A part that is on the disk is recognised when the sender comes again with the whole. */
async function allOf(written: readonly Promise<AppendResult>[]): Promise<AppendResult> {
  const results = await Promise.all(written);
  return results.find(({ kind }) => kind === 'retry') ?? durable;
}

/** Held in memory until the disk has it: a disk that stands still must not take the process with it. */
const waitingBytesMax = 64 * 2 ** 20;

interface Refusal {
  readonly cause: AppendRefusal;
  readonly reason: string;
}

class DiskSpool implements Spool {
  readonly #options: SpoolOptions;
  readonly #identities: Identities;
  readonly #tornLines: number;
  readonly #drain: SpoolDrain;
  readonly #writer: SpoolWriter;
  readonly #queue: SpoolQueue;
  readonly #counts = { rowsAppended: 0, rowsDuplicate: 0 };
  readonly #refused: Partial<Record<AppendRefusal, number>> = {};
  #state: 'warming' | 'open' | 'closed' = 'warming';

  constructor(options: SpoolOptions, identities: Identities, recovered: Recovered) {
    this.#options = options;
    this.#identities = identities;
    this.#tornLines = recovered.tornLines;
    const pump = (): void => void this.#queue.pump();
    this.#drain = createSpoolDrain({ ...options, segments: recovered.segments, onIdle: pump });
    this.#writer = createSpoolWriter({
      ...options,
      startMs: options.now(),
      onSealed: (segment) => this.#drain.add(segment),
      onAge: pump,
    });
    this.#queue = createSpoolQueue({
      ...options,
      writer: this.#writer,
      mayGrow: () => !this.#drain.isIdle(),
      settle: (piece, trouble) => this.#settle(piece, trouble),
    });
  }

  // Not async, as nothing on the way here is: a function that waits holds what it was given, and rows that live as long as
  // the disk takes are most of what the collection of garbage would have to move.
  append(rows: readonly SpoolRow[], onFresh?: (fresh: readonly SpoolRow[]) => void): Promise<AppendResult> {
    const refused = this.refuse();
    if (refused !== undefined) return Promise.resolve(refused);
    const fresh = rows.filter(({ identity }) => identity === null || this.#identities.add(identity));
    // A duplicate may be of a row still on its way to the disk: then its answer waits behind it.
    const isSettled = fresh.length === 0 && this.#queue.isIdle();
    try {
      const pieces = isSettled ? [] : piecesOf(fresh, this.#options.segmentRowsMax);
      onFresh?.(fresh);
      this.#counts.rowsDuplicate += rows.length - fresh.length;
      return allOf(pieces.map((piece) => this.#queue.add(piece)));
    } catch (error) {
      this.#forget(fresh.flatMap(({ identity }) => identity ?? []));
      return Promise.reject(error);
    }
  }

  refuse(): ComeBack | undefined {
    const refusal = this.#refusal();
    return refusal === null ? undefined : this.#refuse(refusal);
  }

  remember(identity: string): void {
    this.#identities.add(identity);
  }

  open(): void {
    if (this.#state === 'warming') this.#state = 'open';
  }

  isWarm(): boolean {
    return this.#state !== 'warming';
  }

  drain(): void {
    this.#drain.start();
  }

  refusal(): string | null {
    const { reason = null } = this.#refusal() ?? this.#queue.recentTrouble() ?? {};
    return reason;
  }

  trouble(): string | null {
    return this.#drain.trouble();
  }

  counts(): SpoolCounts {
    return {
      ...this.#counts,
      appendsRefused: this.#refused,
      ...this.#drain.counts(),
      tornLines: this.#tornLines,
      ...this.#spooled(),
    };
  }

  waitingSinceMs(): number | null {
    return this.#drain.sinceMs() ?? this.#writer.sinceMs;
  }

  async close(drainMsMax: number): Promise<void> {
    this.#state = 'closed';
    await this.#queue.pump();
    await this.#writer.close();
    await this.#drain.close(drainMsMax);
  }

  #refusal(): Refusal | null {
    if (this.#state === 'warming') return { cause: 'starting', reason: 'starting' };
    if (this.#state === 'closed') return { cause: 'stopping', reason: 'shutting down' };
    const { spooledRows, spooledBytes } = this.#spooled();
    if (spooledRows >= this.#options.rowsMax || spooledBytes >= this.#options.bytesMax)
      return { cause: 'spool_full', reason: 'the spool is full' };
    return this.#queue.unwritten().bytes > waitingBytesMax
      ? { cause: 'disk_slow', reason: 'the disk is slow' }
      : null;
  }

  #refuse({ cause, reason }: Refusal): ComeBack {
    this.#refused[cause] = (this.#refused[cause] ?? 0) + 1;
    // Exporters give up after 10 s: more than 3 s would leave them hardly a second attempt.
    const afterSeconds = cause === 'starting' || cause === 'stopping' ? 1 : 3;
    return { kind: 'retry', afterSeconds, reason };
  }

  #spooled(): Pick<SpoolCounts, 'spooledRows' | 'spooledBytes'> {
    const { rows, bytes } = this.#queue.unwritten();
    return {
      spooledRows: rows + this.#writer.rows + this.#drain.rows(),
      spooledBytes: bytes + this.#writer.bytes + this.#drain.bytes(),
    };
  }

  /** Rows that were not kept after all. */
  #forget(identities: readonly string[]): void {
    for (const identity of identities) this.#identities.remove(identity);
  }

  #settle({ rows, identities }: Piece, trouble: DiskTrouble | null): AppendResult {
    if (trouble !== null) {
      this.#forget(identities);
      return this.#refuse(trouble);
    }
    this.#counts.rowsAppended += rows;
    return durable;
  }
}
