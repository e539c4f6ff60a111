import type { Measured } from '../../decode/metric.ts';
import type { EstimatedMs, MeteredCalls } from '../../model/metered-calls.ts';
import { DropCounts } from '../drop-counts.ts';
import { timeOf } from '../span-time.ts';
import { lengthMax, TextBounds } from '../text-bounds.ts';
import type { Unread } from './call-point.ts';
import { estimatedValues } from './estimated-values.ts';
import { pointIdOf } from './point-identity.ts';
import type { MetricsReading, SeriesPoint } from './read-metrics.ts';
import { type Gain, gainOf, type SeriesDraft } from './series-memory.ts';

/**
 * Why metrics, or data points of those that are read, count nothing: {@link Unread}, `reported_twice` where the same
 * calls came under a newer name too, `baseline` and `repeated` as {@link Gain} has them.
 */
export type MetricDropReason = Unread | 'reported_twice' | Exclude<Gain['kind'], 'gain'>;

export interface Metered {
  readonly rows: readonly MeteredCalls[];
  /** Data points that were counted, those included that told nothing new. */
  readonly counted: number;
  readonly dropped: Readonly<Partial<Record<MetricDropReason, number>>>;
  /** Rows whose times were missing or out of range and are not what the sender said. */
  readonly clamped: number;
  /** Texts cut to their bound. */
  readonly clipped: number;
}

/** How many calls a request adds to those that `draft` knows of. */
export function meterCalls(reading: MetricsReading, draft: SeriesDraft, nowMs: number): Metered {
  const dropped = new DropCounts<MetricDropReason>(reading.unread);
  const bounds = new TextBounds();
  const rows: MeteredCalls[] = [];
  let [counted, clamped] = [0, 0];
  for (const seriesPoint of reading.points) {
    // Outdated points are followed too: should they come alone one day, they must not count from zero.
    const gain = gainOf(seriesPoint, draft);
    if (seriesPoint.isOutdated) dropped.add('reported_twice');
    else if (gain.kind !== 'gain') dropped.add(gain.kind);
    else {
      counted++;
      const amounts = amountsOf(seriesPoint, gain.measured);
      if (amounts === undefined) continue;
      const time = timeOf(seriesPoint.span, nowMs);
      if (time.clamped) clamped++;
      rows.push(rowOf(seriesPoint, amounts, time.endMs, bounds));
    }
  }
  return { rows, counted, dropped: dropped.counts, clamped, clipped: bounds.clipped };
}

type Amounts = Pick<
  MeteredCalls,
  'calls' | 'durationMsSum' | 'durationsMs' | 'firstChunksMs' | 'inputTokens' | 'outputTokens'
>;

const nothing: Amounts = {
  calls: 0,
  durationMsSum: 0,
  durationsMs: new Map(),
  firstChunksMs: new Map(),
  inputTokens: 0,
  outputTokens: 0,
};

/** Undefined when nothing has been added. */
function amountsOf({ fact, msPerUnit }: SeriesPoint, measured: Measured): Amounts | undefined {
  const { count, sum } = measured;
  if (fact === 'input_tokens') return sum > 0 ? { ...nothing, inputTokens: sum } : undefined;
  if (fact === 'output_tokens') return sum > 0 ? { ...nothing, outputTokens: sum } : undefined;
  if (count === 0) return undefined;
  const valuesMs = estimatedMs(measured, msPerUnit);
  if (fact === 'first_chunks') return { ...nothing, firstChunksMs: valuesMs };
  return { ...nothing, calls: count, durationMsSum: sum * msPerUnit, durationsMs: valuesMs };
}

function estimatedMs(measured: Measured, msPerUnit: number): EstimatedMs {
  const estimated = [...estimatedValues(measured)];
  return new Map(estimated.map(([value, count]) => [value * msPerUnit, count]));
}

function rowOf(
  { target, series, point }: SeriesPoint,
  amounts: Amounts,
  endMs: number,
  bounds: TextBounds,
): MeteredCalls {
  return {
    endMs,
    provider: bounds.clip(lengthMax.provider, target.provider),
    model: bounds.clip(lengthMax.model, target.model),
    region: bounds.clip(lengthMax.region, target.region),
    service: bounds.clip(lengthMax.service, target.service),
    environment: bounds.clip(lengthMax.environment, target.environment),
    operation: bounds.clip(lengthMax.operation, target.operation),
    // Of first chunks and tokens nobody says how their calls ended; they count no calls, and need a place.
    outcome: amounts.calls > 0 ? target.outcome : 'ok',
    ...amounts,
    pointId: pointIdOf(series, point),
  };
}
