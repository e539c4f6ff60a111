import type { BudgetingMethod, Operator } from '../content.ts';

/** OpenSLO documents in our own shape, the same for every version of OpenSLO they were written in. */
export type Definition =
  | SloDefinition
  | IndicatorDefinition
  | ServiceDefinition
  | DataSourceDefinition
  | AlertPolicyDefinition
  | AlertConditionDefinition
  | AlertNotificationTargetDefinition;

export interface Named {
  /** As written: other tools' names may have capitals, dots and underscores. */
  readonly name: string;
  /** Empty if it has none, like all texts here. */
  readonly displayName: string;
  readonly description: string;
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** What a document refers to by name, or holds in place. */
export interface Link<Target> {
  /** Null if it is in place. */
  readonly ref: string | null;
  /** Null if nothing usable has that name. */
  readonly definition: Target | null;
}

export interface SloDefinition extends Named {
  readonly kind: 'SLO';
  /** Name of the service, whether or not there is a document for it. */
  readonly service: string;
  readonly budgetingMethod: BudgetingMethod;
  readonly timeWindow: TimeWindow;
  /** Null if every objective has an indicator of its own. */
  readonly indicator: Link<IndicatorDefinition> | null;
  readonly objectives: readonly ObjectiveDefinition[];
  readonly alertPolicies: readonly Link<AlertPolicyDefinition>[];
}

export type TimeWindow =
  /** A rolling month is 30, a quarter 90 and a year 365 days. */
  | { readonly type: 'rolling'; readonly seconds: number }
  | {
      readonly type: 'calendar';
      readonly unit: CalendarUnit;
      readonly count: number;
      /** `2026-01-31 00:00:00`, in the time zone. */
      readonly start: string;
      readonly timeZone: string;
    };

export type CalendarUnit = 'second' | 'minute' | 'hour' | 'day' | 'week' | 'month' | 'quarter' | 'year';

export interface ObjectiveDefinition {
  readonly displayName: string;
  /** Percent as a decimal string ("99.5"), digit by digit as written. */
  readonly targetPercent: string;
  /** From which share of good events a slice of time is good ("0.95"); null where slices are not judged. */
  readonly timeSliceTarget: string | null;
  readonly timeSliceWindowSeconds: number | null;
  /** What events are compared with to tell good from bad; null where the metrics tell it themselves. */
  readonly threshold: { readonly op: Operator; readonly value: string } | null;
  /** Of its own, in a composite SLO. */
  readonly indicator: Link<IndicatorDefinition> | null;
  readonly compositeWeight: string | null;
}

export interface IndicatorDefinition extends Named {
  readonly kind: 'SLI';
  readonly measure: Measure;
}

export type Measure =
  /** Good or bad events out of all. */
  | {
      readonly type: 'ratio';
      readonly counted: 'good' | 'bad';
      readonly part: Metric;
      readonly total: Metric;
      /** The metrics only ever grow. */
      readonly isCounter: boolean;
    }
  /** A share somebody else has computed already. */
  | {
      readonly type: 'raw';
      readonly counted: 'good' | 'bad';
      readonly ratio: Metric;
      readonly isCounter: boolean;
    }
  /** A value, compared by each objective with its own threshold. */
  | { readonly type: 'threshold'; readonly metric: Metric };

export interface Metric {
  /** Null if the metric does not say where it is. */
  readonly dataSource: Link<DataSourceDefinition> | null;
  /** Of the metric, or else of its data source; empty if neither says. */
  readonly type: string;
  readonly spec: Readonly<Record<string, unknown>>;
}

export interface ServiceDefinition extends Named {
  readonly kind: 'Service';
}

export interface DataSourceDefinition extends Named {
  readonly kind: 'DataSource';
  readonly type: string;
  readonly connectionDetails: unknown;
}

export interface AlertPolicyDefinition extends Named {
  readonly kind: 'AlertPolicy';
  readonly alertWhenNoData: boolean;
  readonly alertWhenBreaching: boolean;
  readonly alertWhenResolved: boolean;
  readonly conditions: readonly Link<AlertConditionDefinition>[];
  readonly notificationTargets: readonly Link<AlertNotificationTargetDefinition>[];
}

export interface AlertConditionDefinition extends Named {
  readonly kind: 'AlertCondition';
  readonly severity: string;
  readonly op: Operator;
  /** Burn rate, as a decimal string. */
  readonly threshold: string;
  readonly lookbackSeconds: number;
  readonly alertAfterSeconds: number | null;
}

export interface AlertNotificationTargetDefinition extends Named {
  readonly kind: 'AlertNotificationTarget';
  readonly target: string;
}
