import type { Random } from '../../support/seeded-random.ts';

/** What else a field of a message may be said to be: lengths and numbers beyond all that there is. */
const hugeVarints: readonly [Buffer, ...Buffer[]] = [
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0x07]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0x0f]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]),
  Buffer.alloc(24, 0xff),
  Buffer.from([0x80, 0x80, 0x80, 0x80, 0x00]),
];

type Mutation = (bytes: Buffer, random: Random) => Buffer;

function splice(bytes: Buffer, at: number, removed: number, added: Uint8Array): Buffer {
  return Buffer.concat([bytes.subarray(0, at), added, bytes.subarray(at + removed)]);
}

const flipBit: Mutation = (bytes, random) => {
  const flipped = Buffer.from(bytes);
  const at = random.below(bytes.length);
  flipped[at] = (flipped[at] ?? 0) ^ (1 << random.below(8));
  return flipped;
};

const mutations: readonly [Mutation, ...Mutation[]] = [
  flipBit,
  (bytes, random) => bytes.subarray(0, random.below(bytes.length)),
  (bytes, random) => {
    const random8 = Buffer.from(Array.from({ length: 1 + random.below(8) }, () => random.below(256)));
    return splice(bytes, random.below(bytes.length), random.below(2) * random8.length, random8);
  },
  (bytes, random) => splice(bytes, random.below(bytes.length), 1, random.oneOf(hugeVarints)),
  (bytes, random) => {
    const from = random.below(bytes.length);
    const piece = bytes.subarray(from, from + 1 + random.below(200));
    return splice(bytes, random.below(bytes.length), 0, piece);
  },
  (bytes, random) => splice(bytes, random.below(bytes.length), 1 + random.below(64), Buffer.alloc(0)),
];

/** A few of its bytes are others than they were, more, or gone. */
export function mutated(bytes: Buffer, random: Random): Buffer {
  let result = bytes;
  for (let left = 1 + random.below(4); left > 0 && result.length > 0; left -= 1)
    result = random.oneOf(mutations)(result, random);
  return result;
}
