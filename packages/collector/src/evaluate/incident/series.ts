import type { Frame, SeriesFrame, SeriesKey } from '../../model/frame.ts';
import { type Baseline, emptyBaseline, learn, referenceShare } from './baseline.ts';
import {
  allChannels,
  badAttempts,
  type Channel,
  type ChannelName,
  isOurs,
  servedAttempts,
  tellingAttempts,
} from './channel.ts';
import { clamp, logLikelihoodRatio } from './likelihood.ts';
import type { IncidentSettings } from './settings.ts';

/** Counts of one frame with traffic. */
export interface Sample {
  readonly startMs: number;
  readonly attempts: number;
  readonly served: number;
  readonly bad: Readonly<Record<ChannelName, number>>;
  readonly outcomes: SeriesFrame['outcomes'];
}

/** Nats that speak for one alternative, 0 when nothing does, and since when they have done so without a break. */
interface Evidence {
  readonly nats: number;
  readonly sinceMs: number | null;
}

/** Sequential evidence (CUSUM) that a channel of a series got worse. */
export interface ChannelState {
  readonly baseline: Baseline;
  /** One statistic per alternative share of the channel, from the mildest to the worst. */
  readonly evidence: readonly Evidence[];
  /** Frames of the excursion that spoke for it: one frame alone never opens an incident. */
  readonly positiveFrames: number;
  /** What the first minute of the series held. */
  readonly early: Counts;
  /** Whether it began like this; null while it begins. */
  readonly chronic: boolean | null;
}

export interface SeriesState extends SeriesKey {
  readonly samples: readonly Sample[];
  readonly services: readonly string[];
  readonly firstTrafficMs: number;
  readonly lastTrafficMs: number;
  readonly channels: Readonly<Record<ChannelName, ChannelState>>;
}

/** Services named in the evidence; beyond this many the list ends. */
const servicesMax = 50;

export function seriesId(key: SeriesKey): string {
  return JSON.stringify([key.provider, key.model, key.region, key.credential]);
}

export function createSeries(key: SeriesKey): SeriesState {
  const fresh: ChannelState = {
    baseline: emptyBaseline,
    evidence: [],
    positiveFrames: 0,
    early: { attempts: 0, bad: 0 },
    chronic: null,
  };
  const states = Object.fromEntries(allChannels.map((channel) => [channel.name, fresh]));
  return {
    provider: key.provider,
    model: key.model,
    region: key.region,
    credential: key.credential,
    samples: [],
    services: [],
    firstTrafficMs: 0,
    lastTrafficMs: 0,
    channels: states as Record<ChannelName, ChannelState>,
  };
}

/** `frozen` channels are in an open incident: they gather evidence but learn nothing. */
export function observe(
  series: SeriesState,
  counts: SeriesFrame,
  frame: Frame,
  frozen: ReadonlySet<ChannelName>,
  settings: IncidentSettings,
): SeriesState {
  const sample = sampleOf(counts, frame.startMs);
  const firstTrafficMs = series.firstTrafficMs === 0 ? frame.startMs : series.firstTrafficMs;
  const isEarly = frame.startMs - firstTrafficMs < settings.graceSeconds * 1000;
  const states: Partial<Record<ChannelName, ChannelState>> = {};
  for (const channel of allChannels) {
    const state = series.channels[channel.name];
    states[channel.name] = observeChannel(
      channel,
      state,
      sample,
      isEarly,
      frozen.has(channel.name),
      settings,
    );
  }
  const oldestMs = frame.startMs - settings.lookbackSeconds * 1000;
  return {
    ...series,
    samples: [...series.samples.filter((kept) => kept.startMs >= oldestMs), sample],
    services: mergeServices(series.services, counts.services),
    firstTrafficMs,
    lastTrafficMs: frame.startMs,
    channels: states as Record<ChannelName, ChannelState>,
  };
}

function sampleOf(counts: SeriesFrame, startMs: number): Sample {
  const bad = Object.fromEntries(allChannels.map((channel) => [channel.name, badAttempts(channel, counts)]));
  return {
    startMs,
    attempts: tellingAttempts(counts),
    served: servedAttempts(counts),
    bad: bad as Record<ChannelName, number>,
    outcomes: counts.outcomes,
  };
}

