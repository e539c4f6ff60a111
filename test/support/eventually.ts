import { setTimeout as sleep } from 'node:timers/promises';

export interface EventuallyOptions {
  /** Generous on purpose: a slow machine is not a failing test. */
  readonly withinMs?: number;
  readonly everyMs?: number;
}

/**
 * Asks again and again until the answer is truthy, and returns it. A probe that throws has no answer yet; what it threw
 * last is the cause of the failure.
 */
export async function eventually<T>(
  what: string,
  probe: () => T | Promise<T>,
  { withinMs = 180_000, everyMs = 50 }: EventuallyOptions = {},
): Promise<Exclude<T, false | null | undefined | 0 | ''>> {
  const giveUpMs = Date.now() + withinMs;
  for (;;) {
    let problem: unknown;
    try {
      const answer = await probe();
      if (answer) return answer as Exclude<T, false | null | undefined | 0 | ''>;
    } catch (error) {
      problem = error;
    }
    if (Date.now() > giveUpMs)
      throw new Error(`Not within ${withinMs / 1000} s: ${what}`, { cause: problem });
    await sleep(everyMs);
  }
}
