import type { Frame } from '../../model/frame.ts';
import { type IncidentTransition, isOpen } from '../../model/incident.ts';
import { usualShare } from './baseline.ts';
import { keptOf } from './by-name.ts';
import {
  type Channel,
  type ChannelName,
  channels,
  clientErrorChannel,
  connectionChannel,
  errorsChannel,
} from './channel.ts';
import { conclude } from './conclude.ts';
import { advance, open, type Situation } from './lifecycle.ts';
import {
  holdBack,
  isNetworkBack,
  isReachInDoubt,
  localNetworkScope,
  type Reach,
  reachOfVendors,
} from './local-network.ts';
import {
  channelsOf,
  type DetectorState,
  incidentKey,
  localKey,
  type Moment,
  nowOf,
  openAt,
  ownRequestsKey,
} from './moment.ts';
import { findScope, isTriggered, type Scope } from './scope.ts';
import { createSeries, observe, type SeriesState, seriesId } from './series.ts';
import type { IncidentSettings } from './settings.ts';
import { blameOurselves, dropSuspicion, isAboutAnswering, isToldAlready, setAside } from './told-already.ts';
import type { Tracked } from './tracked.ts';
import { describeChanges } from './transitions.ts';

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
  const series = observeFrame(state, frame, settings);
  const vendors = groupByProvider(series);
  const tracked = new Map(Object.entries(state.tracked));
  const moment: Moment = { before: state, series, vendors, tracked, heldSinceMs: new Map(), frame, settings };
  const nowMs = nowOf(moment);

  const reach =
    openAt(moment, localKey) || isReachInDoubt(vendors)
      ? reachOfVendors(vendors, nowMs, settings)
      : new Map();
  stepLocalNetwork(reach, moment);
  const isOurNetwork = openAt(moment, localKey) !== undefined;
  for (const provider of vendors.keys()) {
    const seen = reach.get(provider);
    const isOurFault = isOurNetwork && (seen === undefined || seen === 'unreachable');
    if (isOurFault) blameOurselves(moment, provider);
    for (const channel of channels) {
      if (channel !== clientErrorChannel && !(isOurFault && isAboutAnswering(channel)))
        stepVendor(provider, channel, moment);
    }
  }
  stepOwnRequests(moment);
  conclude(moment, nowMs);
  const after = {
    series: Object.fromEntries(series),
    tracked: Object.fromEntries(tracked),
    heldSinceMs: Object.fromEntries(moment.heldSinceMs),
  };
  return { state: after, transitions: describeChanges(state.tracked, after.tracked, nowMs) };
}

function observeFrame(
  state: DetectorState,
  frame: Frame,
  settings: IncidentSettings,
): Map<string, SeriesState> {
  const oldestMs = frame.startMs - idleMsMax;
  const series = new Map(Object.entries(state.series).filter(([, each]) => each.lastTrafficMs >= oldestMs));
  const openOnes = Object.values(state.tracked).filter(isOpen);
  const frozenAt = new Map<string, ReadonlySet<ChannelName>>();
  for (const counts of frame.series) {
    const id = seriesId(counts);
    const frozen = frozenAt.get(counts.provider) ?? frozenChannels(openOnes, counts.provider);
    frozenAt.set(counts.provider, frozen);
    series.set(id, observe(series.get(id) ?? createSeries(counts), counts, frame, frozen, settings));
  }
  return series;
}

