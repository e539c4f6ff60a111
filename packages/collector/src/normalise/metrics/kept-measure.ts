import type { Bucket, Measured } from '../../decode/metric.ts';

/** What a cumulative series had measured when it was last told. */
export interface KeptMeasure {
  readonly count: number;
  readonly sum: number;
  /** Lower bound, upper bound and count of each, one after the other: objects would take three times the room. */
  readonly flatBuckets: readonly number[];
}

const bucketWidth = 3;

export function keptOf({ count, sum, buckets }: Measured): KeptMeasure {
  return { count, sum, flatBuckets: buckets.flatMap((bucket) => [bucket.lower, bucket.upper, bucket.count]) };
}

export function bucketsIn({ flatBuckets }: KeptMeasure): number {
  return flatBuckets.length / bucketWidth;
}

/**
 * What falls began again from zero, though its start does not say so (OTLP data model, "Resets and Gaps"). Of a histogram
 * that is a count: its sum may fall by what it is rounded by. Of a counter there is the sum alone.
 */
export function gainedSince(last: KeptMeasure, now: Measured): Measured {
  const isCounter = now.count === 0;
  const hasFallen = now.count < last.count || (isCounter && now.sum < last.sum);
  const buckets = hasFallen ? undefined : bucketsGained(last, now);
  if (buckets === undefined) return now;
  return { count: now.count - last.count, sum: Math.max(0, now.sum - last.sum), buckets };
}

/**
 * Undefined when a bucket holds less than before. None when bounds have changed, as those of exponential histograms do, or
 * are told only now and then: the mean is all that is known then.
 */
function bucketsGained(last: KeptMeasure, { buckets }: Measured): readonly Bucket[] | undefined {
  const wereTold = last.flatBuckets.length > 0 || last.count === 0;
  if (buckets.length === 0 || !wereTold) return [];
  const gained: Bucket[] = [];
  let place = 0;
  for (const bucket of buckets) {
    const counted = countedAt(last, place, bucket);
    if (counted > 0) place += bucketWidth;
    if (bucket.count < counted) return undefined;
    if (bucket.count > counted) gained.push({ ...bucket, count: bucket.count - counted });
  }
  if (place === last.flatBuckets.length) return gained;
  return overlapsAt(last, place, buckets) ? [] : undefined;
}

/** 0 when the bucket at this place is another one; both lists ascend, and neither has empty ones. */
function countedAt({ flatBuckets }: KeptMeasure, place: number, { lower, upper }: Bucket): number {
  const isSame = flatBuckets[place] === lower && flatBuckets[place + 1] === upper;
  return isSame ? (flatBuckets[place + 2] ?? 0) : 0;
}

/** Whether what a bucket held that is no longer there may lie in others now. */
function overlapsAt({ flatBuckets }: KeptMeasure, place: number, buckets: readonly Bucket[]): boolean {
  const [lostLower = 0, lostUpper = 0] = flatBuckets.slice(place, place + 2);
  return buckets.some(({ lower, upper }) => lower < lostUpper && upper > lostLower);
}
