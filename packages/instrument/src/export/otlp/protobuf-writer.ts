/** Wire types of protobuf (protobuf.dev, encoding). */
export const wireType = { varint: 0, fixed64: 1, length: 2 } as const;

const firstCapacity = 8 * 1024;
const twoTo32 = 2 ** 32;
/** A varint of 2^53, and a negative int64. */
const varintBytesMax = 10;

/** Tag and wire type as one byte: all our field numbers are below 16. */
export function tag(field: number, type: number): number {
  return (field << 3) | type;
}

export function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) length += 1;
  return length;
}

/** Up to here a loop beats a call into the engine. */
const shortMax = 64;

/** Bytes of a text in UTF-8. */
export function textLength(text: string): number {
  if (text.length > shortMax) return Buffer.byteLength(text);
  for (let at = 0; at < text.length; at += 1) if (text.charCodeAt(at) > 127) return Buffer.byteLength(text);
  return text.length;
}

/** Writes protobuf into one buffer that is used again and again; what is taken from it is a copy. */
export class ProtobufWriter {
  #buffer = Buffer.allocUnsafeSlow(firstCapacity);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  clear(): void {
    this.#length = 0;
  }

  /** A copy of what was written, and a new beginning. */
  take(): Uint8Array {
    const bytes = Buffer.allocUnsafeSlow(this.#length);
    this.#buffer.copy(bytes, 0, 0, this.#length);
    this.#length = 0;
    return bytes;
  }

  byte(value: number): void {
    this.#reserve(1);
    this.#buffer[this.#length] = value;
    this.#length += 1;
  }

  /** Up to 2^53, not negative. */
  varint(value: number): void {
    if (value < 128) {
      this.byte(value);
      return;
    }
    this.#reserve(varintBytesMax);
    let rest = value;
    while (rest >= 128) {
      this.#buffer[this.#length] = (rest % 128) + 128;
      this.#length += 1;
      rest = Math.floor(rest / 128);
    }
    this.#buffer[this.#length] = rest;
    this.#length += 1;
  }

  /** Any int64, in the ten bytes that a negative one takes. */
  varint64(value: bigint): void {
    let rest = BigInt.asUintN(64, value);
    while (rest >= 128n) {
      this.byte(Number(rest & 127n) + 128);
      rest >>= 7n;
    }
    this.byte(Number(rest));
  }

  /** A double, little endian. */
  double(value: number): void {
    this.#reserve(8);
    this.#length = this.#buffer.writeDoubleLE(value, this.#length);
  }

  /** An unsigned integer as fixed64; above 2^53 it is as exact as the number is. */
  fixed64(value: number): void {
    this.#reserve(8);
    const high = Math.floor(value / twoTo32);
    this.#length = this.#buffer.writeUInt32LE(value - high * twoTo32, this.#length);
    this.#length = this.#buffer.writeUInt32LE(high, this.#length);
  }

  bytes(bytes: Uint8Array): void {
    this.part(bytes, 0, bytes.length);
  }

  part(source: Uint8Array, start: number, byteLength: number): void {
    this.#reserve(byteLength);
    const buffer = this.#buffer;
    const from = this.#length;
    if (byteLength > shortMax)
      buffer.set(byteLength === source.length ? source : source.subarray(start, start + byteLength), from);
    else for (let at = 0; at < byteLength; at += 1) buffer[from + at] = source[start + at] as number;
    this.#length += byteLength;
  }

  /** What another writer holds. */
  contentOf(other: ProtobufWriter): void {
    this.#reserve(other.#length);
    other.#buffer.copy(this.#buffer, this.#length, 0, other.#length);
    this.#length += other.#length;
  }

  /** `byteLength` is {@link textLength} of the text. */
  text(text: string, byteLength: number): void {
    this.#reserve(byteLength);
    if (byteLength !== text.length) this.#buffer.write(text, this.#length, 'utf8');
    else if (byteLength > shortMax) this.#buffer.write(text, this.#length, 'latin1');
    else this.#shortAscii(text);
    this.#length += byteLength;
  }

  hex(text: string): void {
    this.#reserve(text.length / 2);
    this.#length += this.#buffer.write(text, this.#length, 'hex');
  }

  #shortAscii(text: string): void {
    const buffer = this.#buffer;
    const start = this.#length;
    for (let at = 0; at < text.length; at += 1) buffer[start + at] = text.charCodeAt(at);
  }

  #reserve(byteLength: number): void {
    if (this.#length + byteLength <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#length + byteLength));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
