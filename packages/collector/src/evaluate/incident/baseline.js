import { clamp } from './likelihood.js';

const emptyStretch = { blocks: 0, bad: 0, attempts: 0 };
export const emptyBaseline = {
  bad: 0,
  attempts: 0,
  blocks: 0,
  excess: 0,
  pairs: 0,
  stretch: emptyStretch,
  drift: null,
};
/**
 * Failures come in bursts: shared queues, retries, one bad host. Intra-class correlation of the beta-binomial they are
 * modelled with. Healthy vendor traffic showed 1/151, which is believed until an hour of blocks says otherwise.
 */
const usualBurstiness = { correlation: 1 / 151, blocks: 50 };
/** Before anybody is woken, a series that is hardly known yet is taken to be burstier. */
const cautiousBurstiness = { correlation: 1 / 40, blocks: 20 };
const burstinessMax = 1 / 12;
/** One burst must not teach that everything is a burst. */
const expectedErrorsMax = 10;
/** Standard deviations of its wandering that a share may be above the usual one; more before anybody is woken. */
const deviations = 2;
const cautiousDeviations = 4;
const stretchBlocks = 10;
const driftWeight = 0.04;
/** Half of the usual share. */
const visibleWander = 0.5;
/** Learns a block of traffic that has been found usual. */
export function learn(baseline, channel, block, settings) {
  if (block.attempts === 0) return baseline;
  const decay = 0.5 ** (settings.blockSeconds / settings.learnHalfLifeSeconds);
  const usual = usualShare(baseline, channel);
  const perSlice = block.attempts * Math.min(1, (settings.sliceSeconds * 1000) / block.widthMs);
  const error = (block.bad - block.attempts * usual) ** 2 / (block.attempts * usual * (1 - usual));
  const errorMax = expectedErrorsMax * dispersion(perSlice, burstiness(baseline));
  const learnt = {
    bad: baseline.bad * decay + block.bad,
    attempts: baseline.attempts * decay + block.attempts,
    blocks: baseline.blocks * decay + 1,
    excess: baseline.excess * decay + Math.min(errorMax, error) - 1,
    pairs: baseline.pairs * decay + Math.max(0, perSlice - 1),
    stretch: {
      blocks: baseline.stretch.blocks + 1,
      bad: baseline.stretch.bad + block.bad,
      attempts: baseline.stretch.attempts + block.attempts,
    },
    drift: baseline.drift,
  };
  return learnt.stretch.blocks < stretchBlocks ? learnt : learnDrift(learnt, channel, perSlice);
}
function learnDrift(baseline, channel, perSlice) {
  const { bad, attempts } = baseline.stretch;
  const usual = usualShare(baseline, channel);
  const chance = (usual * (1 - usual) * dispersion(perSlice, burstiness(baseline))) / attempts;
  // With little traffic chance hides any wandering: nothing can be learnt of it.
  if (chance > (visibleWander * usual) ** 2) return { ...baseline, stretch: emptyStretch };
  const beyond = Math.max(0, (bad / attempts - usual) ** 2 - chance);
  return {
    ...baseline,
    stretch: emptyStretch,
    drift: driftOf(baseline, channel) * (1 - driftWeight) + beyond * driftWeight,
  };
}
function driftOf({ drift }, { prior, wander }) {
  return drift ?? (wander * (prior.bad / prior.attempts)) ** 2;
}
/** The expected bad share. */
export function usualShare(baseline, channel) {
  return (baseline.bad + channel.prior.bad) / (baseline.attempts + channel.prior.attempts);
}
/** The share evidence is gathered against: the usual one, plus what we do not know about it, never under the floor. */
export function referenceShare(baseline, channel, isCautious = false) {
  const usual = usualShare(baseline, channel);
  const uncertainty = Math.sqrt(usual / (baseline.attempts + channel.prior.attempts));
  const wander = (isCautious ? cautiousDeviations : deviations) * Math.sqrt(driftOf(baseline, channel));
  return Math.min(0.9, Math.max(channel.floor, usual + uncertainty + wander));
}
/**
 * Intra-class correlation of failures within a slice, by moments: the mean squared error of a block's count, in units of
 * its binomial variance, is 1 + (attempts per slice - 1) x correlation.
 */
export function burstiness({ blocks, excess, pairs }, isCautious = false) {
  const prior = isCautious ? cautiousBurstiness : usualBurstiness;
  if (pairs === 0) return prior.correlation;
  const weight = (prior.blocks * pairs) / blocks;
  const estimate = (prior.correlation * weight + excess) / (weight + pairs);
  return clamp(estimate, usualBurstiness.correlation, burstinessMax);
}
/** Variance of so many attempts within one slice over that of independent ones (quasi-likelihood over-dispersion). */
export function dispersion(attemptsPerSlice, correlation) {
  return 1 + Math.max(0, attemptsPerSlice - 1) * correlation;
}