/** Channels of a vendor that an open incident is about. */
function frozenChannels(openOnes: readonly Tracked[], provider: string): ReadonlySet<ChannelName> {
  const concerned = openOnes.filter((each) => each.provider === null || each.provider === provider);
  return new Set(concerned.flatMap((each) => channelsOf(each.channel)));
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

function stepVendor(provider: string, channel: Channel, moment: Moment): void {
  const { before, series, vendors, heldSinceMs, settings } = moment;
  const key = incidentKey(provider, channel.subject);
  const known = openAt(moment, key);
  // Late answers have two channels: whichever found the incident leads it to its end.
  if (known && known.channel !== channel.name) return;
  const own = vendors.get(provider) ?? [];
  if (isToldAlready(provider, channel, own, moment)) {
    setAside(moment, provider, [channel]);
    dropSuspicion(moment, key);
    return;
  }
  const triggered = isTriggered(failingOf(own, known), channel, settings);
  // Most of the time there is nothing to explain, and explaining is what costs.
  if (!triggered && !known) return;
  const scope = scopeOf(own, channel, known, moment);
  const others = [...series.values()].filter((each) => each.provider !== provider);
  const mayOpen = triggered && !known && scope !== null;
  const held = mayOpen
    ? heldBack(channel, scope, provider, moment, keptOf(before.heldSinceMs, provider))
    : null;
  if (held !== null) heldSinceMs.set(provider, held);
  moveOn(
    key,
    { channel, provider, series: own, others, scope, isTriggered: triggered, isOver: false },
    mayOpen && held === null,
    moment,
  );
}

/** Requests that are refused wherever they go are ours, whoever refuses them: one incident over all vendors. */
function stepOwnRequests(moment: Moment): void {
  const channel = clientErrorChannel;
  const all = [...moment.series.values()];
  const known = openAt(moment, ownRequestsKey);
  const triggered = isTriggered(failingOf(all, known), channel, moment.settings);
  if (!triggered && !known) return;
  const scope = scopeOf(all, channel, known, moment);
  const refusing = new Set([...(known?.providers ?? []), ...(scope?.providers ?? [])]);
  const [only = null] = refusing;
  const provider = refusing.size === 1 ? only : null;
  const others = all.filter((each) => !refusing.has(each.provider));
  moveOn(
    ownRequestsKey,
    { channel, provider, series: all, others, scope, isTriggered: triggered, isOver: false },
    triggered,
    moment,
  );
}

function stepLocalNetwork(reach: Reach, moment: Moment): void {
  const { series, frame, settings } = moment;
  const all = [...series.values()];
  const scope = localNetworkScope(all, reach, frame.startMs, nowOf(moment), settings);
  const situation = { channel: connectionChannel, provider: null, series: all, others: [], scope };
  moveOn(localKey, { ...situation, isTriggered: true, isOver: isNetworkBack(reach) }, scope !== null, moment);
}

function failingOf(series: readonly SeriesState[], known: Tracked | undefined): readonly SeriesState[] {
  if (!known) return series;
  return series.filter(({ model }) => (keptOf(known.tallies, model)?.recoveredMs ?? null) === null);
}

function scopeOf(
  series: readonly SeriesState[],
  channel: Channel,
  known: Tracked | undefined,
  moment: Moment,
): Scope | null {
  const isTold = known !== undefined && known.state !== 'suspected';
  return findScope(series, channel, nowOf(moment), moment.settings, (model) =>
    isTold ? keptOf(known.tallies, model) : undefined,
  );
}

function heldBack(
  channel: Channel,
  scope: Scope,
  provider: string,
  { vendors, frame, settings }: Moment,
  sinceMs: number | undefined,
): number | null {
  if (!isAboutAnswering(channel)) return null;
  return holdBack(provider, vendors, scope, sinceMs, frame.startMs, settings);
}

function moveOn(
  key: string,
  seen: Omit<Situation, 'frameMs' | 'widthMs' | 'settings'>,
  mayOpen: boolean,
  moment: Moment,
): void {
  const { tracked, frame, settings } = moment;
  const situation: Situation = { ...seen, frameMs: frame.startMs, widthMs: frame.widthMs, settings };
  const known = tracked.get(key);
  if (known && isOpen(known)) {
    tracked.set(key, advance(known, situation));
  } else if (mayOpen && situation.scope && situation.scope.affectedModels.length > 0) {
    tracked.set(key, open(situation, situation.scope, known?.state === 'resolved' ? known : undefined));
  }
}

/** The usual bad share of the `errors` channel of one model; null until something has been learnt. */
export function usualErrorShares(state: DetectorState): (provider: string, model: string) => number | null {
  const shares = new Map<string, number>();
  const nameOf = (provider: string, model: string): string => JSON.stringify([provider, model]);
  for (const { provider, model, channels } of Object.values(state.series)) {
    const { baseline } = channels.errors;
    if (baseline.attempts <= 0) continue;
    const name = nameOf(provider, model);
    shares.set(name, Math.max(shares.get(name) ?? 0, usualShare(baseline, errorsChannel)));
  }
  return (provider, model) => shares.get(nameOf(provider, model)) ?? null;
}
