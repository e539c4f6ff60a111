import type { Attributes, HrTime } from '@opentelemetry/api';
import type { DataPoint, Histogram } from '@opentelemetry/sdk-metrics';

/** One series of an explicit-bucket histogram: upper bounds are inclusive (OTLP metrics data model). */
export class HistogramSeries {
  readonly #attributes: Attributes;
  readonly #boundaries: readonly number[];
  readonly #counts: number[];
  #count = 0;
  #sum = 0;
  #min = Number.POSITIVE_INFINITY;
  #max = Number.NEGATIVE_INFINITY;

  constructor(attributes: Attributes, boundaries: readonly number[]) {
    this.#attributes = attributes;
    this.#boundaries = boundaries;
    this.#counts = new Array<number>(boundaries.length + 1).fill(0);
  }

  observe(value: number): void {
    let bucket = 0;
    while (bucket < this.#boundaries.length && value > (this.#boundaries[bucket] as number)) bucket += 1;
    this.#counts[bucket] = (this.#counts[bucket] as number) + 1;
    this.#count += 1;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  point(startTime: HrTime, endTime: HrTime): DataPoint<Histogram> {
    return {
      attributes: this.#attributes,
      startTime,
      endTime,
      value: {
        buckets: { boundaries: [...this.#boundaries], counts: [...this.#counts] },
        count: this.#count,
        sum: this.#sum,
        min: this.#min,
        max: this.#max,
      },
    };
  }
}
