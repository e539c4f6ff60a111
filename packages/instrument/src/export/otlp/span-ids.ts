import { randomFillSync } from 'node:crypto';
import { type ProtobufWriter, tag, wireType } from './protobuf-writer.ts';

const traceIdBytes = 16;
const spanIdBytes = 8;
const idsBytes = traceIdBytes + spanIdBytes;

/**
 * A trace id and a span id, as random bytes in a pool that others share. Most are only ever written to the wire; a text
 * is made of those that somebody asks for.
 */
export class SpanIds {
  readonly #pool: Buffer;
  readonly #start: number;

  constructor(pool: Buffer, start: number) {
    this.#pool = pool;
    this.#start = start;
  }

  get traceId(): string {
    return this.#pool.toString('hex', this.#start, this.#start + traceIdBytes);
  }

  get spanId(): string {
    return this.#pool.toString('hex', this.#start + traceIdBytes, this.#start + idsBytes);
  }

  writeTraceId(writer: ProtobufWriter, field: number): void {
    writer.byte(tag(field, wireType.length));
    writer.byte(traceIdBytes);
    writer.part(this.#pool, this.#start, traceIdBytes);
  }

  writeSpanId(writer: ProtobufWriter, field: number): void {
    writer.byte(tag(field, wireType.length));
    writer.byte(spanIdBytes);
    writer.part(this.#pool, this.#start + traceIdBytes, spanIdBytes);
  }
}

const idsInPool = 512;
let pool: Buffer = Buffer.alloc(0);
let used = 0;

/** Asking the system for a few bytes costs as much as asking for thousands. */
export function randomIds(): SpanIds {
  if (used + idsBytes > pool.length) {
    // A new one each time: spans that are open hold on to theirs.
    pool = randomFillSync(Buffer.allocUnsafeSlow(idsInPool * idsBytes));
    used = 0;
  }
  const ids = new SpanIds(pool, used);
  used += idsBytes;
  return ids;
}
