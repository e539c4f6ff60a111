import { type Baseline, emptyBaseline, learn, referenceShare } from './baseline.ts';
import { allChannels, type Channel, type ChannelName } from './channel.ts';
import { type Evidence, gather, isNone, levelOf, mayBeUsual, noEvidence, thresholdOf } from './evidence.ts';
import { clamp, logLikelihoodRatio } from './likelihood.ts';
import { badIn, isTainted, type Sample, trialsOf } from './sample.ts';
import type { IncidentSettings } from './settings.ts';

/** What is usual for one channel of a series, and what speaks against it now. */
export interface ChannelState {
  readonly baseline: Baseline;
  readonly evidence: Evidence;
  /** What the first minute of the series held; of no interest any more once that has said whether it is chronic. */
  readonly early: { readonly attempts: number; readonly bad: number };
  /** Whether it began like this; null while it begins. */
  readonly chronic: boolean | null;
}

export type ChannelStates = Readonly<Record<ChannelName, ChannelState>>;

/** Evidence above this part of what opens an incident is no longer taken for usual. */
const excursionShare = 0.4;

const nothingEarly: ChannelState['early'] = { attempts: 0, bad: 0 };
const freshChannel: ChannelState = {
  baseline: emptyBaseline,
  evidence: noEvidence,
  early: nothingEarly,
  chronic: null,
};

export const freshChannels: ChannelStates = Object.fromEntries(
  allChannels.map(({ name }) => [name, freshChannel]),
) as ChannelStates;

/** One frame of every channel; `isEarly`: the series has just begun. */
export function observeChannels(
  before: ChannelStates,
  sample: Sample,
  isEarly: boolean,
  settings: IncidentSettings,
): ChannelStates {
  let changed: Record<ChannelName, ChannelState> | undefined;
  for (const channel of allChannels) {
    const state = before[channel.name];
    const next = observeChannel(channel, state, sample, isEarly, settings);
    if (next === state) continue;
    changed ??= { ...before };
    changed[channel.name] = next;
  }
  return changed ?? before;
}

function observeChannel(
  channel: Channel,
  state: ChannelState,
  sample: Sample,
  isEarly: boolean,
  settings: IncidentSettings,
): ChannelState {
  const evidence = gather(state.evidence, channel, state.baseline, sample, settings);
  if (isEarly) {
    const attempts = state.early.attempts + trialsOf(channel, sample);
    const bad = state.early.bad + badIn(channel, sample);
    return { ...state, evidence, early: { attempts, bad } };
  }
  if (state.chronic === false) return evidence === state.evidence ? state : { ...state, evidence };
  return { ...state, evidence, early: nothingEarly, chronic: isChronic(state, channel, !isNone(evidence)) };
}

/** Decided once, from how the series began; over when the usual share has been learnt and nothing stands out any more. */
function isChronic(state: ChannelState, channel: Channel, inExcursion: boolean): boolean {
  if (state.chronic !== null) return state.chronic && inExcursion;
  const usual = referenceShare(state.baseline, channel);
  const [mildest = 0.1] = channel.alternatives(usual);
  return (
    logLikelihoodRatio(state.early.bad, state.early.attempts, clamp(mildest, usual * 1.2, 0.97), usual) > 0
  );
}

/** Too much is unusual for it to be learnt as usual. */
export function standsOut(channel: Channel, state: ChannelState, settings: IncidentSettings): boolean {
  if (isNone(state.evidence) || mayBeUsual(channel, state.chronic)) return false;
  return levelOf(state.evidence) > excursionShare * thresholdOf(channel, settings);
}

/** Samples that are too old to speak for a fault say what is usual. */
export function learnForgotten(
  channels: ChannelStates,
  forgotten: readonly Sample[],
  settings: IncidentSettings,
): ChannelStates {
  if (forgotten.length === 0) return channels;
  const learnt: Partial<Record<ChannelName, ChannelState>> = {};
  for (const channel of allChannels) {
    const state = channels[channel.name];
    // An excursion that is over without an incident was noise: to be learnt, so that it is not news the next time.
    if (standsOut(channel, state, settings)) {
      learnt[channel.name] = state;
      continue;
    }
    const baseline = forgotten.reduce((usual, sample) => {
      if (isTainted(sample, channel)) return usual;
      const attempts = trialsOf(channel, sample);
      const block = { attempts, bad: Math.min(attempts, badIn(channel, sample)), widthMs: sample.widthMs };
      return learn(usual, channel, block, settings);
    }, state.baseline);
    learnt[channel.name] = { ...state, baseline };
  }
  return learnt as ChannelStates;
}
