import type { Frame } from '../../model/frame.ts';
import { type IncidentTransition, isOpen } from '../../model/incident.ts';
import { usualShare } from './baseline.ts';
import {
  allChannels,
  type Channel,
  type ChannelName,
  channelNamed,
  channels,
  connectionChannel,
  errorsChannel,
  type Subject,
} from './channel.ts';
import { failsUnanswered } from './hang.ts';
import { advance, open, type Situation } from './lifecycle.ts';
import { holdBack, isNetworkBack, localNetworkScope, type Reach, reachOfVendors } from './local-network.ts';
import { findScope, isTriggered, type KnownModel } from './scope.ts';
import { createSeries, forgetEvidence, observe, type SeriesState, seriesId, taintSince } from './series.ts';
import type { IncidentSettings } from './settings.ts';
import type { Tracked } from './tracked.ts';
import { describeChanges, type TrackedIncidents } from './transitions.ts';

/** Everything the detector remembers: plain data, so that it can be kept, compared and replayed. */
export interface DetectorState {
  readonly series: Readonly<Record<string, SeriesState>>;
  /** Open incidents and recently resolved ones, by provider and channel. */
  readonly tracked: TrackedIncidents;
  /** Since when a vendor that only fails to connect has been held back. */
  readonly heldSinceMs: Readonly<Record<string, number>>;
}

export const initialState: DetectorState = { series: {}, tracked: {}, heldSinceMs: {} };

export interface StepResult {
  readonly state: DetectorState;
  readonly transitions: readonly IncidentTransition[];
}

/** A series nobody has called for this long is forgotten, so that a typo in a model name does not stay for ever. */
const idleMsMax = 7 * 24 * 3600 * 1000;

/**
 * One frame of traffic in, the changed incidents out. Pure: no clock, no randomness, no I/O; the same frames give the
 * same transitions on every machine.
 */
export function step(state: DetectorState, frame: Frame, settings: IncidentSettings): StepResult {
  const nowMs = frame.startMs + frame.widthMs;
  const series = observeFrame(state, frame, settings);
  const vendors = groupByProvider(series);
  const reach = reachOfVendors(vendors, nowMs, settings);
  const tracked = new Map(Object.entries(state.tracked));

  const local = localSituation(series, reach, frame, settings);
  moveOn(tracked, 'local', local, local.scope !== null);
  const localIsOpen = isOpenAt(tracked, 'local');

  const moment: Moment = { before: state, series, vendors, tracked, heldSinceMs: {}, frame, settings };
  for (const provider of vendors.keys()) {
    const seen = reach.get(provider);
    const isOurNetwork = localIsOpen && (seen === undefined || seen === 'unreachable');
    if (isOurNetwork) blameOurselves(tracked, series, provider, nowMs);
    for (const channel of channels) {
      if (!(isOurNetwork && isAboutAnswering(channel))) stepVendor(provider, channel, moment);
    }
  }
  conclude(state, series, tracked, nowMs, settings);
  const after = {
    series: Object.fromEntries(series),
    tracked: Object.fromEntries(tracked),
    heldSinceMs: moment.heldSinceMs,
  };
  return { state: after, transitions: describeChanges(state.tracked, after.tracked, nowMs) };
}

/** One frame while it is worked through; `tracked` and `heldSinceMs` are what comes of it. */
interface Moment {
  readonly before: DetectorState;
  readonly series: Map<string, SeriesState>;
  readonly vendors: ReadonlyMap<string, readonly SeriesState[]>;
  readonly tracked: Map<string, Tracked>;
  readonly heldSinceMs: Record<string, number>;
  readonly frame: Frame;
  readonly settings: IncidentSettings;
}

