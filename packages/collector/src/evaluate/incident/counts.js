import { burstiness } from './baseline.js';
import { independence } from './evidence.js';
import { logLikelihoodRatio } from './likelihood.js';
import { trialsOf } from './sample.js';
/** Newest first within a series. */
export function samplesSince(series, sinceMs) {
  const found = [];
  for (const { samples } of series) {
    for (let index = samples.length - 1; index >= 0; index -= 1) {
      const sample = samples[index];
      if (!sample || sample.startMs < sinceMs) break;
      found.push(sample);
    }
  }
  return found;
}
export const noCounts = { attempts: 0, bad: 0, weightedAttempts: 0, weightedBad: 0 };
/** Attempts and failures of samples that started in `[sinceMs, untilMs)`; `isCautious` is said of bursts. */
export function countBetween(
  series,
  channel,
  sinceMs,
  settings,
  untilMs = Number.POSITIVE_INFINITY,
  isCautious = false,
) {
  const correlation = burstiness(series.channels[channel.name].baseline, isCautious);
  let attempts = 0;
  let bad = 0;
  let weightedAttempts = 0;
  let weightedBad = 0;
  for (const sample of series.samples) {
    if (sample.startMs < sinceMs || sample.startMs >= untilMs) continue;
    const trials = trialsOf(channel, sample);
    if (trials === 0) continue;
    const weight = independence(trials, sample.widthMs, correlation, settings);
    const failed = Math.min(trials, sample[channel.name]);
    attempts += trials;
    bad += failed;
    weightedAttempts += weight * trials;
    weightedBad += weight * failed;
  }
  return { attempts, bad, weightedAttempts, weightedBad };
}
export function sumCounts(counts) {
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
export function share(counts) {
  return counts.attempts === 0 ? 0 : counts.bad / counts.attempts;
}
/** What weighted counts say for `alternative` and against `usual`, nats. */
export function weigh(counts, alternative, usual) {
  return logLikelihoodRatio(counts.weightedBad, counts.weightedAttempts, alternative, usual);
}
