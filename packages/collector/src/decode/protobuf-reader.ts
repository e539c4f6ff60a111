import { DecodeError } from './decode-error.ts';
import type { KeySet } from './key-set.ts';
import { KnownTexts } from './known-texts.ts';
import { viewOf } from './words.ts';

export const wire = { varint: 0, fixed64: 1, bytes: 2, startGroup: 3, endGroup: 4, fixed32: 5 } as const;

/** What stands before a field on the wire: its number and its wire type. */
export function tagOf(field: number, wireType: number): number {
  return (field << 3) | wireType;
}

/** Bounded, and the same for all bodies: what it gives back depends on the bytes alone. */
const knownTexts = new KnownTexts();

/** Groups are the one thing that nests in a skipped field; OTLP has none, so this is only a bound. */
const groupDepthMax = 64;

/**
 * Reads the protobuf wire format from one buffer. Every read is checked against the end of the innermost message, and
 * messages are entered by code that knows its schema, never by recursion on what the sender nested.
 */
export class ProtobufReader {
  readonly bytes: Buffer;
  position = 0;
  readonly #view: DataView;
  #end: number;
  /** Ends and names of the messages around the one being read, as deep as it lies. */
  readonly #outerEnds: number[] = [];
  readonly #messages: string[];
  #depth = 0;

  constructor(body: Uint8Array, message: string) {
    this.bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
    this.#view = viewOf(body);
    this.#end = body.byteLength;
    this.#messages = [message];
  }

  /** Whether the message being read holds another field. */
  hasMore(): boolean {
    return this.position < this.#end;
  }

  /** Reads the length of a message field; {@link hasMore} then speaks about that message until {@link leave}. */
  enter(message: string): void {
    const length = this.#length();
    this.#outerEnds[this.#depth] = this.#end;
    this.#depth++;
    this.#messages[this.#depth] = message;
    this.#end = this.position + length;
  }

  leave(): void {
    this.#depth--;
    this.#end = this.#outerEnds[this.#depth] as number;
  }

  tag(): number {
    const tag = this.uint32();
    if (tag >>> 3 === 0) this.#fail('field number 0');
    return tag;
  }

  /** Passes over a field nobody wants, whatever is in it. */
  skip(tag: number): void {
    let depth = 0;
    for (let current = tag; ; current = this.tag()) {
      const wireType = current & 7;
      if (wireType === wire.startGroup) depth++;
      else if (wireType === wire.endGroup) depth--;
      else this.#skipValue(wireType);
      if (depth < 0) this.#fail('a group ends that never began');
      if (depth > groupDepthMax) this.#fail(`groups nest deeper than ${groupDepthMax}`);
      if (depth === 0) return;
    }
  }

  #skipValue(wireType: number): void {
    if (wireType === wire.varint) this.#skipVarint();
    else if (wireType === wire.bytes) this.#take(this.#length());
    else if (wireType === wire.fixed64) this.#take(8);
    else if (wireType === wire.fixed32) this.#take(4);
    else this.#fail(`wire type ${wireType} does not exist`);
  }

  /** A varint of which only the low 32 bits count: lengths, tags, enums, booleans. */
  uint32(): number {
    let value = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      // Bits beyond 32 are cut off, as protobuf prescribes for a negative enum sent as ten bytes.
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    return this.#fail('a varint is longer than 10 bytes');
  }

  /** Two's complement; beyond 2^53 the nearest double. */
  int64(): number {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const byte = this.#byte();
      const bits = byte & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >>> 4;
      } else high |= bits << (shift - 32);
      if (byte < 0x80) return (high | 0) * 0x1_0000_0000 + (low >>> 0);
    }
    return this.#fail('a varint is longer than 10 bytes');
  }

  fixed64(): bigint {
    return this.#view.getBigUint64(this.#take(8), true);
  }

  double(): number {
    return this.#view.getFloat64(this.#take(8), true);
  }

  /** Invalid UTF-8 becomes U+FFFD: one broken byte in a name is no reason to lose a batch. */
  text(): string {
    const length = this.#length();
    const start = this.#take(length);
    return length === 0 ? '' : knownTexts.read(this.bytes, this.#view, start, start + length);
  }

  /** Lower-case hex of a bytes field. */
  hex(): string {
    const length = this.#length();
    const start = this.#take(length);
    return this.bytes.toString('hex', start, start + length);
  }

  /** A string field compared in place: undefined, without decoding it, when the set does not hold it. */
  keyOf(keys: KeySet): string | undefined {
    const length = this.#length();
    const start = this.#take(length);
    return keys.match(this.#view, start, start + length);
  }

  /** Passes over what is left of the message being read. */
  skipRest(): void {
    this.position = this.#end;
  }

  #length(): number {
    const length = this.uint32();
    const left = this.#end - this.position;
    if (length > left) this.#fail(`length ${length} exceeds the ${left} bytes left`);
    return length;
  }

  #byte(): number {
    if (this.position >= this.#end) this.#fail('ends in the middle of a varint');
    // In range: checked against the end of the message, which lies inside the buffer.
    return this.bytes[this.position++] as number;
  }

  #skipVarint(): void {
    for (let count = 0; count < 10; count++) if (this.#byte() < 0x80) return;
    this.#fail('a varint is longer than 10 bytes');
  }

  /** Passes over `count` bytes, which must be there, and tells where they start. */
  #take(count: number): number {
    const start = this.position;
    const left = this.#end - start;
    if (count > left) this.#fail(`${count} bytes wanted, ${left} left`);
    this.position = start + count;
    return start;
  }

  #fail(what: string): never {
    throw new DecodeError(
      `${this.#messages.slice(0, this.#depth + 1).join('.')}: ${what}, at byte ${this.position}`,
    );
  }
}
