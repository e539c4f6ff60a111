import type { Frame } from '../model/frame.ts';
import { type ExplainedIncident, type IncidentTransition, isOpen } from '../model/incident.ts';
import type { ServiceLevels } from '../model/slo.ts';
import type { AttemptSource, IncidentStore } from '../store/store.ts';
import { createEvidenceSamples } from './evidence-samples.ts';
import type { DetectorState } from './incident/moment.ts';
import type { IncidentSettings } from './incident/settings.ts';
import { initialState, step } from './incident/step.ts';
import {
  adopt,
  advanceTimeline,
  closeUnfound,
  type Timeline,
  type TimelineResult,
} from './incident/timeline.ts';
import { currentIncidents, describeChanges } from './incident/transitions.ts';
import { createServiceLevels, type ServiceLevelsOptions } from './service-levels.ts';

/** What one tick found out. */
export interface Evaluation {
  readonly atMs: number;
  /** End of the newest frame seen. */
  readonly dataUntilMs: number;
  readonly transitions: readonly IncidentTransition[];
  /** Open ones and those that ended a moment ago. */
  readonly incidents: readonly ExplainedIncident[];
  readonly serviceLevels: ServiceLevels;
  readonly detector: DetectorState;
  readonly revisedFrames: number;
}

export interface LoopOptions extends ServiceLevelsOptions {
  readonly source: ServiceLevelsOptions['source'] & Pick<IncidentStore, 'incidents'> & AttemptSource;
  readonly incident: IncidentSettings;
  readonly frameMs: number;
  readonly now: () => number;
  /** Called once per tick; a tick waits for it, so that nothing is notified or shown out of order. */
  readonly onEvaluation: (evaluation: Evaluation) => Promise<void>;
}

export interface Loop {
  /** One evaluation, for tests and for the timer. */
  tick(): Promise<void>;
  stop(): Promise<void>;
}

/** A frame is looked at this long after its end, and looked at again while its last attempts trickle in. */
const settleMs = 1000;
const reviseMs = 60_000;
/** Most of what comes late comes within seconds: the whole of the last minute is looked at again only every so often. */
const glanceMs = 8000;
const reviseEveryMs = 10_000;
/** Telemetry younger than this is replayed at start, so that an incident survives a restart. */
const replayMs = 2 * 3600 * 1000;
/** Two hours of a thousand series do not fit into memory at once. */
const pieceMs = 10 * 60_000;
/** How far back the store is asked for incidents that were open when the last process ended. */
const announcedMs = 7 * 24 * 3600 * 1000;
/** A row is readable a second or two after it came. Later than this something is wrong, and its frame has to wait. */
const behindMsMax = 10_000;
/** A database that never catches up must not blind the detector altogether. */
const patienceMsMax = 5 * 60_000;
/** Nor must a clock that was set right after it had been ahead for long. */
const clockPatienceMsMax = 10 * 60_000;

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
  const { source, frameMs, now } = options;
  const detection = createDetection(options);
  const serviceLevels = createServiceLevels(options);
  const patience = createPatience(source);
  const samples = createEvidenceSamples(source, options.onError);
  /** Kept until there is a whole evaluation to tell them with: a transition happens only once. */
  let untold: readonly IncidentTransition[] = [];

  async function evaluate(): Promise<void> {
    const nowMs = now();
    const untilMs = alignDown(nowMs - settleMs, frameMs);
    patience.check(nowMs);
    const { timeline, transitions, revisedFrames } = await detection(untilMs);
    untold = [...untold, ...transitions];
    const incidents = currentIncidents(timeline.state.tracked);
    await samples.gather(
      untold.map(({ incident }) => incident),
      nowMs,
    );
    const evaluation = {
      atMs: nowMs,
      dataUntilMs: untilMs,
      transitions: untold.map(samples.addTo),
      incidents: incidents.map(samples.addTo),
      serviceLevels: await serviceLevels(nowMs),
      detector: timeline.state,
      revisedFrames,
    };
    // Whatever comes of it: who was told and failed afterwards would tell everybody again with each tick.
    untold = [];
    await options.onEvaluation(evaluation);
  }

  return () => evaluate().catch(options.onError);
}

