import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Late by this much in one of a hundred moments, an answer of the fastest model looks late for no fault of its vendor. */
const lateMsMax = 50;

/** Vendors, app, collector and database share one machine: where that is busy with something else, all of them are slow. */
export interface MachineWatch {
  /** A sentence, where the machine itself may be what made answers late. */
  trouble(): string | undefined;
}

export function watchMachine(): MachineWatch {
  const delays = monitorEventLoopDelay({ resolution: 20 });
  delays.enable();
  return { trouble: () => troubleOf(delays.percentile(99) / 1e6) };
}

export function troubleOf(lateMs: number): string | undefined {
  if (lateMs <= lateMsMax) return undefined;
  return (
    `this machine was busy: timers came up to ${Math.round(lateMs)} ms late, and answers with them; ` +
    'play again when it is not'
  );
}