function observeChannel(
  channel: Channel,
  state: ChannelState,
  sample: Sample,
  isEarly: boolean,
  frozen: boolean,
  settings: IncidentSettings,
): ChannelState {
  const h = settings.evidenceNats;
  const bad = sample.bad[channel.name];
  const usual = referenceShare(state.baseline, channel);
  let spokeForIt = false;
  const evidence = channel.alternatives(usual).map((share, index) => {
    const alternative = clamp(share, usual * 1.2, 0.97);
    const nats = logLikelihoodRatio(bad, sample.attempts, alternative, usual);
    if (nats > 0) spokeForIt = true;
    const before = state.evidence[index];
    // The clip keeps one single frame, however large, from opening or closing anything.
    const now = clamp((before?.nats ?? 0) + clamp(nats, -0.35 * h, 0.5 * h), 0, 2 * h);
    return { nats: now, sinceMs: now > 0 ? (before?.sinceMs ?? sample.startMs) : null };
  });
  const inExcursion = evidence.some((each) => each.nats > 0);
  const early = isEarly ? sumCounts([state.early, { attempts: sample.attempts, bad }]) : state.early;
  const chronic = isEarly ? null : isChronic(state, channel, usual, inExcursion);
  const tainted = frozen || (!mayBeUsual(channel, chronic) && evidence.some((each) => each.nats > 0.4 * h));
  return {
    baseline: learn(
      state.baseline,
      { startMs: sample.startMs, bad, attempts: sample.attempts, tainted },
      settings,
    ),
    evidence,
    positiveFrames: inExcursion ? state.positiveFrames + (spokeForIt ? 1 : 0) : 0,
    early,
    chronic,
  };
}

/** Decided once, from how the series began; over when the usual share has been learnt and nothing stands out any more. */
function isChronic(state: ChannelState, channel: Channel, usual: number, inExcursion: boolean): boolean {
  if (state.chronic !== null) return state.chronic && inExcursion;
  const [mildest = 0.1] = channel.alternatives(usual);
  return (
    logLikelihoodRatio(state.early.bad, state.early.attempts, clamp(mildest, usual * 1.2, 0.97), usual) > 0
  );
}

/**
 * A limit that a series has run into since its first attempt is how it is used, not an incident. Only our own doing is
 * excused so: a vendor that has failed since the first call fails.
 */
export function mayBeUsual(channel: Channel, chronic: boolean | null): boolean {
  return isOurs(channel) && chronic !== false;
}

function mergeServices(known: readonly string[], seen: readonly string[]): readonly string[] {
  const fresh = seen.filter((service) => !known.includes(service));
  return fresh.length === 0 ? known : [...known, ...fresh].sort().slice(0, servicesMax);
}

/** Strongest evidence of a channel, nats. */
export function level(series: SeriesState, channel: ChannelName): number {
  return Math.max(0, ...series.channels[channel].evidence.map((each) => each.nats));
}

/**
 * When the change began; null without evidence. A mild alternative collects background noise before the real onset, so
 * the worst one with at least half the evidence tells.
 */
export function onset(series: SeriesState, channel: ChannelName): number | null {
  const most = level(series, channel);
  if (most === 0) return null;
  return series.channels[channel].evidence.findLast((each) => each.nats >= 0.5 * most)?.sinceMs ?? null;
}

/** After an incident is over: what spoke for it must not open the next one. */
export function forgetEvidence(series: SeriesState, channel: ChannelName): SeriesState {
  const state: ChannelState = { ...series.channels[channel], evidence: [], positiveFrames: 0 };
  return { ...series, channels: { ...series.channels, [channel]: state } };
}

export interface Counts {
  readonly attempts: number;
  readonly bad: number;
}

/** Attempts and failures of frames that started in `[sinceMs, untilMs)`. */
export function countBetween(
  series: SeriesState,
  channel: ChannelName,
  sinceMs: number,
  untilMs: number = Number.POSITIVE_INFINITY,
): Counts {
  let attempts = 0;
  let bad = 0;
  for (const sample of series.samples) {
    if (sample.startMs < sinceMs || sample.startMs >= untilMs) continue;
    attempts += sample.attempts;
    bad += sample.bad[channel];
  }
  return { attempts, bad };
}

export function sumCounts(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (total, each) => ({ attempts: total.attempts + each.attempts, bad: total.bad + each.bad }),
    { attempts: 0, bad: 0 },
  );
}

export function share(counts: Counts): number {
  return counts.attempts === 0 ? 0 : counts.bad / counts.attempts;
}
