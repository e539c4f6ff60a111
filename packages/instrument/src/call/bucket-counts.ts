/** Counts of values by bucket; upper bounds are inclusive, as in Prometheus and in OTLP. */
export class BucketCounts {
  readonly boundaries: readonly number[];
  /** One more than there are boundaries: the last holds what is above them all. */
  readonly counts: number[];
  count: number = 0;
  sum: number = 0;
  min: number = Number.POSITIVE_INFINITY;
  max: number = Number.NEGATIVE_INFINITY;

  constructor(boundaries: readonly number[]) {
    this.boundaries = boundaries;
    this.counts = new Array<number>(boundaries.length + 1).fill(0);
  }

  /** Returns the bucket that the value went into. */
  observe(value: number): number {
    let bucket = 0;
    while (bucket < this.boundaries.length && value > (this.boundaries[bucket] as number)) bucket += 1;
    this.counts[bucket] = (this.counts[bucket] as number) + 1;
    this.count += 1;
    this.sum += value;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    return bucket;
  }
}
