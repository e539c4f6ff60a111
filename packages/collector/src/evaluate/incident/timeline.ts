import { type Outcome, outcomes } from '@faultline/conventions';
import type { Frame } from '../../model/frame.ts';
import { type Incident, type IncidentState, type IncidentTransition, isOpen } from '../../model/incident.ts';
import { explain } from './explain.ts';
import type { IncidentSettings } from './settings.ts';
import { type DetectorState, initialState, step } from './step.ts';
import type { Tracked } from './tracked.ts';
import { describeChanges } from './transitions.ts';

/**
 * The detector over frames that may still change: exporters batch, so attempts of a frame keep arriving for a while.
 * The last frames are kept with the state before each of them; when one turns out different, the story is told again
 * from there, and what has been announced stays announced.
 */
export interface Timeline {
  readonly state: DetectorState;
  readonly recent: readonly Checkpoint[];
}

interface Checkpoint {
  readonly startMs: number;
  readonly digest: string;
  readonly before: DetectorState;
}

export const emptyTimeline: Timeline = { state: initialState, recent: [] };

export interface TimelineResult {
  readonly timeline: Timeline;
  readonly transitions: readonly IncidentTransition[];
  /** Frames stepped again because late attempts had changed them. */
  readonly revisedFrames: number;
}

/**
 * `frames` are contiguous, oldest first: those of the last `reviseMs`, revised or not, and the new ones.
 */
export function advanceTimeline(
  timeline: Timeline,
  frames: readonly Frame[],
  reviseMs: number,
  settings: IncidentSettings,
): TimelineResult {
  const digests = frames.map(digest);
  const known = new Map(timeline.recent.map((checkpoint) => [checkpoint.startMs, checkpoint]));
  const lastKnownMs = timeline.recent.at(-1)?.startMs ?? Number.NEGATIVE_INFINITY;
  const isRevised = (frame: Frame, index: number): boolean => {
    const checkpoint = known.get(frame.startMs);
    return checkpoint !== undefined && checkpoint.digest !== digests[index];
  };
  const firstRevised = frames.findIndex(isRevised);
  const restart = firstRevised === -1 ? undefined : frames[firstRevised];

  const revisedFrames = restart ? frames.filter((each) => isBetween(each, restart.startMs, lastKnownMs)) : [];
  let { state, recent } = timeline;
  const transitions: IncidentTransition[] = [];
  if (restart) {
    const from = known.get(restart.startMs) as Checkpoint;
    const told = replay(from.before, revisedFrames, recent, settings);
    const kept = keepAnnounced(timeline.state, told.state);
    transitions.push(...describeChanges(timeline.state.tracked, kept.tracked, lastKnownMs + widthOf(frames)));
    state = kept;
    recent = told.recent;
  }
  const news = frames.filter((frame) => frame.startMs > lastKnownMs);
  for (const frame of news) {
    recent = [...recent, { startMs: frame.startMs, digest: digest(frame), before: state }];
    const result = step(state, frame, settings);
    state = result.state;
    transitions.push(...result.transitions);
  }
  const oldestMs = (frames.at(-1)?.startMs ?? 0) - reviseMs;
  return {
    timeline: { state, recent: recent.filter((checkpoint) => checkpoint.startMs >= oldestMs) },
    transitions,
    revisedFrames: revisedFrames.length,
  };
}

function isBetween(frame: Frame, firstMs: number, lastMs: number): boolean {
  return frame.startMs >= firstMs && frame.startMs <= lastMs;
}

function widthOf(frames: readonly Frame[]): number {
  return frames[0]?.widthMs ?? 0;
}

function replay(
  from: DetectorState,
  frames: readonly Frame[],
  recent: readonly Checkpoint[],
  settings: IncidentSettings,
): { readonly state: DetectorState; readonly recent: readonly Checkpoint[] } {
  const firstMs = frames[0]?.startMs ?? Number.POSITIVE_INFINITY;
  const checkpoints = recent.filter((checkpoint) => checkpoint.startMs < firstMs);
  let state = from;
  for (const frame of frames) {
    checkpoints.push({ startMs: frame.startMs, digest: digest(frame), before: state });
    state = step(state, frame, settings).state;
  }
  return { state, recent: checkpoints };
}

function digest(frame: Frame): string {
  const counts = (by: Readonly<Partial<Record<Outcome, number>>>): readonly number[] =>
    outcomes.map((outcome) => by[outcome] ?? 0);
  return JSON.stringify(
    frame.series.map(({ provider, model, region, credential, ...series }) => [
      provider,
      model,
      region,
      credential,
      counts(series.outcomes),
      counts(series.repeats),
    ]),
  );
}

const progress: Readonly<Record<IncidentState, number>> = {
  suspected: 0,
  confirmed: 1,
  recovering: 2,
  resolved: 3,
  cleared: 3,
};

/** People have seen the announced incidents: the retold story keeps their ids, times and confirmations. */
function keepAnnounced(announced: DetectorState, told: DetectorState): DetectorState {
  const tracked: Record<string, Tracked> = { ...told.tracked };
  for (const [key, old] of Object.entries(announced.tracked)) {
    const retold = tracked[key];
    const isSame = retold !== undefined && retold.suspectedMs <= (old.resolvedMs ?? Number.POSITIVE_INFINITY);
    if (isSame) tracked[key] = mergeIdentity(old, retold);
    else if (isOpen(old) || retold === undefined) tracked[key] = old;
  }
  return { ...told, tracked };
}

function mergeIdentity(old: Tracked, retold: Tracked): Tracked {
  const further = isOpen(retold) && isOpen(old) && progress[old.state] > progress[retold.state];
  return {
    ...retold,
    id: old.id,
    state: further ? old.state : retold.state,
    suspectedMs: Math.min(old.suspectedMs, retold.suspectedMs),
    confirmedMs: old.confirmedMs ?? retold.confirmedMs,
  };
}

/** An incident that an earlier process announced, and that is found again: it keeps its id and its beginning. */
export function adopt(state: DetectorState, announced: readonly Incident[]): DetectorState {
  const tracked = Object.entries(state.tracked).map(([key, found]): [string, Tracked] => {
    const known = announced.find(
      (each) => isOpen(found) && each.provider === found.provider && each.channel === found.channel,
    );
    if (!known) return [key, found];
    return [
      key,
      {
        ...found,
        id: known.id,
        firstBadMs: Math.min(known.firstBadMs, found.firstBadMs),
        suspectedMs: Math.min(known.suspectedMs, found.suspectedMs),
        confirmedMs: known.confirmedMs ?? found.confirmedMs,
        state: known.confirmedMs !== null && found.state === 'suspected' ? 'confirmed' : found.state,
      },
    ];
  });
  return { ...state, tracked: Object.fromEntries(tracked) };
}

/** Incidents that were open when the last process ended and are not found any more: over, at the latest now. */
export function closeUnfound(
  state: DetectorState,
  announced: readonly Incident[],
  nowMs: number,
): readonly IncidentTransition[] {
  const found = new Set(Object.values(state.tracked).map(({ id }) => id));
  return announced
    .filter(({ id }) => !found.has(id))
    .map((known): IncidentTransition => {
      const over = known.confirmedMs === null ? 'cleared' : 'resolved';
      const incident: Incident = { ...known, state: over, models: [], resolvedMs: nowMs };
      return { atMs: nowMs, incident, sentence: explain(incident) };
    });
}
