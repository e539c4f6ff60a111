import type { ExplainedIncident, IncidentTransition } from '../model/incident.ts';
import type { Slo, SloStatus } from '../model/slo.ts';
import type { EvaluationSource } from '../store/store.ts';
import type { IncidentSettings } from './incident/settings.ts';
import { currentIncidents, type DetectorState, describeChanges, step } from './incident/step.ts';
import { advanceTimeline, emptyTimeline, type Timeline, type TimelineResult } from './incident/timeline.ts';
import { evaluateSlos, windowsNeeded } from './slo/evaluate.ts';

/** What one tick found out. */
export interface Evaluation {
  readonly atMs: number;
  /** End of the newest frame seen. */
  readonly dataUntilMs: number;
  readonly transitions: readonly IncidentTransition[];
  /** Open ones and those that ended a moment ago. */
  readonly incidents: readonly ExplainedIncident[];
  readonly slos: readonly SloStatus[];
  readonly detector: DetectorState;
  readonly revisedFrames: number;
}

export interface LoopOptions {
  readonly source: EvaluationSource;
  readonly slos: readonly Slo[];
  readonly incident: IncidentSettings;
  readonly frameMs: number;
  readonly now: () => number;
  /** Called once per tick; a tick waits for it, so that nothing is notified or shown out of order. */
  readonly onEvaluation: (evaluation: Evaluation) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export interface Loop {
  /** One evaluation, for tests and for the timer. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

/** A frame is looked at this long after its end, and looked at again while its last attempts trickle in. */
const settleMs = 1000;
const reviseMs = 60_000;
/** Telemetry younger than this is replayed at start, so that an incident survives a restart. */
const replayMs = 2 * 3600 * 1000;
const sloEveryMs = 60_000;
/** A service level is evaluated this far behind the clock, so that late calls of the last minute are in. */
const sloLagMs = 30_000;

/** Evaluates every frame width, and service levels every minute, until stopped. Ticks never overlap. */
export function startLoop(options: LoopOptions): Loop {
  const evaluator = createEvaluator(options);
  let running: Promise<void> | undefined;
  const tick = (): Promise<void> => {
    running ??= evaluator().finally(() => {
      running = undefined;
    });
    return running;
  };
  const timer = setInterval(() => void tick(), options.frameMs);
  return {
    tick,
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}

function createEvaluator(options: LoopOptions): () => Promise<void> {
  const { source, frameMs, now, incident } = options;
  const alignDown = (atMs: number, widthMs: number): number => Math.floor(atMs / widthMs) * widthMs;
  let timeline: Timeline | undefined;
  let steppedUntilMs = Number.POSITIVE_INFINITY;
  let slos: readonly SloStatus[] = [];
  let sloUntilMs = 0;
  let observedSinceMs: number | null = null;

  /** What happened before this process started; open incidents are told again, under the ids they had. */
  async function replayHistory(untilMs: number): Promise<TimelineResult> {
    const frames = await source.frames({ sinceMs: untilMs - replayMs, untilMs }, frameMs);
    const state = frames.reduce((before, frame) => step(before, frame, incident).state, emptyTimeline.state);
    const transitions = describeChanges({}, state.tracked, untilMs);
    return { timeline: { state, recent: [] }, transitions, revisedFrames: 0 };
  }

  async function evaluateIncidents(untilMs: number): Promise<TimelineResult> {
    // After a long pause (engine down, laptop asleep) the frames in between are still to be told.
    const sinceMs = Math.min(untilMs - reviseMs, steppedUntilMs);
    const history =
      timeline && sinceMs >= untilMs - replayMs
        ? { timeline, transitions: [], revisedFrames: 0 }
        : await replayHistory(untilMs - reviseMs);
    const frames = await source.frames({ sinceMs: Math.max(sinceMs, untilMs - replayMs), untilMs }, frameMs);
    const result = advanceTimeline(history.timeline, frames, reviseMs, incident);
    timeline = result.timeline;
    steppedUntilMs = untilMs;
    return { ...result, transitions: [...history.transitions, ...result.transitions] };
  }

  async function evaluateServiceLevels(nowMs: number): Promise<void> {
    const untilMs = alignDown(nowMs - sloLagMs, sloEveryMs);
    if (untilMs === sloUntilMs) return;
    observedSinceMs ??= await source.observedSinceMs();
    const observedSeconds = (untilMs - (observedSinceMs ?? untilMs)) / 1000;
    const counts = await source.windowCounts(untilMs, windowsNeeded(options.slos));
    slos = evaluateSlos(options.slos, counts, observedSeconds);
    sloUntilMs = untilMs;
  }

  async function evaluate(): Promise<void> {
    const nowMs = now();
    const untilMs = alignDown(nowMs - settleMs, frameMs);
    const { timeline: told, transitions, revisedFrames } = await evaluateIncidents(untilMs);
    await evaluateServiceLevels(nowMs);
    await options.onEvaluation({
      atMs: nowMs,
      dataUntilMs: untilMs,
      transitions,
      incidents: currentIncidents(told.state),
      slos,
      detector: told.state,
      revisedFrames,
    });
  }

  return () => evaluate().catch(options.onError);
}
