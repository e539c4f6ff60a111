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
  let young = createGeneration(identitiesMax);
  let old = createGeneration(identitiesMax);
  return {
    add(identity) {
      const hash = hashOf(identity);
      if (young.has(hash)) return false;
      const isNew = !old.has(hash);
      // One that is still being sent again stays young.
      if (young.isFull()) {
        [young, old] = [old, young];
        young.clear();
      }
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
  add(hash: Hash): void;
  remove(hash: Hash): void;
  clear(): void;
}

/** A hash table with open addressing, at most half full. */
function createGeneration(max: number): Generation {
  const slots = 2 ** Math.ceil(Math.log2(2 * max + 2));
  /** Two words a slot. A high word of 0 is no hash: the slot is empty, or was emptied, and what lies behind it is found still. */
  const words = new Uint32Array(2 * slots);
  let used = 0;

  function slotOf({ high, low }: Hash): number {
    let slot = low & (slots - 1);
    while (!isEmpty(slot)) {
      if (words[2 * slot] === high && words[2 * slot + 1] === low) return slot;
      slot = (slot + 1) & (slots - 1);
    }
    return -1 - slot;
  }

  function isEmpty(slot: number): boolean {
    return words[2 * slot] === 0 && words[2 * slot + 1] !== emptied;
  }

  return {
    isFull: () => used >= max,
    has: (hash) => slotOf(hash) >= 0,
    add(hash) {
      const found = slotOf(hash);
      if (found >= 0) return;
      const slot = -1 - found;
      words[2 * slot] = hash.high;
      words[2 * slot + 1] = hash.low;
      used++;
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

/** Two lanes of multiply and mix, and MurmurHash3's finaliser over each, so that every letter matters to every bit. */
function hashOf(text: string): Hash {
  let high = 0x9e3779b9;
  let low = 0x7f4a7c15;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 0x85ebca6b);
    low = Math.imul(low ^ code, 0xc2b2ae35) ^ (high >>> 13);
  }
  const first = mixed(high ^ (low >>> 16));
  return { high: first || 1, low: mixed(low ^ first) };
}

function mixed(word: number): number {
  let bits = word;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
