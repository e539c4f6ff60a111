import type { Attempt, Call } from '../../model/call.ts';
import type { SeriesKey } from '../../model/frame.ts';
import type { EstimatedMs, MeteredCalls } from '../../model/metered-calls.ts';

/** An attempt, or as many as a data point of a metric counted. */
export interface CountedAttempts
  extends SeriesKey,
    Pick<Attempt, 'endMs' | 'service' | 'outcome' | 'repeat'> {
  readonly attempts: number;
  readonly firstChunksMs: EstimatedMs;
}

/** A call, or as many as a data point of a metric counted. */
export interface CountedCalls
  extends Pick<Call, 'endMs' | 'provider' | 'model' | 'service' | 'environment' | 'outcome'> {
  readonly calls: number;
}

/** Whose calls are told one by one: what metrics count of them is not added. */
type Target = Pick<Call, 'service' | 'provider' | 'model'>;

export function countAttempts(
  attempts: Iterable<Attempt>,
  metered: readonly MeteredCalls[],
): readonly CountedAttempts[] {
  return [
    ...[...attempts].map((attempt) => ({ ...attempt, attempts: 1, firstChunksMs: firstChunkOf(attempt) })),
    ...metered
      .filter(({ calls, firstChunksMs }) => calls > 0 || firstChunksMs.size > 0)
      .map((row) => ({ ...row, credential: '', repeat: false, attempts: row.calls })),
  ];
}

function firstChunkOf({ timeToFirstChunkMs }: Attempt): EstimatedMs {
  return new Map(timeToFirstChunkMs === null ? [] : [[timeToFirstChunkMs, 1]]);
}

export function countCalls(calls: Iterable<Call>, metered: readonly MeteredCalls[]): readonly CountedCalls[] {
  return [
    ...[...calls].filter(isSeenByItsClient).map((call) => ({ ...call, ...targetOf(call), calls: 1 })),
    ...metered,
  ];
}

/** Of counts of metrics those that stand. */
export function withoutReported(
  metered: Iterable<MeteredCalls>,
  calls: Iterable<Call>,
): readonly MeteredCalls[] {
  const reported = new Set([...calls].filter(isSeenByItsClient).flatMap(targetsOf).map(nameOf));
  return [...metered].filter((row) => !reported.has(nameOf(row)));
}

function isSeenByItsClient({ vantage }: Call): boolean {
  return vantage === 'client';
}

/** Some sources tell only the model that answered. */
function targetOf({ service, provider, model, responseModel }: Call): Target {
  return { service, provider, model: model || responseModel };
}

/** Metrics may name the model that answered as the one that was asked for. */
function targetsOf(call: Call): readonly Target[] {
  const asked = targetOf(call);
  return call.responseModel === '' ? [asked] : [asked, { ...asked, model: call.responseModel }];
}

function nameOf({ service, provider, model }: Target): string {
  return JSON.stringify([service, provider, model]);
}
