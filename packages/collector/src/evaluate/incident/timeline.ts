import { type Outcome, outcomes } from '@faultline/conventions';
import type { Frame } from '../../model/frame.ts';
import { type Incident, type IncidentState, type IncidentTransition, isOpen } from '../../model/incident.ts';
import { channelNamed } from './channel.ts';
import { explain } from './explain.ts';
import type { DetectorState } from './moment.ts';
import type { IncidentSettings } from './settings.ts';
import { initialState, step } from './step.ts';
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
  const digested = frames.map((frame): DigestedFrame => ({ frame, digest: digestOf(frame) }));
  const known = new Map(timeline.recent.map((checkpoint) => [checkpoint.startMs, checkpoint]));
  const lastKnownMs = timeline.recent.at(-1)?.startMs ?? Number.NEGATIVE_INFINITY;
  const told = digested.filter(({ frame }) => frame.startMs <= lastKnownMs);
  const news = digested.filter(({ frame }) => frame.startMs > lastKnownMs);
  const firstRevised = told.findIndex(({ frame, digest }) => {
    const checkpoint = known.get(frame.startMs);
    return checkpoint !== undefined && checkpoint.digest !== digest;
  });
  const revised = firstRevised === -1 ? [] : told.slice(firstRevised);
  const restart = known.get(revised[0]?.frame.startMs ?? Number.NaN);

  const past = restart ? retell(timeline, restart, revised, settings) : { timeline, transitions: [] };
  const result = tell(past.timeline, news, settings);
  const oldestMs = (frames.at(-1)?.startMs ?? 0) - reviseMs;
  return {
    timeline: {
      state: result.timeline.state,
      recent: result.timeline.recent.filter((checkpoint) => checkpoint.startMs >= oldestMs),
    },
    transitions: [...past.transitions, ...result.transitions],
    revisedFrames: revised.length,
  };
}

interface DigestedFrame {
  readonly frame: Frame;
  readonly digest: string;
}

type Told = Omit<TimelineResult, 'revisedFrames'>;

/** The frames from a checkpoint on, once more; only what differs from what was announced is news. */
function retell(
  timeline: Timeline,
  restart: Checkpoint,
  frames: readonly DigestedFrame[],
  settings: IncidentSettings,
): Told {
  const before = timeline.recent.filter((checkpoint) => checkpoint.startMs < restart.startMs);
  const again = tell({ state: restart.before, recent: before }, frames, settings).timeline;
  const state = keepAnnounced(timeline.state, again.state);
  const last = frames.at(-1)?.frame;
  const untilMs = last ? last.startMs + last.widthMs : restart.startMs;
  return {
    timeline: { state, recent: again.recent },
    transitions: describeChanges(timeline.state.tracked, state.tracked, untilMs),
  };
}

function tell(timeline: Timeline, frames: readonly DigestedFrame[], settings: IncidentSettings): Told {
  let { state } = timeline;
  const recent = [...timeline.recent];
  const transitions: IncidentTransition[] = [];
  for (const { frame, digest } of frames) {
    recent.push({ startMs: frame.startMs, digest, before: state });
    const result = step(state, frame, settings);
    state = result.state;
    transitions.push(...result.transitions);
  }
  return { timeline: { state, recent }, transitions };
}

function digestOf(frame: Frame): string {
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
      series.started,
      series.inFlight,
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

/** Refused requests are one story, however many vendors refuse them by now. */
function isSameStory(announced: Incident, { provider, channel }: Tracked): boolean {
  const { subject } = channelNamed(channel);
  if (announced.channel !== subject) return false;
  return subject === 'client_error' || announced.provider === provider;
}

/** Whether it is the one that was announced, found again by whoever replays the same frames: all of them were complete only later. */
function isAnnounced(announced: Incident, found: Tracked): boolean {
  if (!isSameStory(announced, found)) return false;
  if (isOpen(announced) && isOpen(found)) return true;
  const endOf = ({ resolvedMs }: { readonly resolvedMs: number | null }): number =>
    resolvedMs ?? Number.POSITIVE_INFINITY;
  return found.firstBadMs <= endOf(announced) && announced.firstBadMs <= endOf(found);
}

/** An incident that an earlier process announced, and that is found again: it keeps its id and its beginning. */
export function adopt(state: DetectorState, announced: readonly Incident[]): DetectorState {
  // Of several the one that is still open.
  const openFirst = [...announced].sort((a, b) => Number(isOpen(b)) - Number(isOpen(a)));
  const tracked = Object.entries(state.tracked).map(([key, found]): [string, Tracked] => {
    const known = openFirst.find((each) => isAnnounced(each, found));
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
