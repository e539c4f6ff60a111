import type { InFlightReport, StartedCalls } from '../../model/in-flight.ts';
import { secondsMs } from '../grid.ts';
import { cellTime, exactMax, time, uint, uint32Max } from './column-value.ts';

/** Columns of what processes tell of calls that have not ended. */
export const unendedColumns = {
  calls_2s: ['point_id', 'time', 'provider', 'model', 'region', 'credential', 'started'],
  in_flight_2s: ['instance_hex', 'time', 'reported_at', 'calls'],
} as const;

export function startedValues(row: StartedCalls): readonly unknown[] {
  const { pointId, endMs, provider, model, region, credential, calls } = row;
  return [
    pointId,
    cellTime(endMs, secondsMs),
    ...[provider, model, region, credential],
    uint(calls, exactMax),
  ];
}

export function inFlightValues({ instance, atMs, calls }: InFlightReport): readonly unknown[] {
  return [
    instance,
    cellTime(atMs, secondsMs),
    time(atMs),
    // Named: ClickHouse takes a tuple whose parts have names for nothing else.
    calls.map(({ provider, model, region, credential, ...count }) => ({
      ...{ provider, model, region, credential },
      age_seconds: uint(count.ageSeconds, uint32Max),
      calls: uint(count.calls, exactMax),
    })),
  ];
}
