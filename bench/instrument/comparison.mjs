// Pure: from single measurements to the figures of the tables.
import { spreadOf } from '../spread.mjs';

/** @typedef {import('../spread.mjs').Spread} Spread */

/**
 * @typedef {object} Measurement One workload in one process.
 * @property {string} variant
 * @property {string} baseline
 * @property {string} transport
 * @property {string} workload
 * @property {number} round
 * @property {number} cpuUs
 * @property {number} wallUs
 * @property {boolean} isReported Whether the sink was told of the calls.
 */

/**
 * @typedef {object} Figures One variant on one workload and transport.
 * @property {Spread} cpuUs
 * @property {Spread} cpuOverBareUs Each to the median baseline of its own round, which shares the machine's mood.
 * @property {Spread} wallOverBareUs
 * @property {boolean} isReported
 */

/**
 * @param {readonly Measurement[]} measurements
 * @returns {(variant: string, transport: string, workload: string) => Figures | undefined}
 */
export function compare(measurements) {
  return (variant, transport, workload) => {
    const here = measurements.filter((one) => one.transport === transport && one.workload === workload);
    const own = here.filter((one) => one.variant === variant);
    const pairs = own.flatMap((one) => {
      const bare = here.filter((other) => other.variant === one.baseline && other.round === one.round);
      if (bare.length === 0) return [];
      const [cpuUs, wallUs] = ['cpuUs', 'wallUs'].map(
        (cost) => spreadOf(bare.map((other) => other[cost])).median,
      );
      return [{ one, bare: { cpuUs, wallUs } }];
    });
    if (pairs.length === 0) return undefined;
    return {
      cpuUs: spreadOf(pairs.map(({ one }) => one.cpuUs)),
      cpuOverBareUs: spreadOf(pairs.map(({ one, bare }) => one.cpuUs - bare.cpuUs)),
      wallOverBareUs: spreadOf(pairs.map(({ one, bare }) => one.wallUs - bare.wallUs)),
      isReported: own.every((one) => one.isReported),
    };
  };
}

/**
 * The cheapest of those that do report the calls.
 * @param {readonly { id: string, figures: Figures | undefined }[]} peers
 */
export function bestOf(peers) {
  const [best] = peers
    .filter(({ figures }) => figures?.isReported)
    .sort((a, b) => a.figures.cpuOverBareUs.median - b.figures.cpuOverBareUs.median);
  return best;
}
