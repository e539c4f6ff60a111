import { setTimeout as sleep } from 'node:timers/promises';

export interface BackOffOptions {
  readonly firstMs: number;
  readonly lastMs: number;
}

/** Doubling pauses between attempts at something that must work in the end. */
export interface BackOff {
  /** Resolves early, and never rejects, when the signal aborts. */
  pause(signal: AbortSignal, pauseMsMin?: number): Promise<void>;
  reset(): void;
}

export function createBackOff(options: BackOffOptions): BackOff {
  let nextMs = options.firstMs;
  return {
    async pause(signal, pauseMsMin = 0) {
      const pauseMs = Math.max(nextMs, pauseMsMin);
      nextMs = Math.min(nextMs * 2, options.lastMs);
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
    },
    reset() {
      nextMs = options.firstMs;
    },
  };
}
