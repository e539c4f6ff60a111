/** Enough for Anthropic's `message_start`, which opens the stream. */
const headBytesMax = 8 * 1024;
/** Holds the last events of every protocol but the longest; those are read from their remaining end. */
export const tailBytesMax: number = 32 * 1024;
const keptBytesMax = headBytesMax + tailBytesMax;
/** Room for a second tail: so the kept bytes move once for every tail that passes, not with every chunk. */
const capacityMax = keptBytesMax + tailBytesMax;
/** Longer than any marker, so that one split over two chunks is found in the joint. */
const jointBytesMax = 64;

const released: Buffer = Buffer.alloc(0);

/** Both ends of a stream as far as it has passed. */
export interface StreamBytes {
  /** All of the stream when nothing was let go. */
  readonly head: Buffer;
  /** Undefined when nothing was let go. Begins anywhere, in the middle of an event more often than not. */
  readonly tail: Buffer | undefined;
}

export interface KeptBytes {
  /** Takes at most {@link tailBytesMax} bytes. */
  keep(bytes: Uint8Array): void;
  /**
   * What was taken last, as Latin-1 text, with the end of what came before: a marker is found however the network cut it.
   */
  latest(): string;
  read(): StreamBytes;
  /** Nothing more will be kept or read. */
  release(): void;
}

/** Buffers of streams that are over. The system takes longer to give new memory than all of a stream takes to keep. */
const spare = new Map<number, Buffer[]>();
const spareOfEachSizeMax = 16;

/** Powers of two, and the largest there is: few sizes, so that what one stream gives back fits the next. */
function sizeFor(byteLength: number): number {
  let size = headBytesMax;
  while (size < byteLength) size *= 2;
  return Math.min(size, capacityMax);
}

function takeBuffer(byteLength: number): Buffer {
  return spare.get(byteLength)?.pop() ?? Buffer.allocUnsafeSlow(byteLength);
}

function giveBack(buffer: Buffer): void {
  const same = spare.get(buffer.length) ?? [];
  spare.set(buffer.length, same);
  if (same.length < spareOfEachSizeMax) same.push(buffer);
}

/**
 * Keeps the first and the last bytes of a stream in one buffer; what lies between is let go as it passes. Copies, because
 * a chunk is the app's: it may be changed, or transferred away, once the app has it. One buffer, because an object for
 * each chunk costs ten times the copy. Which bytes are kept does not depend on how they were cut.
 */
export function createKeptBytes(): KeptBytes {
  let buffer = takeBuffer(headBytesMax);
  let keptBytes = 0;
  let latestBytes = 0;
  let isCut = false;

  const makeRoom = (byteLength: number): void => {
    if (keptBytes + byteLength > capacityMax) {
      buffer.copyWithin(headBytesMax, keptBytes - tailBytesMax, keptBytes);
      keptBytes = keptBytesMax;
      isCut = true;
    }
    if (keptBytes + byteLength <= buffer.length) return;
    const larger = takeBuffer(sizeFor(keptBytes + byteLength));
    buffer.copy(larger, 0, 0, keptBytes);
    giveBack(buffer);
    buffer = larger;
  };

  return {
    keep(bytes) {
      makeRoom(bytes.length);
      buffer.set(bytes, keptBytes);
      keptBytes += bytes.length;
      latestBytes = bytes.length;
    },
    latest: () => buffer.toString('latin1', Math.max(0, keptBytes - latestBytes - jointBytesMax), keptBytes),
    read() {
      if (!isCut && keptBytes <= keptBytesMax)
        return { head: buffer.subarray(0, keptBytes), tail: undefined };
      return {
        head: buffer.subarray(0, headBytesMax),
        tail: buffer.subarray(keptBytes - tailBytesMax, keptBytes),
      };
    },
    release() {
      giveBack(buffer);
      buffer = released;
      keptBytes = 0;
      latestBytes = 0;
    },
  };
}
