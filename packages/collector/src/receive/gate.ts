import type { ReceiveLimits } from './limits.ts';

/** One request that was let in. */
export interface Pass {
  /** Reserves memory for what the request brings; false when all requests together would hold too much. */
  hold(bytes: number): boolean;
  /** Gives back the place and the memory. */
  leave(): void;
}

/** Bounds what all requests in flight hold together. */
export interface Gate {
  /** Undefined when the house is full. */
  enter(): Pass | undefined;
}

export function createGate(limits: Pick<ReceiveLimits, 'requestsMax' | 'bufferedBytesMax'>): Gate {
  let requests = 0;
  let bufferedBytes = 0;
  return {
    enter() {
      if (requests >= limits.requestsMax) return undefined;
      requests++;
      let held = 0;
      return {
        hold(bytes) {
          if (bufferedBytes + bytes > limits.bufferedBytesMax) return false;
          bufferedBytes += bytes;
          held += bytes;
          return true;
        },
        leave() {
          requests--;
          bufferedBytes -= held;
          held = 0;
        },
      };
    },
  };
}
