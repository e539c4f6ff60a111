import type { KeySet } from './key-set.ts';
import type { Attributes, Resource, Scope } from './span.ts';

/** What of a metrics export is read: metrics of these names, and these attributes of them. */
export interface WantedMetrics {
  readonly names: KeySet;
  readonly attributes: KeySet;
}

export const delta = 1;
export const cumulative = 2;

/** One OTLP metric with the fields that matter here. */
export interface Metric {
  readonly name: string;
  /** As UCUM writes it: `s`, `ms`, `{token}`. */
  readonly unit: string;
  /** `AggregationTemporality`; 0 is none, which is what a gauge or a summary has. */
  readonly temporality: number;
  /** Its values only add up, as those of every histogram do. */
  readonly isMonotonic: boolean;
  /** None for a summary. */
  readonly points: readonly MetricPoint[];
  /** Shared by all metrics of one envelope. */
  readonly resource: Resource;
  readonly scope: Scope;
}

/** What was measured: of a histogram how many values, of a counter the sum alone, which of a gauge is its value. */
export interface Measured {
  readonly count: number;
  /** 0 where a histogram does not tell it. */
  readonly sum: number;
  /** Those that hold something, in ascending order. */
  readonly buckets: readonly Bucket[];
}

/** How many values lay above `lower` and up to `upper`, which is infinite for what overflows. */
export interface Bucket {
  readonly lower: number;
  readonly upper: number;
  readonly count: number;
}

/** One series over one stretch of time. */
export interface MetricPoint extends Measured {
  /** 0 when the sender does not tell it. */
  readonly startUnixNano: bigint;
  readonly timeUnixNano: bigint;
  readonly attributes: Attributes;
  /** All attributes, wanted or not, as they were sent: what tells the series of a metric apart. */
  readonly attributeText: string;
}

export interface MetricBatch {
  readonly metrics: readonly Metric[];
  /** Metrics of other names, which were not read. */
  readonly others: number;
}

/** `DataPointFlags.NO_RECORDED_VALUE_MASK`: a series that has ended, or was not observed this time. */
export function hasNoValue(flags: number): boolean {
  return (flags & 1) === 1;
}

/** The order in which attributes are sent means nothing. */
export function attributeTextOf(texts: readonly string[]): string {
  return [...texts].sort().join('');
}
