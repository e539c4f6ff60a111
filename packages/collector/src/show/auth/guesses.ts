import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';

export interface GuessesOptions {
  /** Wrong tokens before one has to wait: people paste the wrong one. */
  readonly free: number;
  /** Doubled with each further one. */
  readonly firstWaitMs: number;
  readonly waitMsMax: number;
  /** Without another wrong token, all is forgotten after this time. */
  readonly forgetAfterMs: number;
  readonly callersMax: number;
}

export interface Guesses {
  /** 0: a token may be tried. Otherwise milliseconds until one may, and none is looked at before. */
  waitMs(caller: string, nowMs: number): number;
  /** Tells whether it was a new one: a program that is configured wrongly says the same again and again and guesses nothing. */
  failed(caller: string, token: string, nowMs: number): boolean;
}

export const defaultGuesses: GuessesOptions = {
  free: 5,
  firstWaitMs: 1_000,
  waitMsMax: 300_000,
  forgetAfterMs: 1_800_000,
  callersMax: 10_000,
};

interface Tally {
  readonly count: number;
  readonly atMs: number;
  readonly tokens: readonly string[];
}

/** Wrong tokens of one caller that are known again. */
const tokensMax = 16;

/**
 * Wrong tokens, by caller. A right one takes nothing back: whoever holds a token that may look could otherwise guess those
 * that may operate, a right one after every few wrong ones.
 */
export function createGuesses(options: GuessesOptions = defaultGuesses): Guesses {
  const { free, firstWaitMs, waitMsMax, forgetAfterMs } = options;
  const tallies = new LRUCache<string, Tally>({ max: options.callersMax });
  const tallyOf = (caller: string, nowMs: number): Tally => {
    const tally = tallies.get(caller);
    return tally && nowMs - tally.atMs < forgetAfterMs ? tally : { count: 0, atMs: nowMs, tokens: [] };
  };
  return {
    waitMs(caller, nowMs) {
      const { count, atMs } = tallyOf(caller, nowMs);
      if (count <= free) return 0;
      const waitMs = Math.min(waitMsMax, firstWaitMs * 2 ** (count - free - 1));
      return Math.max(0, Math.min(waitMs, atMs + waitMs - nowMs));
    },
    failed(caller, token, nowMs) {
      const { count, tokens, atMs } = tallyOf(caller, nowMs);
      const digest = createHash('sha256').update(token).digest('base64url');
      if (tokens.includes(digest)) {
        tallies.set(caller, { count, atMs, tokens });
        return false;
      }
      tallies.set(caller, { count: count + 1, atMs: nowMs, tokens: [...tokens, digest].slice(-tokensMax) });
      return true;
    },
  };
}
