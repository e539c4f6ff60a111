import type { Rows } from '../../model/call.ts';
import type { SeriesKey } from '../../model/frame.ts';
import type { InFlightReport, StartedCalls } from '../../model/in-flight.ts';
import { DropCounts } from '../drop-counts.ts';
import { timeOf } from '../span-time.ts';
import { lengthMax, TextBounds } from '../text-bounds.ts';
import type { Metered, MetricDropReason } from './meter-calls.ts';
import { pointIdOf } from './point-identity.ts';
import type { InFlightReading } from './read-in-flight.ts';
import { gainOf, type SeriesDraft } from './series-memory.ts';

export interface ToldInFlight extends Omit<Metered, 'rows'>, Required<Pick<Rows, 'started' | 'inFlight'>> {}

/** What a request adds to the calls that began, and what it says is in flight. */
export function tellInFlight(reading: InFlightReading, draft: SeriesDraft, nowMs: number): ToldInFlight {
  const dropped = new DropCounts<MetricDropReason>(reading.unread);
  const bounds = new TextBounds();
  const started: StartedCalls[] = [];
  let [counted, clamped] = [reading.waiting, 0];
  for (const told of reading.started) {
    const gain = gainOf(told, draft);
    if (gain.kind !== 'gain') {
      dropped.add(gain.kind);
      continue;
    }
    counted++;
    const calls = gain.measured.sum;
    if (calls === 0) continue;
    const time = timeOf(told.span, nowMs);
    if (time.clamped) clamped++;
    const { series, point } = told;
    started.push({
      ...boundedKey(told.key, bounds),
      endMs: time.endMs,
      calls,
      pointId: pointIdOf(series, point),
    });
  }
  const inFlight: InFlightReport[] = [];
  for (const { instance, calls, span } of reading.reports) {
    const time = timeOf(span, nowMs);
    if (time.clamped) clamped++;
    const lines = calls.map((line) => ({ ...line, ...boundedKey(line, bounds) }));
    inFlight.push({ atMs: time.endMs, instance, calls: lines });
  }
  return { started, inFlight, counted, dropped: dropped.counts, clamped, clipped: bounds.clipped };
}

function boundedKey({ provider, model, region, credential }: SeriesKey, bounds: TextBounds): SeriesKey {
  return {
    provider: bounds.clip(lengthMax.provider, provider),
    model: bounds.clip(lengthMax.model, model),
    region: bounds.clip(lengthMax.region, region),
    credential: bounds.clip(lengthMax.credential, credential),
  };
}
