import type { ServiceLevels, Slo } from '../model/slo.ts';
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
  readonly instancesMax: number;
  /** How long calls take to come here; null while nobody knows. */
  readonly ingestDelayMs: () => number | null;
  readonly onError: (error: unknown) => void;
}

const everyMs = 60_000;
/** Evaluated so far behind the clock that late calls of the last minute are in; not for ever, if some come much later. */
const lagMsMin = 30_000;
const lagMsMax = 180_000;
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
): (nowMs: number) => Promise<ServiceLevels> {
  const { source, slos, corrections, instancesMax, onError } = options;
  let levels: ServiceLevels = { statuses: [], omitted: 0, untilMs: null };
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
    const moment = { atMs, observedSeconds, freshSeconds, before: memory, learned, instancesMax };
    const evaluation = evaluateSlos(slos, counts, moment);
    const changed = changedStates(memory.states, evaluation.memory.states);
    levels = { statuses: evaluation.statuses, omitted: evaluation.omitted, untilMs: atMs };
    memory = evaluation.memory;
    doneUntilMs = atMs;
    // After the rest: an alert that cannot be written down must still go out.
    if (changed.length > 0) await source.saveTierStates(changed, atMs);
  }

  return async (nowMs) => {
    const lagMs = clamp(options.ingestDelayMs() ?? 0, lagMsMin, lagMsMax);
    const untilMs = Math.floor((nowMs - lagMs) / everyMs) * everyMs;
    // A lag that grows is no reason to evaluate the same minutes again. A clock that was set back is.
    const isDone = untilMs <= doneUntilMs && doneUntilMs - untilMs <= lagMsMax;
    if (!isDone) await evaluate(untilMs).catch(onError);
    return levels;
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
