import { randomBytes } from 'node:crypto';

/** The rows seen lately, by identity: a sender that got no answer sends the same spans again. */
export interface Identities {
  /** False when it was there already. */
  add(identity: string): boolean;
  remove(identity: string): void;
}

/**
 * Remembers at least the newest `identitiesMax`. Not the texts, but 64 bits made of each: a million texts would be most of
 * the heap, which every collection of garbage walks through. Among a million, a new one is taken for another once in
 * 2^64 / 10^6, which is 18 million million rows.
 */
export function createIdentities(identitiesMax: number): Identities {
  const hashOf = createHash();
  let young = createGeneration(identitiesMax);
  let old = createGeneration(identitiesMax);
  return {
    add(identity) {
      const hash = hashOf(identity);
      if (young.has(hash)) return false;
      const isNew = !old.has(hash);
      if (young.isFull()) {
        [young, old] = [old, young];
        young.clear();
      }
      // Again, if the old ones hold it: what is still being sent stays young.
      young.add(hash);
      return isNew;
    },
    remove(identity) {
      const hash = hashOf(identity);
      young.remove(hash);
      old.remove(hash);
    },
  };
}

interface Hash {
  readonly high: number;
  readonly low: number;
}

interface Generation {
  isFull(): boolean;
  has(hash: Hash): boolean;
  /** Of one that it has not. */
  add(hash: Hash): void;
  remove(hash: Hash): void;
  clear(): void;
}

/** A hash table with open addressing, at most half full. */
function createGeneration(max: number): Generation {
  const slots = 2 ** Math.ceil(Math.log2(2 * max + 2));
  const mask = slots - 1;
  /** Two words a slot. A high word of 0 is no hash: the slot is empty, or was emptied, and what lies behind it is found still. */
  const words = new Uint32Array(2 * slots);
  let used = 0;

  /** Where it is, or -1. */
  function slotOf({ high, low }: Hash): number {
    for (let slot = low & mask; !isNeverUsed(slot); slot = (slot + 1) & mask) {
      if (words[2 * slot] === high && words[2 * slot + 1] === low) return slot;
    }
    return -1;
  }

  function isNeverUsed(slot: number): boolean {
    return words[2 * slot] === 0 && words[2 * slot + 1] !== emptied;
  }

  return {
    isFull: () => used >= max,
    has: (hash) => slotOf(hash) >= 0,
    add({ high, low }) {
      let slot = low & mask;
      while (words[2 * slot] !== 0) slot = (slot + 1) & mask;
      // One that was emptied has its place in the count already.
      if (isNeverUsed(slot)) used++;
      words[2 * slot] = high;
      words[2 * slot + 1] = low;
    },
    remove(hash) {
      const slot = slotOf(hash);
      if (slot < 0) return;
      words[2 * slot] = 0;
      words[2 * slot + 1] = emptied;
    },
    clear() {
      words.fill(0);
      used = 0;
    },
  };
}

const emptied = 1;

/**
 * Two lanes of multiply and mix, and MurmurHash3's finaliser over each, so that every letter matters to every bit. From a
 * secret start: ids are the sender's, and nobody shall choose them so that they fall into one place.
 */
function createHash(): (text: string) => Hash {
  const seed = randomBytes(8);
  const [highSeed, lowSeed] = [seed.readInt32LE(0), seed.readInt32LE(4)];
  return (text) => {
    let high = highSeed;
    let low = lowSeed;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      high = Math.imul(high ^ code, 0x85ebca6b);
      low = Math.imul(low ^ code, 0xc2b2ae35) ^ (high >>> 13);
    }
    const first = mixed(high ^ (low >>> 16));
    return { high: first || 1, low: mixed(low ^ first) };
  };
}

function mixed(word: number): number {
  let bits = word;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
