import type { Attributes, HrTime } from '@opentelemetry/api';
import type { DataPoint, Histogram } from '@opentelemetry/sdk-metrics';
import { BucketCounts } from '../../call/bucket-counts.ts';

/** One series of an explicit-bucket histogram (OTLP metrics data model). */
export class HistogramSeries {
  readonly #attributes: Attributes;
  readonly #buckets: BucketCounts;

  constructor(attributes: Attributes, boundaries: readonly number[]) {
    this.#attributes = attributes;
    this.#buckets = new BucketCounts(boundaries);
  }

  observe(value: number): void {
    this.#buckets.observe(value);
  }

  point(startTime: HrTime, endTime: HrTime): DataPoint<Histogram> {
    const { boundaries, counts, count, sum, min, max } = this.#buckets;
    return {
      attributes: this.#attributes,
      startTime,
      endTime,
      value: { buckets: { boundaries: [...boundaries], counts: [...counts] }, count, sum, min, max },
    };
  }
}
