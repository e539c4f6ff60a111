import { type Baseline, burstiness, dispersion, referenceShare } from './baseline.ts';
import { type Channel, isOurs } from './channel.ts';
import { clamp, logLikelihoodRatio } from './likelihood.ts';
import { badIn, type Sample, trialsOf } from './sample.ts';
import type { IncidentSettings } from './settings.ts';

/** Sequential evidence (CUSUM) that a channel of a series got worse. */
export interface Evidence {
  /** Nats that speak for each of the channel's alternatives, from the mildest to the worst; 0 when nothing does. */
  readonly nats: readonly number[];
  /** Since when they have done so without a break; meaningless where the nats are 0. */
  readonly sinceMs: readonly number[];
  /** Frames of the excursion that spoke for it: one frame alone never opens an incident. */
  readonly positiveFrames: number;
}

export const noEvidence: Evidence = { nats: [], sinceMs: [], positiveFrames: 0 };

export function isNone({ nats }: Evidence): boolean {
  return nats.length === 0;
}

/** One frame's worth at most, as parts of what opens an incident: no single frame opens or closes anything. */
const frameNatsMin = -0.35;
const frameNatsMax = 0.5;

export function gather(
  evidence: Evidence,
  channel: Channel,
  baseline: Baseline,
  sample: Sample,
  settings: IncidentSettings,
): Evidence {
  const attempts = trialsOf(channel, sample);
  const bad = Math.min(attempts, badIn(channel, sample));
  // Nothing bad, and nothing to take back: what almost all channels do almost always.
  if (bad === 0 && isNone(evidence)) return evidence;
  if (attempts === 0) return evidence;
  const usual = referenceShare(baseline, channel);
  const h = thresholdOf(channel, settings);
  const weight = independence(attempts, sample.widthMs, burstiness(baseline), settings);
  let spokeForIt = false;
  let isAny = false;
  const alternatives = channel.alternatives(usual);
  const nats = new Array<number>(alternatives.length);
  const sinceMs = new Array<number>(alternatives.length);
  for (let index = 0; index < alternatives.length; index += 1) {
    const alternative = clamp(alternatives[index] ?? 0, usual * 1.2, 0.97);
    const said = weight * logLikelihoodRatio(bad, attempts, alternative, usual);
    if (said > 0) spokeForIt = true;
    const before = evidence.nats[index] ?? 0;
    const now = clamp(before + clamp(said, frameNatsMin * h, frameNatsMax * h), 0, 2 * h);
    if (now > 0) isAny = true;
    nats[index] = now;
    sinceMs[index] = before > 0 ? (evidence.sinceMs[index] ?? sample.startMs) : sample.startMs;
  }
  if (!isAny) return noEvidence;
  return { nats, sinceMs, positiveFrames: evidence.positiveFrames + (spokeForIt ? 1 : 0) };
}

/** Evidence that opens an incident, nats. */
export function thresholdOf({ extraNats }: Channel, { evidenceNats }: IncidentSettings): number {
  return evidenceNats + extraNats;
}

/**
 * What an attempt counts for, 0..1: many within one slice share their bursts. By the rate, so that the same traffic
 * says the same in frames of any width.
 */
export function independence(
  attempts: number,
  widthMs: number,
  correlation: number,
  { sliceSeconds }: Pick<IncidentSettings, 'sliceSeconds'>,
): number {
  return 1 / dispersion((attempts * sliceSeconds * 1000) / widthMs, correlation);
}

/** Strongest evidence, nats. */
export function levelOf({ nats }: Evidence): number {
  let level = 0;
  for (const each of nats) if (each > level) level = each;
  return level;
}

/**
 * When the change began; null without evidence. A mild alternative collects background noise before the real onset, so
 * the worst one with at least half the evidence tells.
 */
export function onsetOf(evidence: Evidence): number | null {
  const most = levelOf(evidence);
  if (most === 0) return null;
  const index = evidence.nats.findLastIndex((each) => each >= 0.5 * most);
  return evidence.sinceMs[index] ?? null;
}

/**
 * A limit that a series has run into since its first attempt is how it is used, not an incident. Only our own doing is
 * excused so: a vendor that has failed since the first call fails.
 */
export function mayBeUsual(channel: Channel, chronic: boolean | null): boolean {
  return isOurs(channel) && chronic !== false;
}
