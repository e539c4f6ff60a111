import { mixture } from './fusion.js';
import { clamp, logMeanExp } from './likelihood.js';

/**
 * Probability of being inside a fault at a random moment: of one given model, of a vendor as a whole, of one's own
 * network. From 0.12 single-model and 0.28 multi-model incidents a day at a busy vendor (status records, 2026).
 */
const singleModelPrior = 0.0045;
const sharedCausePrior = 0.0175;
const localNetworkPrior = 0.005;
/** How many of a vendor's models one cause reaches, each of these as likely as the others: half of them nearly all. */
const reaches = [0.25, 0.5, 0.75, 0.95, 0.95, 0.95];
/** A vendor is down as a whole if no more than this part of its models serves. */
const healthyShareMax = 0.25;
/** Models hit by one cause start failing together: mean onset gap, and how long independent faults overlap, seconds. */
const onsetGapSeconds = 300;
const overlapSeconds = 2820;
/** The explanations that compete over a vendor's models, most probable first. */
export function weighModels(models, split = null) {
  const levels = models.map((model) => clamp(model.nats, -30, 30));
  const together = Math.log(sharedCausePrior) + onsetBonus(models);
  const parts = reaches.map((fraction) => weighCounts(levels, fraction));
  const scores = [
    { class: 'single_model', logWeight: mixture(levels, singleModelPrior) },
    { class: 'vendor_partial', logWeight: together + logMeanExp(parts.map(({ some }) => some)) },
    { class: 'vendor_wide', logWeight: together + logMeanExp(parts.map(({ nearlyAll }) => nearlyAll)) },
  ];
  return normalise(split ? [...scores, split] : scores);
}
/** "One region" (or one credential) against "everywhere", from the levels inside and outside it. */
export function splitScore(splitClass, models, inside, outside) {
  const everywhere = Math.log(sharedCausePrior) + onsetBonus(models);
  const levels = models.map((model) => clamp(model.nats, -30, 30));
  const wide = everywhere + logMeanExp(reaches.map((fraction) => weighCounts(levels, fraction).nearlyAll));
  const bound = (nats) => clamp(nats, -30, 30);
  const gain = mixture(outside.map(bound), 0.05) - mixture(outside.map(bound), 0.95);
  // With nothing inside there is nothing to explain.
  return { class: splitClass, logWeight: inside.length > 0 ? wide + gain : Number.NEGATIVE_INFINITY };
}
/** Every vendor with traffic fails to connect: our own network, or as many vendors at the same time? */
export function weighLocalNetwork(vendors) {
  return normalise([
    { class: 'local_network', logWeight: Math.log(localNetworkPrior) },
    { class: 'vendor_wide', logWeight: vendors * Math.log(sharedCausePrior) },
  ]);
}
/** ln of the weight of "some models, two at least" and of "nearly all", where one in `1 / fraction` is affected. */
function weighCounts(levels, fraction) {
  const all = mixture(levels, fraction);
  const shares = levels.map((nats) => {
    const affected = Math.log(fraction) + nats;
    return Math.exp(affected - logSumExp(affected, Math.log(1 - fraction)));
  });
  let some = 0;
  let nearlyAll = 0;
  for (const [affected, probability] of countDistribution(shares).entries()) {
    // One model alone cannot be told from a fault of its own: that case belongs to `single_model`.
    if (affected < 2) continue;
    if (levels.length - affected <= healthyShareMax * levels.length) nearlyAll += probability;
    else some += probability;
  }
  return { some: all + Math.log(some + 1e-12), nearlyAll: all + Math.log(nearlyAll + 1e-12) };
}
/** How probable each number of successes is (Poisson binomial distribution). */
function countDistribution(shares) {
  let distribution = [1];
  for (const share of shares) {
    distribution = [...distribution, 0].map(
      (probability, count) => probability * (1 - share) + (distribution[count - 1] ?? 0) * share,
    );
  }
  return distribution;
}
function logSumExp(a, b) {
  return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
}
function onsetBonus(models) {
  const onsets = models
    .flatMap((model) => (model.nats > 0 && model.onsetMs !== null ? [model.onsetMs] : []))
    .sort((a, b) => a - b);
  return onsets.slice(1).reduce((sum, onsetMs, index) => {
    const gapSeconds = (onsetMs - (onsets[index] ?? onsetMs)) / 1000;
    return (
      sum + Math.log((Math.exp(-gapSeconds / onsetGapSeconds) / onsetGapSeconds + 1e-6) * overlapSeconds)
    );
  }, 0);
}
function normalise(scores) {
  const largest = Math.max(...scores.map((score) => score.logWeight));
  const weights = scores.map((score) => Math.exp(score.logWeight - largest));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return scores
    .map((score, index) => ({ class: score.class, probability: (weights[index] ?? 0) / total }))
    .sort((a, b) => b.probability - a.probability);
}
