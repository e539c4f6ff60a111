import { isInTrouble } from './state.ts';
import { adviceOf, type HealthAdvice, type HealthVerdict, keyOf, unknown } from './verdict.ts';

/** Verdicts, and when each changed. */
export interface VerdictHistory {
  /** The newest version. */
  version(): number;
  /** What is said now, of everything there is something to say of; returned with the version since which it is said. */
  take(advice: readonly HealthAdvice[], nowMs: number): readonly HealthVerdict[];
  /** Of what changed after a version that which changed first; null when nothing did. */
  nextAfter(version: number): HealthVerdict | null;
  /** Whether everything that changed since a version is still known. */
  knows(version: number): boolean;
}

interface Told {
  readonly verdict: HealthVerdict;
  readonly advice: string;
  readonly toldMs: number;
  /** Nobody calls it any more; kept for a while for those who resume. */
  readonly isGone: boolean;
}

/** Who was away for longer gets everything. */
const goneKeptMs = 600_000;

/** Versions grow with time, over restarts too. Of each subject the newest verdict is kept, however many it had. */
export function createVerdictHistory(startMs: number): VerdictHistory {
  /** In the order of their versions. */
  const told = new Map<string, Told>();
  let version = startMs;
  /** Everything that changed after it is in `told`. */
  let horizon = version;

  function tell(advice: HealthAdvice, nowMs: number, isGone: boolean): HealthVerdict {
    version = Math.max(version + 1, nowMs);
    const verdict = { ...advice, version };
    const key = keyOf(advice);
    told.delete(key);
    told.set(key, { verdict, advice: adviceOf(advice), toldMs: nowMs, isGone });
    return verdict;
  }

  function takeOne(advice: HealthAdvice, nowMs: number): HealthVerdict {
    const key = keyOf(advice);
    const before = told.get(key);
    if (!before || before.isGone || before.advice !== adviceOf(advice) || mustBeRenewed(before, nowMs))
      return tell(advice, nowMs, false);
    // Only its numbers and words are new, which are no reason to wake anybody up.
    const verdict = { ...advice, version: before.verdict.version };
    told.set(key, { ...before, verdict });
    return verdict;
  }

  function forget(known: ReadonlySet<string>, nowMs: number): void {
    for (const [key, { verdict, isGone, toldMs }] of [...told]) {
      if (known.has(key)) continue;
      const { windowSeconds, region } = verdict;
      if (!isGone) tell(unknown(verdict, 'Nobody calls it any more.', windowSeconds, region), nowMs, true);
      else if (nowMs - toldMs > goneKeptMs) {
        told.delete(key);
        horizon = Math.max(horizon, verdict.version);
      }
    }
  }

  return {
    version: () => version,
    take: (advice, nowMs) => {
      const verdicts = advice.map((each) => takeOne(each, nowMs));
      forget(new Set(advice.map(keyOf)), nowMs);
      return verdicts;
    },
    nextAfter: (seen) => {
      for (const { verdict } of told.values()) if (verdict.version > seen) return verdict;
      return null;
    },
    knows: (seen) => seen >= horizon && seen <= version,
  };
}

/**
 * Half of a life after it was told what is in trouble is told again, with its newest numbers: a suspicion must not run out
 * on a stream that has nothing else to say. Calm is renewed by the pings of the stream.
 */
function mustBeRenewed({ verdict, toldMs }: Told, nowMs: number): boolean {
  return isInTrouble(verdict.state) && nowMs - toldMs >= (verdict.ttlSeconds * 1000) / 2;
}
