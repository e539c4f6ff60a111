import type { ThresholdMeasure } from '@faultline/conventions';
import { quantileMs } from '../../model/histogram.ts';
import { bucketEdgesMs } from '../../model/latency-buckets.ts';
import type { CallKey, FirstDays, LatencyThreshold, Slo, SloThreshold } from '../../model/slo.ts';
import { thresholdOnEdge } from './threshold.ts';

/** For each measure the threshold of each model, in milliseconds. */
export type LearnedThresholds = ReadonlyMap<ThresholdMeasure, ReadonlyMap<string, number>>;

export const nothingLearned: LearnedThresholds = new Map();

/** What is usual shows in a week, with its weekend; a day with fewer calls than this shows nothing. */
export const firstDaysAsked = { days: 7, callsMin: 20 } as const;

/** Slower than nearly all were, and by half again: a busy hour is no outage. */
const usualQuantile = 0.95;
const margin = 1.5;

type ModelKey = Pick<CallKey, 'provider' | 'model' | 'environment'>;

/** Models whose first days are not complete have no threshold yet; one beyond the last edge could tell nothing apart. */
export function thresholdsFrom(models: readonly FirstDays[]): ReadonlyMap<string, number> {
  return new Map(
    models.flatMap((model) => {
      const usualMs = model.days < firstDaysAsked.days ? null : quantileMs(model.histogram, usualQuantile);
      const thresholdMs = usualMs === null ? undefined : thresholdOnEdge(usualMs * margin, bucketEdgesMs);
      return thresholdMs === undefined ? [] : [[nameOf(model), thresholdMs] as const];
    }),
  );
}

/** The threshold that an SLO holds the calls of a model against; undefined while it is not learned. */
export function thresholdFor(
  { measure, thresholdMs }: SloThreshold,
  model: ModelKey,
  learned: LearnedThresholds,
): LatencyThreshold | undefined {
  const ownMs = thresholdMs === 'learned' ? learned.get(measure)?.get(nameOf(model)) : thresholdMs;
  return ownMs === undefined ? undefined : { measure, thresholdMs: ownMs };
}

/** Every threshold that one of these SLOs may hold calls against. */
export function thresholdsIn(
  { measure, thresholdMs }: SloThreshold,
  learned: LearnedThresholds,
): readonly LatencyThreshold[] {
  const all = thresholdMs === 'learned' ? (learned.get(measure)?.values() ?? []) : [thresholdMs];
  return [...all].map((each) => ({ measure, thresholdMs: each }));
}

/** What must be learned for these SLOs. */
export function measuresToLearn(slos: readonly Slo[]): readonly ThresholdMeasure[] {
  const measures = slos.flatMap(({ threshold }) =>
    threshold?.thresholdMs === 'learned' ? [threshold.measure] : [],
  );
  return [...new Set(measures)];
}

function nameOf({ provider, model, environment }: ModelKey): string {
  return JSON.stringify([provider, model, environment]);
}
