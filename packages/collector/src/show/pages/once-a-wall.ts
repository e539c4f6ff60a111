/** Answers what was asked since the newest wall from memory: fifty consoles that look at one incident read it once. */
export interface OnceAWall {
  read<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer>;
}

/** Different questions that are remembered at a time; more than people have open at once. */
const keysMax = 200;

export function createOnceAWall(currentVersion: () => number): OnceAWall {
  const known = new Map<string, Promise<unknown>>();
  let version = currentVersion();
  return {
    read<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
      if (version !== currentVersion() || known.size >= keysMax) known.clear();
      version = currentVersion();
      const before = known.get(key);
      if (before) return before as Promise<Answer>;
      const answer = ask();
      known.set(key, answer);
      // A failure is not remembered: the next one may ask a database that is back.
      answer.catch(() => known.delete(key));
      return answer;
    },
  };
}
