import type { Call } from '../model/call.ts';
import type { Intake } from '../store/store.ts';

export interface IngestDelay {
  /** An intake that measures what passes through it. */
  watch(intake: Intake): Intake;
  /** Of the calls of the last five to ten minutes; null while there are too few to tell. */
  p99Ms(): number | null;
}

const turnMs = 5 * 60_000;
const secondsMax = 600;
/** With fewer the one in a hundred is not among them. */
const callsMin = 100;

/** How long after its end a call comes here: exporters batch, queues wait, and what is refused comes again. */
export function createIngestDelay(now: () => number): IngestDelay {
  let sinceMs = now();
  let [before, current] = [emptyCounts(), emptyCounts()];

  /** The counts of two turns are held: the one that runs, and the last one. */
  function turn(nowMs: number): void {
    const turns = Math.floor((nowMs - sinceMs) / turnMs);
    if (turns === 0) return;
    before = turns === 1 ? current : emptyCounts();
    current = emptyCounts();
    sinceMs += turns * turnMs;
  }

  function count(calls: readonly Call[]): void {
    const nowMs = now();
    turn(nowMs);
    for (const { endMs } of calls) {
      const seconds = Math.min(Math.max(Math.ceil((nowMs - endMs) / 1000), 0), secondsMax);
      current[seconds] = (current[seconds] ?? 0) + 1;
    }
  }

  return {
    watch: (intake) => ({
      refusal: () => intake.refusal(),
      append: (rows, onFresh) =>
        intake.append(rows, (fresh) => {
          count(fresh.calls);
          onFresh?.(fresh);
        }),
    }),
    p99Ms: () => {
      turn(now());
      return p99(current.map((calls, seconds) => calls + (before[seconds] ?? 0)));
    },
  };
}

function emptyCounts(): Float64Array {
  return new Float64Array(secondsMax + 1);
}

function p99(callsBySecond: Float64Array): number | null {
  const total = callsBySecond.reduce((sum, calls) => sum + calls, 0);
  if (total < callsMin) return null;
  let later = total;
  const seconds = callsBySecond.findIndex((calls) => {
    later -= calls;
    return later <= total / 100;
  });
  return seconds * 1000;
}
