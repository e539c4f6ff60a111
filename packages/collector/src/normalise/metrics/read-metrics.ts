import type { Metric, MetricBatch, MetricPoint } from '../../decode/metric.ts';
import { DropCounts } from '../drop-counts.ts';
import { type CallPoint, readCallPoint, type Unread } from './call-point.ts';
import { inFlightMetricNames } from './in-flight-point.ts';
import { ownerOf, seriesOf } from './point-identity.ts';

/** A data point that tells of calls, and its place among the others. */
export interface SeriesPoint extends CallPoint {
  /** The run of the series that it belongs to. */
  readonly series: string;
  /** The same request tells this fact of the same calls under a newer name too. */
  readonly isOutdated: boolean;
}

/** What a request tells, before it is known how much of it is new. */
export interface MetricsReading {
  readonly points: readonly SeriesPoint[];
  /** Metrics, or data points of those that are read, by why they tell of no calls. */
  readonly unread: Readonly<Partial<Record<Unread, number>>>;
}

export function readMetrics({ metrics, others }: MetricBatch): MetricsReading {
  const unread = new DropCounts<Unread>();
  const found: Found[] = [];
  unread.add('not_llm', others);
  for (const metric of metrics) {
    // Of calls that have not ended; see read-in-flight.ts.
    if (inFlightMetricNames.includes(metric.name)) continue;
    const owner = ownerOf(metric.resource);
    if (metric.temporality === 0 && metric.points.length === 0) unread.add('uncountable');
    for (const point of metric.points) {
      const read = readCallPoint(metric, point);
      if (typeof read === 'string') unread.add(read);
      else found.push(foundOf(read, owner, metric, point));
    }
  }
  return { points: markNamesakes(found), unread: unread.counts };
}

interface Found extends Omit<SeriesPoint, 'isOutdated'> {
  /** Equal for points that tell the same fact of the same calls, whatever its name. */
  readonly told: string;
}

function foundOf(read: CallPoint, owner: string, metric: Metric, point: MetricPoint): Found {
  const told = JSON.stringify([owner, metric.scope.name, read.target.operation, read.fact]);
  return { ...read, series: seriesOf(owner, metric, point), told };
}

/**
 * Who sends a fact under the names of several generations sends them together. Of what comes in another request nobody
 * knows that it is of the same process: resources often leave out what tells processes apart, and in a fleet that is being
 * upgraded those of the older name are calls of their own.
 */
function markNamesakes(found: readonly Found[]): readonly SeriesPoint[] {
  const newest = new Map<string, number>();
  for (const { told, generation } of found) newest.set(told, Math.max(generation, newest.get(told) ?? 0));
  return found.map((point) => ({ ...point, isOutdated: point.generation !== newest.get(point.told) }));
}