function stepVendor(provider: string, channel: Channel, moment: Moment): void {
  const { before, vendors, tracked, heldSinceMs, settings } = moment;
  const key = incidentKey(provider, channel.subject);
  const known = tracked.get(key);
  // Late answers have two channels: whichever found the incident leads it to its end.
  if (known && isOpen(known) && known.channel !== channel.name) return;
  const own = vendors.get(provider) ?? [];
  if (isToldAlready(provider, channel, own, moment)) {
    for (const each of own) moment.series.set(seriesId(each), forgetEvidence(each, channel.name));
    return;
  }
  const failing = known && isOpen(known) ? own.filter((each) => !hasRecovered(known, each)) : own;
  const triggered = isTriggered(failing, channel, settings);
  // Most of the time there is nothing to explain, and explaining is what costs.
  if (!triggered && !isOpenAt(tracked, key)) return;
  const situation = vendorSituation(provider, channel, own, triggered, moment);
  const held = triggered ? heldBack(situation, provider, vendors, before.heldSinceMs[provider]) : null;
  if (held !== null) heldSinceMs[provider] = held;
  moveOn(tracked, key, situation, triggered && held === null);
}

function hasRecovered({ tallies }: Tracked, { model }: SeriesState): boolean {
  return (tallies[model]?.recoveredMs ?? null) !== null;
}

/**
 * Late answers are no news while the vendor fails altogether, and timeouts are none while it is known to hang: one
 * fault, one incident.
 */
function isToldAlready(
  provider: string,
  channel: Channel,
  own: readonly SeriesState[],
  { tracked, frame, settings }: Moment,
): boolean {
  if (isOpenAt(tracked, incidentKey(provider, channel.subject))) return false;
  if (channel.subject === 'latency') return isOpenAt(tracked, incidentKey(provider, 'errors'));
  if (channel !== errorsChannel) return false;
  const late = tracked.get(incidentKey(provider, 'latency'));
  if (!late || !isOpen(late) || late.kind !== 'hang') return false;
  const sinceMs = frame.startMs + frame.widthMs - settings.connectivitySeconds * 1000;
  return failsUnanswered(own, sinceMs);
}

/** What one's own broken network explains as well. */
function isAboutAnswering({ subject }: Channel): boolean {
  return subject === 'errors' || subject === 'latency';
}

/** The usual bad share of the `errors` channel of one model; null until something has been learnt. */
export function usualErrorShare(state: DetectorState, provider: string, model: string): number | null {
  const shares = Object.values(state.series)
    .filter((series) => series.provider === provider && series.model === model)
    .map((series) => series.channels.errors.baseline)
    .filter((baseline) => baseline.attempts > 0)
    .map((baseline) => usualShare(baseline, errorsChannel));
  return shares.length === 0 ? null : Math.max(...shares);
}

function observeFrame(
  state: DetectorState,
  frame: Frame,
  settings: IncidentSettings,
): Map<string, SeriesState> {
  const oldestMs = frame.startMs - idleMsMax;
  const series = new Map(Object.entries(state.series).filter(([, each]) => each.lastTrafficMs >= oldestMs));
  const openOnes = Object.values(state.tracked).filter(isOpen);
  for (const counts of frame.series) {
    const id = seriesId(counts);
    const concerned = openOnes.filter((each) => each.provider === null || each.provider === counts.provider);
    const frozen = new Set<ChannelName>(concerned.flatMap((each) => channelsOf(each.channel)));
    series.set(id, observe(series.get(id) ?? createSeries(counts), counts, frame, frozen, settings));
  }
  return series;
}

function vendorSituation(
  provider: string,
  channel: Channel,
  own: readonly SeriesState[],
  isTriggered: boolean,
  { series, tracked, frame, settings }: Moment,
): Situation {
  const others = [...series.values()].filter((each) => each.provider !== provider);
  const known = tracked.get(incidentKey(provider, channel.subject));
  const knownModel = (model: string): KnownModel | undefined =>
    known && isOpen(known) && known.state !== 'suspected' ? known.tallies[model] : undefined;
  const scope = findScope(own, channel, frame.startMs + frame.widthMs, settings, knownModel);
  return {
    channel,
    provider,
    series: own,
    others,
    scope,
    isTriggered,
    isOver: false,
    settings,
    ...timesOf(frame),
  };
}

function heldBack(
  { channel, scope, frameMs, settings }: Situation,
  provider: string,
  vendors: ReadonlyMap<string, readonly SeriesState[]>,
  sinceMs: number | undefined,
): number | null {
  if (!isAboutAnswering(channel) || scope === null) return null;
  return holdBack(provider, vendors, scope, sinceMs, frameMs, settings);
}

