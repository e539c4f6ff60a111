/** Random numbers one after the other, for counts of many requests at once. One seed, one sequence. */
export interface Draws {
  /** Uniform in [0, 1). */
  uniform(): number;
  normal(): number;
  poisson(mean: number): number;
  binomial(trials: number, share: number): number;
  /** A share around `mean` that varies as if it were counted from `size` requests. */
  beta(mean: number, size: number): number;
}

/** Above this many expected a normal distribution is as good. */
const exactMax = 15;

export function createDraws(seed: number): Draws {
  const uniform = sfc32(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());

  function poisson(mean: number): number {
    if (mean <= 0) return 0;
    if (mean > exactMax) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const limit = Math.exp(-mean);
    let product = uniform();
    let count = 0;
    while (product > limit) {
      product *= uniform();
      count += 1;
    }
    return count;
  }

  function binomial(trials: number, share: number): number {
    if (trials <= 0 || share <= 0) return 0;
    if (share >= 1) return trials;
    if (share > 0.5) return trials - binomial(trials, 1 - share);
    const mean = trials * share;
    if (mean > exactMax) {
      const drawn = Math.round(mean + Math.sqrt(mean * (1 - share)) * normal());
      return Math.min(trials, Math.max(0, drawn));
    }
    // Skips from success to success (Devroye 1986, X.4.3): as many steps as there are successes.
    const scale = Math.log1p(-share);
    let count = 0;
    let tried = 0;
    while (true) {
      tried += Math.floor(Math.log(1 - uniform()) / scale) + 1;
      if (tried > trials) return count;
      count += 1;
    }
  }

  /** Marsaglia and Tsang (2000), with their boost for shapes below 1. */
  function gamma(shape: number): number {
    if (shape < 1) return gamma(shape + 1) * uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    while (true) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  function beta(mean: number, size: number): number {
    if (mean <= 0 || mean >= 1) return Math.min(1, Math.max(0, mean));
    const a = gamma(mean * size);
    return a / (a + gamma((1 - mean) * size));
  }

  return { uniform, normal, poisson, binomial, beta };
}

/** Small fast counter (Chris Doty-Humphrey, PractRand): 32 bits at a time, passes what MT19937 fails. */
function sfc32(seed: number): () => number {
  let a = seed | 0;
  let b = (seed / 0x1_0000_0000) | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 0x1_0000_0000;
  };
  for (let warmUp = 0; warmUp < 15; warmUp += 1) next();
  return next;
}
