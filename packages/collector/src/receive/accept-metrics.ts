import { decodeMetrics } from '../decode/decode-metrics.ts';
import type { Encoding } from '../decode/decode-traces.ts';
import { KeySet } from '../decode/key-set.ts';
import { wantedMetricAttributes } from '../normalise/metrics/call-point.ts';
import { type Metered, type MetricDropReason, meterCalls } from '../normalise/metrics/meter-calls.ts';
import { wantedMetricNames } from '../normalise/metrics/metric-meaning.ts';
import { readMetrics } from '../normalise/metrics/read-metrics.ts';
import { createSeriesMemory, type SeriesMemory } from '../normalise/metrics/series-memory.ts';
import { createInOrder, type InOrder } from './in-order.ts';
import type { ReceiveMeter } from './meter.ts';
import type { Refusal } from './refusal.ts';
import { type Accepted, makeDurable, type Sink } from './sink.ts';

const wanted = { names: new KeySet(wantedMetricNames), attributes: new KeySet(wantedMetricAttributes) };

/** A sink that knows what of cumulative series is stored already. */
export interface MetricsSink extends Sink {
  readonly series: SeriesMemory;
  readonly inOrder: InOrder;
}

export function createMetricsMemory(nowMs: number): Pick<MetricsSink, 'series' | 'inOrder'> {
  return { series: createSeriesMemory(nowMs), inOrder: createInOrder() };
}

/**
 * Accepted only once the rows are durable; until then the memory of the series stands still, so that a batch that must
 * come again counts then. Meanwhile nobody else may count the same series from where it stood. Metrics that count no
 * calls are no error: an app sends all its metrics.
 *
 * @throws {DecodeError} when the body is broken.
 */
export async function acceptMetrics(
  body: Uint8Array,
  encoding: Encoding,
  sink: MetricsSink,
): Promise<Accepted | Refusal> {
  const reading = readMetrics(decodeMetrics(body, encoding, wanted));
  const cumulative = reading.points.filter(({ isCumulative }) => isCumulative);
  return sink.inOrder(
    cumulative.map((point) => point.series),
    async () => {
      const draft = sink.series.begin();
      const metered = meterCalls(reading, draft, sink.now());
      const refusal = await makeDurable({ calls: [], attempts: [], metered: metered.rows }, 'metrics', sink);
      if (refusal) return refusal;
      draft.commit();
      count(metered, sink.meter);
      return { kind: 'accepted' };
    },
  );
}

function count({ counted, dropped, clamped, clipped }: Metered, meter: ReceiveMeter): void {
  for (const [reason, items] of Object.entries(dropped) as [MetricDropReason, number][]) {
    meter.dropped('metrics', reason, items);
  }
  meter.accepted('metrics', counted);
  if (clamped > 0) meter.timesClamped(clamped);
  if (clipped > 0) meter.textsClipped(clipped);
}
