import type { ReceiveLimits } from './limits.ts';

/** One request that was let in. */
export interface Pass {
  /** Reserves memory for what the request brings; false when all requests together would hold too much. */
  hold(bytes: number): boolean;
  /** Runs work that needs much memory at once, when it is its turn. */
  turn<T>(work: () => Promise<T>): Promise<T>;
  /** Gives back the place and the memory. */
  leave(): void;
}

/** Bounds what all requests in flight hold together. */
export interface Gate {
  /** Undefined when the house is full. */
  enter(): Pass | undefined;
}

export function createGate(
  limits: Pick<ReceiveLimits, 'requestsMax' | 'bufferedBytesMax' | 'inflationsMax'>,
): Gate {
  const takeTurn = createTurns(limits.inflationsMax);
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
        turn: takeTurn,
        leave() {
          requests--;
          bufferedBytes -= held;
          held = 0;
        },
      };
    },
  };
}

/** At most so many at a time; the others wait in the order in which they came. */
function createTurns(max: number): Pass['turn'] {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async (work) => {
    if (running >= max) await new Promise<void>((resume) => waiting.push(resume));
    else running++;
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else running--;
    }
  };
}