function localSituation(
  series: ReadonlyMap<string, SeriesState>,
  reach: Reach,
  frame: Frame,
  settings: IncidentSettings,
): Situation {
  return {
    channel: connectionChannel,
    provider: null,
    series: [...series.values()],
    others: [],
    scope: localNetworkScope(
      [...series.values()],
      reach,
      frame.startMs,
      frame.startMs + frame.widthMs,
      settings,
    ),
    isTriggered: true,
    isOver: isNetworkBack(reach),
    settings,
    ...timesOf(frame),
  };
}

function timesOf(frame: Frame): Pick<Situation, 'frameMs' | 'widthMs'> {
  return { frameMs: frame.startMs, widthMs: frame.widthMs };
}

function moveOn(
  incidents: Map<string, Tracked>,
  key: string,
  situation: Situation,
  triggered: boolean,
): void {
  const tracked = incidents.get(key);
  if (tracked && isOpen(tracked)) {
    incidents.set(key, advance(tracked, situation));
  } else if (triggered && situation.scope && situation.scope.affectedModels.length > 0) {
    incidents.set(key, open(situation, situation.scope, tracked?.state === 'resolved' ? tracked : undefined));
  }
}

/** While our own network is down a vendor that cannot be reached gathers no evidence, and an older suspicion is dropped. */
function blameOurselves(
  incidents: Map<string, Tracked>,
  series: Map<string, SeriesState>,
  provider: string,
  nowMs: number,
): void {
  for (const [id, each] of series) {
    if (each.provider !== provider) continue;
    const forgetful = channels.filter(isAboutAnswering);
    series.set(
      id,
      forgetful.reduce((rest, { name }) => forgetEvidence(rest, name), each),
    );
  }
  for (const subject of ['errors', 'latency'] as const) {
    const key = incidentKey(provider, subject);
    const tracked = incidents.get(key);
    if (tracked?.state === 'suspected')
      incidents.set(key, { ...tracked, state: 'cleared', resolvedMs: nowMs });
  }
}

/** Lets the series forget or distrust what a change makes untrue, and drops incidents nobody will re-open. */
function conclude(
  before: DetectorState,
  series: Map<string, SeriesState>,
  incidents: Map<string, Tracked>,
  nowMs: number,
  settings: IncidentSettings,
): void {
  for (const [key, tracked] of incidents) {
    const previous = before.tracked[key];
    if (previous !== tracked) {
      settle(series, previous, tracked);
      continue;
    }
    const closedMs = isOpen(tracked) ? nowMs : (tracked.resolvedMs ?? nowMs);
    if (nowMs - closedMs > settings.rejoinSeconds * 1000) incidents.delete(key);
  }
}

/** Baselines distrust what turned out to be a fault; a fault that is over leaves no evidence for the next one. */
function settle(series: Map<string, SeriesState>, previous: Tracked | undefined, tracked: Tracked): void {
  const opened = isOpen(tracked) && (!previous || !isOpen(previous));
  if (!opened && isOpen(tracked)) return;
  for (const [id, each] of series) {
    if (tracked.provider !== null && each.provider !== tracked.provider) continue;
    let changed = each;
    for (const name of channelsOf(tracked.channel)) {
      if (opened) changed = taintSince(changed, name, tracked.firstBadMs, true);
      else if (tracked.state === 'cleared') changed = taintSince(changed, name, tracked.firstBadMs, false);
      if (!opened) changed = forgetEvidence(changed, name);
    }
    series.set(id, changed);
  }
}

/** All that an incident found by one channel is about. */
function channelsOf(name: ChannelName): readonly ChannelName[] {
  const { subject } = channelNamed(name);
  return allChannels.filter((channel) => channel.subject === subject).map((channel) => channel.name);
}

function incidentKey(provider: string, subject: Subject): string {
  return JSON.stringify([provider, subject]);
}

function isOpenAt(incidents: ReadonlyMap<string, Tracked>, key: string): boolean {
  const tracked = incidents.get(key);
  return tracked !== undefined && isOpen(tracked);
}

function groupByProvider(
  series: ReadonlyMap<string, SeriesState>,
): ReadonlyMap<string, readonly SeriesState[]> {
  const groups = new Map<string, SeriesState[]>();
  for (const each of series.values()) {
    const group = groups.get(each.provider);
    if (group) group.push(each);
    else groups.set(each.provider, [each]);
  }
  return groups;
}
