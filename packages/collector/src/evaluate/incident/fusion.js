import { logMeanExp } from './likelihood.js';

/** Fractions of a vendor's series that a shared cause may hit; integrated out with equal weight. */
const affectedFractions = [0.25, 0.5, 0.75, 0.95];
/** So many series at rest do not add up to anything. */
const handful = 5;
/**
 * Evidence, in nats, that some unknown part of the series changed together: the mixture statistic of Xie & Siegmund
 * (Ann. Stat. 41(2), 2013) with the affected fraction integrated out. Each series brings its own excursion, so a
 * staggered onset is no obstacle.
 */
export function fuse(levels) {
  if (levels.length === 0) return 0;
  const crowd = Math.max(0, levels.length - handful);
  const excess = affectedFractions.map(
    (fraction) => mixture(levels, fraction) - crowd * expectedInSilence(fraction),
  );
  return logMeanExp(excess);
}
/**
 * What one healthy series adds on average: a CUSUM is never negative, so sixty models at rest would add up to an alarm.
 * Its level exceeds x with probability e^-x; integrating ln((1 - f) + f e^x) over that gives f / (1 - f) ln(1 / f).
 */
function expectedInSilence(fraction) {
  return (fraction / (1 - fraction)) * Math.log(1 / fraction);
}
/** Sum over the series of ln((1 - fraction) + fraction * e^level). */
export function mixture(levels, fraction) {
  return levels.reduce((sum, nats) => sum + logOneOrOther(nats, fraction), 0);
}
function logOneOrOther(nats, fraction) {
  // Factored so that a large level cannot overflow and a very negative one cannot underflow to ln(0).
  if (nats > 0) return nats + Math.log(fraction + (1 - fraction) * Math.exp(-nats));
  return Math.log(1 - fraction + fraction * Math.exp(nats));
}
