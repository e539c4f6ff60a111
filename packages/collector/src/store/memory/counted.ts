import type { ThresholdMeasure } from '@faultline/conventions';
import type { Attempt, Call } from '../../model/call.ts';
import type { SeriesKey } from '../../model/frame.ts';
import type { EstimatedMs, MeteredCalls } from '../../model/metered-calls.ts';
import { nameOfTarget, type Target, targetOf, targetsOf } from '../../model/target.ts';
import { dayMs } from '../grid.ts';

/** An attempt, or as many as a data point of a metric counted; these have no times of their own. */
export interface CountedAttempts
  extends SeriesKey,
    Pick<Attempt, 'endMs' | 'service' | 'outcome' | 'repeat' | 'durationMs' | 'timeToFirstChunkMs'> {
  readonly attempts: number;
  readonly durationsMs: EstimatedMs;
  readonly firstChunksMs: EstimatedMs;
}

/** A call, or as many as a data point of a metric counted. */
export interface CountedCalls
  extends Pick<Call, 'endMs' | 'provider' | 'model' | 'service' | 'environment' | 'outcome'> {
  readonly calls: number;
  readonly durationsMs: EstimatedMs;
  readonly firstChunksMs: EstimatedMs;
}

/** By how often, what a threshold is held against. */
export function measuredMs(
  { durationsMs, firstChunksMs }: CountedCalls,
  measure: ThresholdMeasure,
): EstimatedMs {
  return { duration: durationsMs, time_to_first_chunk: firstChunksMs }[measure];
}

export function countAttempts(
  attempts: Iterable<Attempt>,
  metered: readonly MeteredCalls[],
): readonly CountedAttempts[] {
  return [
    ...[...attempts].map((attempt) => ({
      ...attempt,
      attempts: 1,
      durationsMs: one(attempt.durationMs),
      firstChunksMs: firstChunkOf(attempt),
    })),
    ...metered
      .filter(({ calls, firstChunksMs }) => calls > 0 || firstChunksMs.size > 0)
      .map((row) => ({ ...row, ...untold, attempts: row.calls })),
  ];
}

const untold = { credential: '', repeat: false, durationMs: null, timeToFirstChunkMs: null };

function firstChunkOf({ timeToFirstChunkMs }: Attempt | Call): EstimatedMs {
  return one(timeToFirstChunkMs);
}

function one(valueMs: number | null): EstimatedMs {
  return new Map(valueMs === null ? [] : [[valueMs, 1]]);
}

export function countCalls(calls: Iterable<Call>, metered: readonly MeteredCalls[]): readonly CountedCalls[] {
  return [
    ...[...calls].filter(isSeenByItsClient).map((call) => ({
      ...call,
      ...targetOf(call),
      calls: 1,
      durationsMs: one(call.durationMs),
      firstChunksMs: firstChunkOf(call),
    })),
    ...metered,
  ];
}

/** Of counts of metrics those that stand: on days on which nobody tells the calls one by one. */
export function withoutReported(
  metered: Iterable<MeteredCalls>,
  calls: Iterable<Call>,
): readonly MeteredCalls[] {
  const reported = new Set(
    [...calls]
      .filter(isSeenByItsClient)
      .flatMap((call) => targetsOf(call).map((target) => nameOnDay(target, call.endMs))),
  );
  return [...metered].filter((row) => !reported.has(nameOnDay(row, row.endMs)));
}

function nameOnDay(target: Target, endMs: number): string {
  return `${Math.floor(endMs / dayMs)} ${nameOfTarget(target)}`;
}

export function isSeenByItsClient({ vantage }: Call): boolean {
  return vantage === 'client';
}
