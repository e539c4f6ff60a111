import type { Bucket, Measured, MetricPoint } from '../../decode/metric.ts';

/** Series under way: thousands of processes, each with a few models and ways to fail. About 300 bytes each. */
const seriesMaxDefault = 50_000;

/**
 * What a cumulative point adds to the one before it. `baseline`: the first one of a series that had begun before
 * anything was known of it, so that how much of it was counted already cannot be told. `repeated`: no newer than the
 * last one.
 */
export type Gain =
  | { readonly kind: 'gain'; readonly measured: Measured }
  | { readonly kind: 'baseline' }
  | { readonly kind: 'repeated' };

/**
 * The last point of each cumulative series. It moves on only by {@link SeriesDraft.commit}: a request that must be sent
 * again has told nothing yet. Two drafts of one series at a time would each count its gain, so whoever makes drafts
 * keeps them in order.
 */
export interface SeriesMemory {
  begin(): SeriesDraft;
}

/** The memory as it will be if a request is stored. */
export interface SeriesDraft {
  /** `series` names one run: a counter that begins anew has another start, and with it another name. */
  gain(series: string, point: MetricPoint): Gain;
  commit(): void;
}

type LastPoint = Measured & Pick<MetricPoint, 'startUnixNano' | 'timeUnixNano'>;

/**
 * `sinceMs` is when this memory began. What a series counted before that may have been stored by whoever ran here then:
 * only a series that began later counts from its first point on.
 */
export function createSeriesMemory(sinceMs: number, seriesMax: number = seriesMaxDefault): SeriesMemory {
  const lastPoints = new Map<string, LastPoint>();
  let knownSinceUnixNano = BigInt(Math.ceil(sinceMs)) * 1_000_000n;

  /** A forgotten series, should it still live, must not count from zero: from then on only younger ones do. */
  function forgetOldest(): void {
    const [oldest] = lastPoints;
    if (oldest === undefined) return;
    const [series, { startUnixNano }] = oldest;
    lastPoints.delete(series);
    if (startUnixNano >= knownSinceUnixNano) knownSinceUnixNano = startUnixNano + 1n;
  }

  return {
    begin() {
      const moved = new Map<string, LastPoint>();
      return {
        gain(series, point) {
          const last = moved.get(series) ?? lastPoints.get(series);
          if (last !== undefined && point.timeUnixNano <= last.timeUnixNano) return { kind: 'repeated' };
          moved.set(series, lastPointOf(point));
          if (last !== undefined) return { kind: 'gain', measured: difference(point, last) };
          return point.startUnixNano >= knownSinceUnixNano
            ? { kind: 'gain', measured: point }
            : { kind: 'baseline' };
        },
        commit() {
          for (const [series, point] of moved) {
            // Whoever moves is the youngest.
            lastPoints.delete(series);
            lastPoints.set(series, point);
          }
          while (lastPoints.size > seriesMax) forgetOldest();
        },
      };
    },
  };
}

function lastPointOf({ startUnixNano, timeUnixNano, count, sum, buckets }: MetricPoint): LastPoint {
  return { startUnixNano, timeUnixNano, count, sum, buckets };
}

/** A value that falls began again from zero, though its start does not say so (OTLP data model, "Resets and Gaps"). */
function difference(point: Measured, last: Measured): Measured {
  if (point.count < last.count || point.sum < last.sum) return point;
  const buckets = bucketsGained(point.buckets, last.buckets);
  return { count: point.count - last.count, sum: point.sum - last.sum, buckets };
}

/** None when the bounds have changed, as those of exponential histograms do: then the mean is all that is known. */
function bucketsGained(buckets: readonly Bucket[], last: readonly Bucket[]): readonly Bucket[] {
  const before = new Map(last.map((bucket) => [nameOf(bucket), bucket.count]));
  const gained = buckets.map((bucket) => {
    const counted = before.get(nameOf(bucket)) ?? 0;
    before.delete(nameOf(bucket));
    return { ...bucket, count: bucket.count - counted };
  });
  const isChanged = before.size > 0 || gained.some(({ count }) => count < 0);
  return isChanged ? [] : gained.filter(({ count }) => count > 0);
}

function nameOf({ lower, upper }: Bucket): string {
  return `${lower}-${upper}`;
}
