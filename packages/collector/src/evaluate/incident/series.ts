import type { Frame, SeriesFrame, SeriesKey } from '../../model/frame.ts';
import { referenceShare, usualShare } from './baseline.ts';
import { allChannels, type Channel, type ChannelName } from './channel.ts';
import {
  type ChannelStates,
  freshChannels,
  learnForgotten,
  observeChannels,
  standsOut,
} from './channel-state.ts';
import { isNone, levelOf, noEvidence, onsetOf } from './evidence.ts';
import {
  hasLongPrompts,
  learnLatency,
  learnMeasure,
  timeAnswers,
  type UsualLatency,
  unknownLatency,
} from './latency.ts';
import { remember } from './memory.ts';
import { overdueIn } from './overdue.ts';
import { bitOf, type Sample, sampleOf } from './sample.ts';
import type { IncidentSettings } from './settings.ts';

export interface SeriesState extends SeriesKey {
  readonly samples: readonly Sample[];
  readonly services: readonly string[];
  readonly firstTrafficMs: number;
  readonly lastTrafficMs: number;
  readonly usualLatency: UsualLatency;
  readonly usualDuration: UsualLatency;
  /** Calls in flight that were overdue at the end of the last frame. */
  readonly waiting: number;
  readonly channels: ChannelStates;
}

/** Services named in the evidence; beyond this many the list ends. */
const servicesMax = 50;
export function seriesId(key: SeriesKey): string {
  // Names come from senders and may hold anything: their lengths keep two series apart whatever they are called.
  const { provider, model, region, credential } = key;
  return `${provider.length},${model.length},${region.length}|${provider}${model}${region}${credential}`;
}

export function createSeries({ provider, model, region, credential }: SeriesKey): SeriesState {
  return {
    provider,
    model,
    region,
    credential,
    samples: [],
    services: [],
    firstTrafficMs: 0,
    lastTrafficMs: 0,
    usualLatency: unknownLatency,
    usualDuration: unknownLatency,
    waiting: 0,
    channels: freshChannels,
  };
}

const lateChannels = allChannels.filter(({ subject }) => subject === 'latency');

/** `frozen` channels are in an open incident: they gather evidence but learn nothing. */
export function observe(
  before: SeriesState,
  counts: SeriesFrame,
  { startMs, widthMs }: Frame,
  frozen: ReadonlySet<ChannelName>,
  settings: IncidentSettings,
): SeriesState {
  const isBack = startMs - before.lastTrafficMs > settings.memorySeconds * 1000;
  const series = isBack ? forgetAllEvidence(before) : before;
  const { usualLatency, usualDuration } = series;
  const firstTrafficMs = series.firstTrafficMs === 0 ? startMs : series.firstTrafficMs;
  const isEarly = startMs - firstTrafficMs < settings.graceSeconds * 1000;
  const seen = overdueIn(usualDuration, series.waiting, counts);
  const overdue = isNoWonder(usualLatency, counts) ? { ...seen, fresh: 0, pending: 0 } : seen;
  const sample = sampleOf(
    counts,
    startMs,
    widthMs,
    timeAnswers(usualLatency, counts),
    overdue,
    bitsOf(frozen),
  );
  const channels = observeChannels(series.channels, sample, isEarly, settings);
  const { samples, forgotten } = remember(series.samples, sample, settings);
  // An app that has just started waits for its first connections, not for the vendor.
  const isUsual =
    !isEarly &&
    lateChannels.every(
      (channel) => !frozen.has(channel.name) && !standsOut(channel, channels[channel.name], settings),
    );
  return {
    provider: series.provider,
    model: series.model,
    region: series.region,
    credential: series.credential,
    samples,
    services: mergeServices(series.services, counts.services),
    firstTrafficMs,
    lastTrafficMs: startMs,
    usualLatency: isUsual ? learnLatency(usualLatency, counts, startMs, settings) : usualLatency,
    usualDuration: isUsual ? learnMeasure(usualDuration, counts, startMs, settings) : usualDuration,
    waiting: overdue.waiting,
    channels: learnForgotten(channels, forgotten, settings),
  };
}

/** Longer prompts take longer to answer; that nothing is answered has another reason. */
function isNoWonder(usual: UsualLatency, counts: SeriesFrame): boolean {
  return hasLongPrompts(usual, counts) && 2 * (counts.outcomes.ok ?? 0) > (counts.started ?? 0);
}

function bitsOf(names: ReadonlySet<ChannelName>): number {
  let bits = 0;
  for (const name of names) bits |= bitOf(name);
  return bits;
}

function mergeServices(known: readonly string[], seen: readonly string[]): readonly string[] {
  const fresh = seen.filter((service) => !known.includes(service));
  return fresh.length === 0 ? known : [...known, ...fresh].sort().slice(0, servicesMax);
}

/** Strongest evidence of a channel, nats. */
export function level(series: SeriesState, channel: ChannelName): number {
  return levelOf(series.channels[channel].evidence);
}

/** When the change of a channel began; null without evidence. */
export function onset(series: SeriesState, channel: ChannelName): number | null {
  return onsetOf(series.channels[channel].evidence);
}

export function referenceOf(series: SeriesState, channel: Channel, isCautious = false): number {
  return referenceShare(series.channels[channel.name].baseline, channel, isCautious);
}

/** Not what would be news, but what is most likely if nothing is wrong: halfway between, on a log scale. */
export function expectedOf(series: SeriesState, channel: Channel): number {
  const { baseline } = series.channels[channel.name];
  return Math.sqrt(usualShare(baseline, channel) * referenceShare(baseline, channel));
}

/** After an incident is over: what spoke for it must not open the next one. */
export function forgetEvidence(series: SeriesState, channel: ChannelName): SeriesState {
  const state = series.channels[channel];
  if (isNone(state.evidence)) return series;
  return {
    ...series,
    channels: { ...series.channels, [channel]: { ...state, evidence: noEvidence } },
  };
}

function forgetAllEvidence(series: SeriesState): SeriesState {
  return allChannels.reduce((rest, { name }) => forgetEvidence(rest, name), series);
}

/**
 * An incident turned out to have begun at `sinceMs`: what a channel has counted since then is not usual. Or it turned out
 * to have been none, and is.
 */
export function taintSince(
  series: SeriesState,
  channel: ChannelName,
  sinceMs: number,
  isIncident: boolean,
): SeriesState {
  const bit = bitOf(channel);
  const { samples } = series;
  const first = samples.findLastIndex(({ startMs, widthMs }) => startMs + widthMs <= sinceMs) + 1;
  if (first === samples.length) return series;
  const told = samples.slice(first).map((sample) => ({
    ...sample,
    tainted: isIncident ? sample.tainted | bit : sample.tainted & ~bit,
  }));
  return { ...series, samples: [...samples.slice(0, first), ...told] };
}
