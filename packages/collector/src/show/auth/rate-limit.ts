import { LRUCache } from 'lru-cache';

export interface RateLimitOptions {
  /** Requests at once. */
  readonly burst: number;
  readonly perSecond: number;
  /** Callers that are remembered; beyond that the one that was quiet longest begins anew. */
  readonly callersMax: number;
}

export interface RateLimit {
  /** 0: go ahead. Otherwise milliseconds until it is worth trying again. */
  take(caller: string, nowMs: number): number;
}

/** A bucket for each caller, as the moment at which it has run empty (GCRA): a number to remember, and no fractions. */
export function createRateLimit({ burst, perSecond, callersMax }: RateLimitOptions): RateLimit {
  const everyMs = 1000 / perSecond;
  const empties = new LRUCache<string, number>({ max: callersMax });
  return {
    take(caller, nowMs) {
      // A clock that was set back makes nobody wait for longer than a full bucket takes.
      const emptyMs = Math.min(Math.max(empties.get(caller) ?? nowMs, nowMs), nowMs + burst * everyMs);
      const waitMs = emptyMs - nowMs - (burst - 1) * everyMs;
      empties.set(caller, waitMs > 0 ? emptyMs : emptyMs + everyMs);
      return Math.max(0, Math.ceil(waitMs));
    },
  };
}
