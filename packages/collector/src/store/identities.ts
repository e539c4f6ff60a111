import { LRUCache } from 'lru-cache';

/** The rows seen lately, by identity: a sender that got no answer sends the same spans again. */
export interface Identities {
  /** False when it was there already. */
  add(identity: string): boolean;
  remove(identity: string): void;
  readonly size: number;
}

export function createIdentities(identitiesMax: number): Identities {
  const seen = new LRUCache<string, true>({ max: identitiesMax });
  return {
    add(identity) {
      // `get`, not `has`: a row that is still being re-sent stays young.
      if (seen.get(identity)) return false;
      seen.set(identity, true);
      return true;
    },
    remove(identity) {
      seen.delete(identity);
    },
    get size() {
      return seen.size;
    },
  };
}