function alignDown(atMs: number, widthMs: number): number {
  return Math.floor(atMs / widthMs) * widthMs;
}

/**
 * Rows that wait in the spool (engine down, or an earlier process's) would be missing from their frames for good, once
 * these have been stepped and are too old to be revised. So evaluation waits for them, but not for ever.
 */
function createPatience(source: LoopOptions['source']): { check(nowMs: number): void } {
  let behindSinceMs: number | null = null;
  return {
    check: (nowMs) => {
      const waitingMs = nowMs - (source.waitingSinceMs() ?? nowMs);
      if (waitingMs <= behindMsMax) {
        behindSinceMs = null;
        return;
      }
      behindSinceMs ??= nowMs;
      if (nowMs - behindSinceMs > patienceMsMax) return;
      throw new Error('acknowledged rows are still on their way into the database');
    },
  };
}

function createDetection({
  source,
  frameMs,
  incident,
}: LoopOptions): (untilMs: number) => Promise<TimelineResult> {
  let timeline: Timeline | undefined;
  let steppedUntilMs = 0;

  /** What happened before this process started; open incidents are told again, under the ids they had. */
  async function replayHistory(untilMs: number): Promise<TimelineResult> {
    const announced = await source.incidents(untilMs - announcedMs);
    let replayed = initialState;
    for (let sinceMs = untilMs - replayMs; sinceMs < untilMs; sinceMs += pieceMs) {
      const range = { sinceMs, untilMs: Math.min(sinceMs + pieceMs, untilMs) };
      for (const frame of await source.frames(range, frameMs))
        replayed = step(replayed, frame, incident).state;
    }
    const stillOpen = announced.filter(isOpen);
    const over = new Set(announced.filter((each) => !isOpen(each)).map(({ id }) => id));
    const state = adopt(replayed, announced);
    const found = describeChanges({}, state.tracked, untilMs);
    const transitions = [
      // That it is over is no news a second time.
      ...found.filter(({ incident }) => isOpen(incident) || !over.has(incident.id)),
      ...closeUnfound(state, stillOpen, untilMs),
    ];
    return { timeline: { state, recent: [] }, transitions, revisedFrames: 0 };
  }

  return async (untilMs) => {
    // A clock that was set back, or ran ahead for a moment, leaves a timeline that ends in the future.
    const clockWentBack = untilMs + reviseMs < steppedUntilMs;
    if (clockWentBack && steppedUntilMs - untilMs <= clockPatienceMsMax) {
      const ahead = { sinceMs: untilMs + reviseMs, untilMs: steppedUntilMs };
      refuseToRepeat(await source.frames(ahead, frameMs));
    }
    // After a pause (engine down, laptop asleep) the frames in between are still to be told.
    const againMs =
      untilMs % reviseEveryMs < frameMs ? reviseMs : Math.min(reviseMs, Math.max(glanceMs, frameMs));
    const sinceMs = Math.min(untilMs - againMs, steppedUntilMs);
    const isConnected = timeline !== undefined && !clockWentBack && sinceMs >= untilMs - replayMs;
    const history =
      timeline && isConnected
        ? { timeline, transitions: [], revisedFrames: 0 }
        : await replayHistory(untilMs - reviseMs);
    const range = { sinceMs: isConnected ? sinceMs : untilMs - reviseMs, untilMs };
    const result = advanceTimeline(history.timeline, await source.frames(range, frameMs), reviseMs, incident);
    timeline = result.timeline;
    steppedUntilMs = untilMs;
    return { ...result, transitions: [...history.transitions, ...result.transitions] };
  };
}

/**
 * Where calls were seen later than the clock says now, it is the clock that is wrong: those frames have been judged already,
 * and to judge them once more would page for what is over. A clock that was ahead for a moment had nobody there.
 */
function refuseToRepeat(judged: readonly Frame[]): void {
  const last = judged.at(-1);
  const wereCalls = judged.some(({ series }) =>
    series.some(({ outcomes }) => Object.keys(outcomes).length > 0),
  );
  if (!last || !wereCalls) return;
  throw new Error(
    `the clock was set back, and what came until ${new Date(last.startMs + last.widthMs).toISOString()} is judged already: ` +
      'evaluation waits until then; check the clock of this machine',
  );
}
