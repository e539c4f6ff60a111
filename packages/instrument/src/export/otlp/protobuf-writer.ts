/** Wire types of protobuf (protobuf.dev, encoding). */
const varint = 0;
const fixed64 = 1;
const lengthDelimited = 2;

const firstCapacity = 8 * 1024;
const twoTo32 = 2 ** 32;

/** Tag and wire type as one byte: all our field numbers are below 16. */
export function tag(field: number, wireType: 'varint' | 'fixed64' | 'length'): number {
  const type = wireType === 'varint' ? varint : wireType === 'fixed64' ? fixed64 : lengthDelimited;
  return (field << 3) | type;
}

export function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) length += 1;
  return length;
}

const slabBytes = 64 * 1024;
let slab = Buffer.allocUnsafeSlow(slabBytes);
let slabUsed = 0;

/**
 * From a slab of our own: memory of its own for each would keep the garbage collector busy, and a slice of Node's pool
 * keeps alive what others put beside it.
 */
function sliceOf(byteLength: number): Buffer {
  if (byteLength > slabBytes) return Buffer.allocUnsafeSlow(byteLength);
  if (slabUsed + byteLength > slabBytes) {
    slab = Buffer.allocUnsafeSlow(slabBytes);
    slabUsed = 0;
  }
  const start = slabUsed;
  slabUsed += byteLength;
  return slab.subarray(start, slabUsed);
}

/** Writes protobuf into one buffer that is used again and again; what is read from it is a copy. */
export class ProtobufWriter {
  #buffer = Buffer.allocUnsafeSlow(firstCapacity);
  #length = 0;

  /** A copy of what was written, and a new beginning. */
  take(): Uint8Array {
    const bytes = sliceOf(this.#length);
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
    let rest = value;
    while (rest >= 128) {
      this.byte((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.byte(rest);
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
    this.#reserve(bytes.length);
    this.#buffer.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** `byteLength` is the text's length in UTF-8. */
  text(text: string, byteLength: number): void {
    this.#reserve(byteLength);
    // The same bytes where there are only ASCII characters, and much cheaper.
    this.#buffer.write(text, this.#length, byteLength === text.length ? 'latin1' : 'utf8');
    this.#length += byteLength;
  }

  hex(text: string): void {
    this.#reserve(text.length / 2);
    this.#length += this.#buffer.write(text, this.#length, 'hex');
  }

  #reserve(byteLength: number): void {
    if (this.#length + byteLength <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#buffer.length * 2, this.#length + byteLength));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
