import type { Slo, SloStatus } from '../model/slo.ts';
import type { EvaluationSource, TierStateStore } from '../store/store.ts';
import { thresholdsOf } from './slo/call-series.ts';
import { type Correction, excludedIn } from './slo/corrections.ts';
import { evaluateSlos, type SloMemory, windowsNeeded } from './slo/evaluate.ts';
import {
  firstDaysAsked,
  type LearnedThresholds,
  measuresToLearn,
  nothingLearned,
  thresholdsFrom,
} from './slo/learned-threshold.ts';
import { changedStates, statesFrom } from './slo/tier-states.ts';

export interface ServiceLevelsOptions {
  readonly source: EvaluationSource & TierStateStore;
  readonly slos: readonly Slo[];
  /** Time that does not count. */
  readonly corrections: readonly Correction[];
  readonly onError: (error: unknown) => void;
}

const everyMs = 60_000;
/** Evaluated this far behind the clock, so that late calls of the last minute are in. */
const lagMs = 30_000;
/** After a longer silence the counters of events leave out what came before. */
const freshMsMax = 3_600_000;
const dayMs = 86_400_000;
/** What is usual is learned from days that ended this long ago: their last calls are in. */
const settledMs = 3_600_000;

/**
 * Service levels change slowly: evaluated once a minute, all replicas at the same one. Where alerts stand is kept in the
 * store, so that a restart ends none and begins none again. Trouble with them must not hold up an incident.
 */
export function createServiceLevels(
  options: ServiceLevelsOptions,
): (nowMs: number) => Promise<readonly SloStatus[]> {
  const { source, slos, corrections, onError } = options;
  let statuses: readonly SloStatus[] = [];
  let memory: SloMemory | undefined;
  let doneUntilMs = 0;
  let observedSinceMs: number | null = null;
  const learning = createLearning(options);

  async function evaluate(atMs: number): Promise<void> {
    observedSinceMs ??= await source.observedSinceMs();
    memory ??= { states: statesFrom(await source.tierStates()), events: new Map() };
    const observedSeconds = (atMs - (observedSinceMs ?? atMs)) / 1000;
    const freshSeconds = clamp(atMs - doneUntilMs, everyMs, freshMsMax) / 1000;
    const windows = windowsNeeded(slos, atMs, freshSeconds);
    const sinceMs = atMs - (windows.at(-1) ?? 0) * 1000;
    const excluded = excludedIn(corrections, { sinceMs, untilMs: atMs });
    const learned = await learning(atMs);
    const counts = await source.windowCounts(atMs, windows, excluded, thresholdsOf(slos, learned));
    const moment = { atMs, observedSeconds, freshSeconds, before: memory, learned };
    const evaluation = evaluateSlos(slos, counts, moment);
    const changed = changedStates(memory.states, evaluation.memory.states);
    statuses = evaluation.statuses;
    memory = evaluation.memory;
    doneUntilMs = atMs;
    // After the rest: an alert that cannot be written down must still go out.
    if (changed.length > 0) await source.saveTierStates(changed, atMs);
  }

  return async (nowMs) => {
    const untilMs = Math.floor((nowMs - lagMs) / everyMs) * everyMs;
    if (untilMs === doneUntilMs) return statuses;
    await evaluate(untilMs).catch(onError);
    return statuses;
  };
}

/** Read anew once a day. What cannot be read keeps nobody from being evaluated by what was. */
function createLearning({
  source,
  slos,
  onError,
}: ServiceLevelsOptions): (atMs: number) => Promise<LearnedThresholds> {
  const measures = measuresToLearn(slos);
  let learned = nothingLearned;
  let learnedUntilMs: number | undefined;

  async function learn(untilMs: number): Promise<void> {
    const read = measures.map(async (measure) => {
      const models = await source.firstDays({ measure, untilMs, ...firstDaysAsked });
      return [measure, thresholdsFrom(models)] as const;
    });
    learned = new Map(await Promise.all(read));
    learnedUntilMs = untilMs;
  }

  return async (atMs) => {
    const untilMs = Math.floor((atMs - settledMs) / dayMs) * dayMs;
    if (untilMs !== learnedUntilMs) await learn(untilMs).catch(onError);
    return learned;
  };
}

function clamp(ms: number, leastMs: number, mostMs: number): number {
  return Math.min(Math.max(ms, leastMs), mostMs);
}
