import { decodeMetrics } from '../decode/decode-metrics.ts';
import type { Encoding } from '../decode/decode-traces.ts';
import { KeySet } from '../decode/key-set.ts';
import { type Metered, type MetricDropReason, meterCalls } from '../normalise/metrics/meter-calls.ts';
import { readInFlight } from '../normalise/metrics/read-in-flight.ts';
import { readMetrics } from '../normalise/metrics/read-metrics.ts';
import { createSeriesMemory, type SeriesMemory } from '../normalise/metrics/series-memory.ts';
import { tellInFlight } from '../normalise/metrics/tell-in-flight.ts';
import { wantedMetricAttributes, wantedMetricNames } from '../normalise/metrics/wanted-metrics.ts';
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
  const batch = decodeMetrics(body, encoding, wanted);
  const ended = readMetrics(batch);
  const unended = readInFlight(batch);
  const cumulative = [...ended.points, ...unended.started].filter(({ isCumulative }) => isCumulative);
  return sink.inOrder(
    cumulative.map((point) => point.series),
    async () => {
      const draft = sink.series.begin();
      const metered = meterCalls(ended, draft, sink.now());
      const told = tellInFlight(unended, draft, sink.now());
      const { started, inFlight } = told;
      const rows = { calls: [], attempts: [], metered: metered.rows, started, inFlight };
      const refusal = await makeDurable(rows, 'metrics', sink);
      if (refusal) return refusal;
      draft.commit();
      for (const counts of [metered, told]) count(counts, sink.meter);
      return { kind: 'accepted' };
    },
  );
}

function count({ counted, dropped, clamped, clipped }: Omit<Metered, 'rows'>, meter: ReceiveMeter): void {
  for (const [reason, items] of Object.entries(dropped) as [MetricDropReason, number][]) {
    meter.dropped('metrics', reason, items);
  }
  meter.accepted('metrics', counted);
  if (clamped > 0) meter.timesClamped(clamped);
  if (clipped > 0) meter.textsClipped(clipped);
}
