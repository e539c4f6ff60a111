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
import { decodeLine, joined, type SpoolRow } from './spool-line.ts';
import { type Piece, piecesOf, segmentBytesMax } from './spool-pieces.ts';
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

interface Waiting extends Piece {
  readonly resolve: (result: AppendResult) => void;
}

const durable: AppendResult = { kind: 'durable' };

/** A part that is on the disk is recognised when the sender comes again with the whole. */
async function allOf(written: readonly Promise<AppendResult>[]): Promise<AppendResult> {
  const results = await Promise.all(written);
  return results.find(({ kind }) => kind === 'retry') ?? durable;
}

/** Held in memory until the disk has it: a disk that stands still must not take the process with it. */
const waitingBytesMax = 64 * 2 ** 20;

/** Whoever would show that the disk works again may be kept away by a load balancer, because we are not ready. */
const diskTroubleMsMax = 10_000;

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
  readonly #counts = { rowsAppended: 0, rowsDuplicate: 0 };
  readonly #refused: Partial<Record<AppendRefusal, number>> = {};
  #state: 'warming' | 'open' | 'closed' = 'warming';
  #waiting: Waiting[] = [];
  #unwritten = { rows: 0, bytes: 0 };
  #pumping: Promise<void> | undefined;
  #pumpAgain = false;
  #diskTrouble: (Refusal & { readonly atMs: number }) | null = null;

  constructor(options: SpoolOptions, identities: Identities, recovered: Recovered) {
    this.#options = options;
    this.#identities = identities;
    this.#tornLines = recovered.tornLines;
    const pump = (): void => void this.#pump();
    this.#drain = createSpoolDrain({ ...options, segments: recovered.segments, onIdle: pump });
    this.#writer = createSpoolWriter({
      ...options,
      startMs: options.now(),
      onSealed: (segment) => this.#drain.add(segment),
      onAge: pump,
    });
  }

  // Not async, as nothing on the way here is: a function that waits holds what it was given, and rows that live as long as
  // the disk takes are most of what the collection of garbage would have to move.
  append(rows: readonly SpoolRow[], onFresh?: (fresh: readonly SpoolRow[]) => void): Promise<AppendResult> {
    const refused = this.refuse();
    if (refused !== undefined) return Promise.resolve(refused);
    const fresh = rows.filter(({ identity }) => identity === null || this.#identities.add(identity));
    // A duplicate may be of a row still on its way to the disk: then its answer waits behind it.
    const isSettled = fresh.length === 0 && !this.#pumping;
    try {
      const pieces = isSettled ? [] : piecesOf(fresh, this.#options.segmentRowsMax);
      onFresh?.(fresh);
      this.#counts.rowsDuplicate += rows.length - fresh.length;
      return allOf(pieces.map((piece) => this.#enqueue(piece)));
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
    const { reason = null } = this.#refusal() ?? this.#recentDiskTrouble() ?? {};
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
    await this.#pump();
    await this.#writer.close();
    await this.#drain.close(drainMsMax);
  }

  #refusal(): Refusal | null {
    if (this.#state === 'warming') return { cause: 'starting', reason: 'starting' };
    if (this.#state === 'closed') return { cause: 'stopping', reason: 'shutting down' };
    const { spooledRows, spooledBytes } = this.#spooled();
    if (spooledRows >= this.#options.rowsMax || spooledBytes >= this.#options.bytesMax)
      return { cause: 'spool_full', reason: 'the spool is full' };
    return this.#unwritten.bytes > waitingBytesMax
      ? { cause: 'disk_slow', reason: 'the disk is slow' }
      : null;
  }

  #recentDiskTrouble(): Refusal | null {
    const sinceMs = this.#options.now() - diskTroubleMsMax;
    return this.#diskTrouble && this.#diskTrouble.atMs > sinceMs ? this.#diskTrouble : null;
  }

  #refuse({ cause, reason }: Refusal): ComeBack {
    this.#refused[cause] = (this.#refused[cause] ?? 0) + 1;
    // Exporters give up after 10 s: more than 3 s would leave them hardly a second attempt.
    const afterSeconds = cause === 'starting' || cause === 'stopping' ? 1 : 3;
    return { kind: 'retry', afterSeconds, reason };
  }

  #spooled(): Pick<SpoolCounts, 'spooledRows' | 'spooledBytes'> {
    return {
      spooledRows: this.#unwritten.rows + this.#writer.rows + this.#drain.rows(),
      spooledBytes: this.#unwritten.bytes + this.#writer.bytes + this.#drain.bytes(),
    };
  }

  /** Rows that were not kept after all. */
  #forget(identities: readonly string[]): void {
    for (const identity of identities) this.#identities.remove(identity);
  }

  #enqueue(piece: Piece): Promise<AppendResult> {
    this.#unwritten.rows += piece.rows;
    this.#unwritten.bytes += piece.lines.length;
    return new Promise((resolve) => {
      this.#waiting.push({ ...piece, resolve });
      void this.#pump();
    });
  }

  /** The only caller of the writer. */
  #pump(): Promise<void> {
    this.#pumpAgain = true;
    this.#pumping ??= this.#writeAll();
    return this.#pumping;
  }

  async #writeAll(): Promise<void> {
    while (this.#pumpAgain || this.#waiting.length > 0) {
      this.#pumpAgain = false;
      const batch = this.#takeBatch();
      const trouble = await this.#write(batch);
      // Later appends may have left out rows of a failed one as duplicates, so they fail with it.
      this.#settle(trouble ? [...batch, ...this.#waiting.splice(0)] : batch, trouble);
      await this.#writer.sealIfDue(!this.#drain.isIdle());
    }
    this.#pumping = undefined;
  }

  /** All that wait share one write and one flush, as far as they fit into one segment. */
  #takeBatch(): readonly Waiting[] {
    let rows = 0;
    let bytes = 0;
    const tooMany = this.#waiting.findIndex((append, index) => {
      rows += append.rows;
      bytes += append.lines.length;
      return index > 0 && (rows > this.#options.segmentRowsMax || bytes > segmentBytesMax);
    });
    return this.#waiting.splice(0, tooMany === -1 ? this.#waiting.length : tooMany);
  }

  /** Resolves with what kept the disk from taking the rows, if anything did. */
  async #write(batch: readonly Waiting[]): Promise<Refusal | null> {
    const rows = batch.reduce((total, append) => total + append.rows, 0);
    if (rows === 0) return null;
    try {
      await this.#writer.write(joined(batch.map(({ lines }) => lines)), rows);
      this.#diskTrouble = null;
      return null;
    } catch (error) {
      const isFull = error instanceof Error && 'code' in error && error.code === 'ENOSPC';
      const reason = `the spool cannot be written: ${String(error)}`;
      // Once and not with each of a thousand batches.
      if (this.#diskTrouble?.reason !== reason) this.#options.logger.error({ err: error }, reason);
      const trouble: Refusal = { cause: isFull ? 'disk_full' : 'disk_error', reason };
      this.#diskTrouble = { ...trouble, atMs: this.#options.now() };
      return trouble;
    }
  }

  #settle(batch: readonly Waiting[], refusal: Refusal | null): void {
    for (const append of batch) {
      this.#unwritten.rows -= append.rows;
      this.#unwritten.bytes -= append.lines.length;
      if (refusal === null) this.#counts.rowsAppended += append.rows;
      else this.#forget(append.identities);
      append.resolve(refusal === null ? durable : this.#refuse(refusal));
    }
  }
}
