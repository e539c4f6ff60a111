import { emptyBaseline, learn, referenceShare, usualShare } from './baseline.js';
import { allChannels } from './channel.js';
import { gather, isNone, levelOf, mayBeUsual, noEvidence, onsetOf, thresholdOf } from './evidence.js';
import { hasLongPrompts, learnLatency, learnMeasure, timeAnswers, unknownLatency } from './latency.js';
import { clamp, logLikelihoodRatio } from './likelihood.js';
import { remember } from './memory.js';
import { overdueIn } from './overdue.js';
import { bitOf, isTainted, sampleOf, trialsOf } from './sample.js';

/** Services named in the evidence; beyond this many the list ends. */
const servicesMax = 50;
/** Evidence above this part of what opens an incident is no longer taken for usual. */
const excursionShare = 0.4;
export function seriesId(key) {
  // No name holds a line break.
  return `${key.provider}\n${key.model}\n${key.region}\n${key.credential}`;
}
const freshChannel = {
  baseline: emptyBaseline,
  evidence: noEvidence,
  early: { attempts: 0, bad: 0 },
  chronic: null,
};
export function createSeries({ provider, model, region, credential }) {
  const channels = Object.fromEntries(allChannels.map(({ name }) => [name, freshChannel]));
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
    channels: channels,
  };
}
/** `frozen` channels are in an open incident: they gather evidence but learn nothing. */
export function observe(before, counts, { startMs, widthMs }, frozen, settings) {
  const isBack = startMs - before.lastTrafficMs > settings.memorySeconds * 1000;
  const series = isBack ? forgetAllEvidence(before) : before;
  const { usualLatency, usualDuration } = series;
  const firstTrafficMs = series.firstTrafficMs === 0 ? startMs : series.firstTrafficMs;
  const isEarly = startMs - firstTrafficMs < settings.graceSeconds * 1000;
  const { fresh, waiting } = overdueIn(usualDuration, series.waiting, counts);
  const overdue = isNoWonder(usualLatency, counts) ? 0 : fresh;
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
      (channel) => !frozen.has(channel.name) && !stands(channel, channels[channel.name], settings),
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
    waiting,
    channels: learnForgotten(channels, forgotten, settings),
  };
}
/** Longer prompts take longer to answer; that nothing is answered has another reason. */
function isNoWonder(usual, counts) {
  return hasLongPrompts(usual, counts) && 2 * (counts.outcomes.ok ?? 0) > (counts.started ?? 0);
}
function bitsOf(names) {
  let bits = 0;
  for (const name of names) bits |= bitOf(name);
  return bits;
}
function observeChannels(before, sample, isEarly, settings) {
  let changed;
  for (const channel of allChannels) {
    const state = before[channel.name];
    const next = observeChannel(channel, state, sample, isEarly, settings);
    if (next === state) continue;
    changed ??= { ...before };
    changed[channel.name] = next;
  }
  return changed ?? before;
}
function observeChannel(channel, state, sample, isEarly, settings) {
  const evidence = gather(state.evidence, channel, state.baseline, sample, settings);
  if (!isEarly && state.chronic === false) {
    return evidence === state.evidence ? state : { ...state, evidence };
  }
  const attempts = trialsOf(channel, sample);
  const bad = sample[channel.name];
  const early = isEarly
    ? { attempts: state.early.attempts + attempts, bad: state.early.bad + bad }
    : state.early;
  return {
    ...state,
    evidence,
    early,
    chronic: isEarly ? null : isChronic(state, channel, !isNone(evidence)),
  };
}
/** Decided once, from how the series began; over when the usual share has been learnt and nothing stands out any more. */
function isChronic(state, channel, inExcursion) {
  if (state.chronic !== null) return state.chronic && inExcursion;
  const usual = referenceShare(state.baseline, channel);
  const [mildest = 0.1] = channel.alternatives(usual);
  return (
    logLikelihoodRatio(state.early.bad, state.early.attempts, clamp(mildest, usual * 1.2, 0.97), usual) > 0
  );
}
const lateChannels = allChannels.filter(({ subject }) => subject === 'latency');
function stands(channel, state, settings) {
  if (isNone(state.evidence) || mayBeUsual(channel, state.chronic)) return false;
  return levelOf(state.evidence) > excursionShare * thresholdOf(channel, settings);
}
function learnForgotten(channels, forgotten, settings) {
  if (forgotten.length === 0) return channels;
  const learnt = {};
  for (const channel of allChannels) {
    const state = channels[channel.name];
    // An excursion that is over without an incident was noise: to be learnt, so that it is not news the next time.
    if (stands(channel, state, settings)) {
      learnt[channel.name] = state;
      continue;
    }
    const baseline = forgotten.reduce((usual, sample) => {
      if (isTainted(sample, channel)) return usual;
      const attempts = trialsOf(channel, sample);
      const block = { attempts, bad: Math.min(attempts, sample[channel.name]), widthMs: sample.widthMs };
      return learn(usual, channel, block, settings);
    }, state.baseline);
    learnt[channel.name] = { ...state, baseline };
  }
  return learnt;
}
function mergeServices(known, seen) {
  const fresh = seen.filter((service) => !known.includes(service));
  return fresh.length === 0 ? known : [...known, ...fresh].sort().slice(0, servicesMax);
}
/** Strongest evidence of a channel, nats. */
export function level(series, channel) {
  return levelOf(series.channels[channel].evidence);
}
/** When the change of a channel began; null without evidence. */
export function onset(series, channel) {
  return onsetOf(series.channels[channel].evidence);
}
export function referenceOf(series, channel, isCautious = false) {
  return referenceShare(series.channels[channel.name].baseline, channel, isCautious);
}
/** Not what would be news, but what is most likely if nothing is wrong: halfway between, on a log scale. */
export function expectedOf(series, channel) {
  const { baseline } = series.channels[channel.name];
  return Math.sqrt(usualShare(baseline, channel) * referenceShare(baseline, channel));
}
/** After an incident is over: what spoke for it must not open the next one. */
export function forgetEvidence(series, channel) {
  const state = series.channels[channel];
  if (isNone(state.evidence)) return series;
  return {
    ...series,
    channels: { ...series.channels, [channel]: { ...state, evidence: noEvidence } },
  };
}
function forgetAllEvidence(series) {
  return allChannels.reduce((rest, { name }) => forgetEvidence(rest, name), series);
}
/**
 * An incident turned out to have begun at `sinceMs`: what a channel has counted since then is not usual. Or it turned out
 * to have been none, and is.
 */
export function taintSince(series, channel, sinceMs, isIncident) {
  const bit = bitOf(channel);
  const samples = series.samples.map((sample) =>
    sample.startMs + sample.widthMs > sinceMs
      ? { ...sample, tainted: isIncident ? sample.tainted | bit : sample.tainted & ~bit }
      : sample,
  );
  return { ...series, samples };
}
