import { burstiness } from './baseline.ts';
import type { Channel } from './channel.ts';
import { independence } from './evidence.ts';
import { logLikelihoodRatio } from './likelihood.ts';
import { badIn, type Sample, trialsOf } from './sample.ts';
import type { SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';

/** Newest first within a series. */
export function samplesSince(series: readonly SeriesState[], sinceMs: number): readonly Sample[] {
  const found: Sample[] = [];
  for (const { samples } of series) {
    for (let index = samples.length - 1; index >= 0; index -= 1) {
      const sample = samples[index];
      if (!sample || sample.startMs < sinceMs) break;
      found.push(sample);
    }
  }
  return found;
}

export interface Counts {
  readonly attempts: number;
  readonly bad: number;
  /** The same, weighted by how independent they are: what a likelihood is computed from. */
  readonly weightedAttempts: number;
  readonly weightedBad: number;
}

export const noCounts: Counts = { attempts: 0, bad: 0, weightedAttempts: 0, weightedBad: 0 };

/** Attempts and failures of samples that started in `[sinceMs, untilMs)`; `isCautious` is said of bursts. */
export function countBetween(
  series: SeriesState,
  channel: Channel,
  sinceMs: number,
  settings: Pick<IncidentSettings, 'sliceSeconds'>,
  untilMs: number = Number.POSITIVE_INFINITY,
  isCautious = false,
): Counts {
  const correlation = burstiness(series.channels[channel.name].baseline, isCautious);
  let attempts = 0;
  let bad = 0;
  let weightedAttempts = 0;
  let weightedBad = 0;
  const { samples } = series;
  for (let index = samples.length - 1; index >= 0; index -= 1) {
    const sample = samples[index];
    if (!sample || sample.startMs < sinceMs) break;
    if (sample.startMs >= untilMs) continue;
    const trials = trialsOf(channel, sample);
    if (trials === 0) continue;
    const weight = independence(trials, sample.widthMs, correlation, settings);
    const failed = Math.min(trials, badIn(channel, sample));
    attempts += trials;
    bad += failed;
    weightedAttempts += weight * trials;
    weightedBad += weight * failed;
  }
  return { attempts, bad, weightedAttempts, weightedBad };
}

export function sumCounts(counts: readonly Counts[]): Counts {
  return counts.reduce(
    (total, each) => ({
      attempts: total.attempts + each.attempts,
      bad: total.bad + each.bad,
      weightedAttempts: total.weightedAttempts + each.weightedAttempts,
      weightedBad: total.weightedBad + each.weightedBad,
    }),
    noCounts,
  );
}

export function share(counts: Pick<Counts, 'attempts' | 'bad'>): number {
  return counts.attempts === 0 ? 0 : counts.bad / counts.attempts;
}

/** What weighted counts say for `alternative` and against `usual`, nats. */
export function weigh(counts: Counts, alternative: number, usual: number): number {
  return logLikelihoodRatio(counts.weightedBad, counts.weightedAttempts, alternative, usual);
}
