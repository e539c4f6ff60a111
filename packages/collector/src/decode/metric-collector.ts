import { DecodeError } from './decode-error.ts';
import type { Metric, MetricBatch } from './metric.ts';

/** As many as spans: more would keep everybody else waiting. */
const pointsMax = 50_000;
/** Of all points together. A point of the conventions' bounds has 15, an exponential one up to 160. */
const bucketsMax = 500_000;

/** Takes metrics as they are read, and holds a request to what it may cost. */
export class MetricCollector {
  readonly #metrics: Metric[] = [];
  #others = 0;
  #points = 0;
  #numbers = 0;

  add(metric: Metric): void {
    this.#metrics.push(metric);
  }

  addOther(): void {
    this.#others++;
  }

  beginPoint(): void {
    this.#points++;
    if (this.#points > pointsMax) {
      throw new DecodeError(`more than ${pointsMax} data points in one request; send smaller batches`);
    }
  }

  /** A bucket has a count and may have a bound; an empty one costs a byte on the wire. */
  beginNumber(): void {
    this.#numbers++;
    if (this.#numbers > 2 * bucketsMax) {
      throw new DecodeError(`more than ${bucketsMax} buckets in one request; send smaller batches`);
    }
  }

  batch(): MetricBatch {
    return { metrics: this.#metrics, others: this.#others };
  }
}
