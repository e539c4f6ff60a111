import type { Measured, MetricPoint } from '../../decode/metric.ts';
import { bucketsIn, gainedSince, type KeptMeasure, keptOf } from './kept-measure.ts';

/** Some 50 MB when both are reached: 350 bytes a series and 30 a bucket. */
export interface SeriesLimits {
  /** Series under way: thousands of processes, each with a few models and ways to fail. */
  readonly seriesMax: number;
  /** Those of all series that hold something: of each up to 15 with the bounds of the conventions, 160 with exponential ones. */
  readonly bucketsMax: number;
}

const limitsDefault: SeriesLimits = { seriesMax: 50_000, bucketsMax: 1_000_000 };

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

/** What a point adds: a delta is what it says. */
export function gainOf(
  told: { readonly isCumulative: boolean; readonly series: string; readonly point: MetricPoint },
  draft: SeriesDraft,
): Gain {
  const { isCumulative, series, point } = told;
  return isCumulative ? draft.gain(series, point) : { kind: 'gain', measured: point };
}

type LastPoint = KeptMeasure & Pick<MetricPoint, 'startUnixNano' | 'timeUnixNano'>;

/**
 * `sinceMs` is when this memory began. What a series counted before that may have been stored by whoever ran here then:
 * only a series that began later counts from its first point on.
 */
export function createSeriesMemory(sinceMs: number, limits: Partial<SeriesLimits> = {}): SeriesMemory {
  const { seriesMax, bucketsMax } = { ...limitsDefault, ...limits };
  const lastPoints = new Map<string, LastPoint>();
  let bucketsKept = 0;
  let knownSinceUnixNano = BigInt(Math.ceil(sinceMs)) * 1_000_000n;

  function forget(series: string): LastPoint | undefined {
    const last = lastPoints.get(series);
    if (last !== undefined) bucketsKept -= bucketsIn(last);
    lastPoints.delete(series);
    return last;
  }

  /** Whoever moves is the youngest. */
  function remember(series: string, point: LastPoint): void {
    forget(series);
    lastPoints.set(series, point);
    bucketsKept += bucketsIn(point);
  }

  /** A forgotten series, should it still live, must not count from zero: from then on only younger ones do. */
  function forgetOldest(): void {
    const [oldest = ''] = lastPoints.keys();
    const { startUnixNano = 0n } = forget(oldest) ?? {};
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
          if (last !== undefined) return { kind: 'gain', measured: gainedSince(last, point) };
          return point.startUnixNano >= knownSinceUnixNano
            ? { kind: 'gain', measured: point }
            : { kind: 'baseline' };
        },
        commit() {
          for (const [series, point] of moved) remember(series, point);
          while (lastPoints.size > seriesMax || bucketsKept > bucketsMax) forgetOldest();
        },
      };
    },
  };
}

function lastPointOf(point: MetricPoint): LastPoint {
  const { startUnixNano, timeUnixNano } = point;
  return { startUnixNano, timeUnixNano, ...keptOf(point) };
}
