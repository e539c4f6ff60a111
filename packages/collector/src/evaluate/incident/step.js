import { isOpen } from '../../model/incident.js';
import { usualShare } from './baseline.js';
import { channels, clientErrorChannel, connectionChannel, errorsChannel } from './channel.js';
import { conclude } from './conclude.js';
import { advance, open } from './lifecycle.js';
import { holdBack, isNetworkBack, localNetworkScope, reachOfVendors } from './local-network.js';
import { channelsOf, incidentKey, localKey, openAt, ownRequestsKey } from './moment.js';
import { findScope, isTriggered } from './scope.js';
import { createSeries, forgetEvidence, level, observe, seriesId } from './series.js';
import { blameOurselves, isAboutAnswering, isToldAlready } from './told-already.js';
import { describeChanges } from './transitions.js';
export const initialState = { series: {}, tracked: {}, heldSinceMs: {} };
/** A series nobody has called for this long is forgotten, so that a typo in a model name does not stay for ever. */
const idleMsMax = 7 * 24 * 3600 * 1000;
/**
 * One frame of traffic in, the changed incidents out. Pure: no clock, no randomness, no I/O; the same frames give the
 * same transitions on every machine.
 */
export function step(state, frame, settings) {
  const nowMs = frame.startMs + frame.widthMs;
  const series = observeFrame(state, frame, settings);
  const vendors = groupByProvider(series);
  const tracked = new Map(Object.entries(state.tracked));
  const moment = { before: state, series, vendors, tracked, heldSinceMs: {}, frame, settings };
  const reach = isReachInDoubt(moment) ? reachOfVendors(vendors, nowMs, settings) : new Map();
  stepLocalNetwork(reach, moment);
  const isOurNetwork = openAt(moment, localKey) !== undefined;
  for (const provider of vendors.keys()) {
    const seen = reach.get(provider);
    const isOurFault = isOurNetwork && (seen === undefined || seen === 'unreachable');
    if (isOurFault) blameOurselves(moment, provider, nowMs);
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
    heldSinceMs: moment.heldSinceMs,
  };
  return { state: after, transitions: describeChanges(state.tracked, after.tracked, nowMs) };
}
function observeFrame(state, frame, settings) {
  const oldestMs = frame.startMs - idleMsMax;
  const series = new Map(Object.entries(state.series).filter(([, each]) => each.lastTrafficMs >= oldestMs));
  const openOnes = Object.values(state.tracked).filter(isOpen);
  const frozenAt = new Map();
  for (const counts of frame.series) {
    const id = seriesId(counts);
    const frozen = frozenAt.get(counts.provider) ?? frozenChannels(openOnes, counts.provider);
    frozenAt.set(counts.provider, frozen);
    series.set(id, observe(series.get(id) ?? createSeries(counts), counts, frame, frozen, settings));
  }
  return series;
}
/** Channels of a vendor that an open incident is about. */
function frozenChannels(openOnes, provider) {
  const concerned = openOnes.filter((each) => each.provider === null || each.provider === provider);
  return new Set(concerned.flatMap((each) => channelsOf(each.channel)));
}
function groupByProvider(series) {
  const groups = new Map();
  for (const each of series.values()) {
    const group = groups.get(each.provider);
    if (group) group.push(each);
    else groups.set(each.provider, [each]);
  }
  return groups;
}
/** Most of the time everybody answers somebody, and nobody has to ask who can be reached. */
function isReachInDoubt(moment) {
  if (openAt(moment, localKey)) return true;
  for (const each of moment.series.values()) if (level(each, 'connection') > 0) return true;
  return false;
}
function stepVendor(provider, channel, moment) {
  const { before, series, vendors, heldSinceMs, settings } = moment;
  const key = incidentKey(provider, channel.subject);
  const known = openAt(moment, key);
  // Late answers have two channels: whichever found the incident leads it to its end.
  if (known && known.channel !== channel.name) return;
  const own = vendors.get(provider) ?? [];
  if (isToldAlready(provider, channel, own, moment)) {
    for (const each of own) series.set(seriesId(each), forgetEvidence(each, channel.name));
    return;
  }
  const triggered = isTriggered(failingOf(own, known), channel, settings);
  // Most of the time there is nothing to explain, and explaining is what costs.
  if (!triggered && !known) return;
  const scope = scopeOf(own, channel, known, moment);
  const others = [...series.values()].filter((each) => each.provider !== provider);
  const held =
    triggered && scope ? heldBack(channel, scope, provider, moment, before.heldSinceMs[provider]) : null;
  if (held !== null) heldSinceMs[provider] = held;
  moveOn(
    key,
    { channel, provider, series: own, others, scope, isTriggered: triggered, isOver: false },
    triggered && held === null,
    moment,
  );
}
/** Requests that are refused wherever they go are ours, whoever refuses them: one incident over all vendors. */
function stepOwnRequests(moment) {
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
function stepLocalNetwork(reach, moment) {
  const { series, frame, settings } = moment;
  const all = [...series.values()];
  const scope = localNetworkScope(all, reach, frame.startMs, frame.startMs + frame.widthMs, settings);
  const situation = { channel: connectionChannel, provider: null, series: all, others: [], scope };
  moveOn(localKey, { ...situation, isTriggered: true, isOver: isNetworkBack(reach) }, scope !== null, moment);
}
function failingOf(series, known) {
  if (!known) return series;
  return series.filter(({ model }) => (known.tallies[model]?.recoveredMs ?? null) === null);
}
function scopeOf(series, channel, known, { frame, settings }) {
  const isTold = known !== undefined && known.state !== 'suspected';
  return findScope(series, channel, frame.startMs + frame.widthMs, settings, (model) =>
    isTold ? known.tallies[model] : undefined,
  );
}
function heldBack(channel, scope, provider, { vendors, frame, settings }, sinceMs) {
  if (!isAboutAnswering(channel)) return null;
  return holdBack(provider, vendors, scope, sinceMs, frame.startMs, settings);
}
function moveOn(key, seen, mayOpen, moment) {
  const { tracked, frame, settings } = moment;
  const situation = { ...seen, frameMs: frame.startMs, widthMs: frame.widthMs, settings };
  const known = tracked.get(key);
  if (known && isOpen(known)) {
    tracked.set(key, advance(known, situation));
  } else if (mayOpen && situation.scope && situation.scope.affectedModels.length > 0) {
    tracked.set(key, open(situation, situation.scope, known?.state === 'resolved' ? known : undefined));
  }
}
/** The usual bad share of the `errors` channel of one model; null until something has been learnt. */
export function usualErrorShare(state, provider, model) {
  const shares = Object.values(state.series)
    .filter((series) => series.provider === provider && series.model === model)
    .map((series) => series.channels.errors.baseline)
    .filter((baseline) => baseline.attempts > 0)
    .map((baseline) => usualShare(baseline, errorsChannel));
  return shares.length === 0 ? null : Math.max(...shares);
}
