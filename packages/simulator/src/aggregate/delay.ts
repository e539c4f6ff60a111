/** How long something takes, log-normal; `sigma` 0 is exactly the median. Seconds. */
export interface Delay {
  readonly medianS: number;
  readonly sigma: number;
}

/** Starts within a tick are spread evenly; so many of them stand for all. */
const startsPerTick = 5;
/** What takes longer than this many ticks ends in the last. */
const ticksMax = 80;
const negligible = 1e-4;

const known = new Map<string, readonly number[]>();

/**
 * Shares of what starts in one tick by how many ticks later it ends. Remembered, because a fleet has few delays and a
 * run has thousands of ticks.
 */
export function endShares({ medianS, sigma }: Delay, tickS: number): readonly number[] {
  const key = `${medianS.toPrecision(3)}/${sigma}/${tickS}`;
  const remembered = known.get(key);
  if (remembered) return remembered;
  const shares: number[] = [];
  let left = 1;
  for (let tick = 0; tick < ticksMax && left > negligible; tick += 1) {
    const share = meanOverStarts(
      (start) =>
        cumulative((tick + 1 - start) * tickS, medianS, sigma) -
        cumulative((tick - start) * tickS, medianS, sigma),
    );
    shares.push(share);
    left -= share;
  }
  if (known.size < 5000) known.set(key, shares);
  return shares;
}

function meanOverStarts(of: (start: number) => number): number {
  let sum = 0;
  for (let index = 0; index < startsPerTick; index += 1) sum += of((index + 0.5) / startsPerTick);
  return sum / startsPerTick;
}

/** Share that takes at most `seconds`. */
export function cumulative(seconds: number, medianS: number, sigma: number): number {
  if (seconds <= 0) return 0;
  if (sigma === 0) return seconds >= medianS ? 1 : 0;
  return normalCumulative(Math.log(seconds / medianS) / sigma);
}

/** Abramowitz and Stegun 7.1.26, error below 1.5e-7. */
function normalCumulative(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const polynomial =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const half = 0.5 * polynomial * Math.exp(-x * x);
  return z >= 0 ? 1 - half : half;
}
