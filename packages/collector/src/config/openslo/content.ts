/**
 * What a valid document says, as it was written. `openslo/v1` and `openslo.com/v2alpha` share one shape here, since they
 * differ in a few names of keys; which of them a document may use is the business of its version's schema.
 */

export type Mapping = Readonly<Record<string, unknown>>;

/** A key without a value is null in YAML; upstream reads it as left out, and so do we. */
export type Maybe<T> = T | null | undefined;

export interface MetadataContent {
  readonly name: string;
  readonly displayName?: Maybe<string>;
  readonly labels?: Maybe<Readonly<Record<string, Maybe<string | readonly string[]>>>>;
  readonly annotations?: Maybe<Readonly<Record<string, Maybe<string>>>>;
}

export interface ServiceContent {
  readonly description?: Maybe<string>;
}

export interface DataSourceContent {
  readonly description?: Maybe<string>;
  readonly type: string;
  readonly connectionDetails: unknown;
}

export interface MetricContent {
  /** v1 */
  readonly metricSource?: {
    readonly metricSourceRef?: Maybe<string>;
    readonly type?: Maybe<string>;
    readonly spec: Mapping;
  };
  /** v2alpha */
  readonly dataSourceRef?: Maybe<string>;
  readonly dataSourceSpec?: Maybe<DataSourceContent>;
  readonly spec?: Maybe<Mapping>;
}

export interface RatioContent {
  readonly counter?: Maybe<boolean>;
  readonly good?: Maybe<MetricContent>;
  readonly bad?: Maybe<MetricContent>;
  readonly total?: Maybe<MetricContent>;
  readonly raw?: Maybe<MetricContent>;
  readonly rawType?: Maybe<string>;
}

export interface IndicatorContent {
  readonly description?: Maybe<string>;
  readonly thresholdMetric?: Maybe<MetricContent>;
  readonly ratioMetric?: Maybe<RatioContent>;
}

export interface InlineIndicatorContent {
  readonly metadata: MetadataContent;
  readonly spec: IndicatorContent;
}

export interface AlertConditionContent {
  readonly description?: Maybe<string>;
  readonly severity: string;
  readonly condition: {
    readonly kind: 'burnrate';
    readonly op: Operator;
    readonly threshold: number;
    readonly lookbackWindow: string;
    readonly alertAfter?: Maybe<string>;
  };
}

export interface AlertNotificationTargetContent {
  readonly description?: Maybe<string>;
  readonly target: string;
}

/** The name of a document, or the document itself in place. Which key holds the name depends on what it is a list of. */
export interface LinkContent<Spec> {
  readonly conditionRef?: Maybe<string>;
  readonly targetRef?: Maybe<string>;
  readonly alertPolicyRef?: Maybe<string>;
  readonly metadata?: Maybe<MetadataContent>;
  readonly spec?: Maybe<Spec>;
}

export interface AlertPolicyContent {
  readonly description?: Maybe<string>;
  readonly alertWhenNoData?: Maybe<boolean>;
  readonly alertWhenBreaching?: Maybe<boolean>;
  readonly alertWhenResolved?: Maybe<boolean>;
  readonly conditions: readonly LinkContent<AlertConditionContent>[];
  readonly notificationTargets: readonly LinkContent<AlertNotificationTargetContent>[];
}

export type Operator = 'gt' | 'lt' | 'gte' | 'lte';
export type BudgetingMethod = 'Occurrences' | 'Timeslices' | 'RatioTimeslices';

export interface CalendarContent {
  readonly startTime: string;
  readonly timeZone: string;
}

export interface ObjectiveContent {
  readonly displayName?: Maybe<string>;
  readonly op?: Maybe<string>;
  readonly value?: Maybe<number>;
  readonly target?: Maybe<number>;
  readonly targetPercent?: Maybe<number>;
  readonly timeSliceTarget?: Maybe<number>;
  readonly timeSliceWindow?: Maybe<string>;
  readonly compositeWeight?: Maybe<number>;
  /** v1 */
  readonly indicator?: Maybe<InlineIndicatorContent>;
  readonly indicatorRef?: Maybe<string>;
  /** v2alpha */
  readonly sli?: Maybe<InlineIndicatorContent>;
  readonly sliRef?: Maybe<string>;
}

export interface SloContent {
  readonly description?: Maybe<string>;
  /** v1 */
  readonly service?: string;
  readonly indicator?: Maybe<InlineIndicatorContent>;
  readonly indicatorRef?: Maybe<string>;
  /** v2alpha */
  readonly serviceRef?: string;
  readonly sli?: Maybe<InlineIndicatorContent>;
  readonly sliRef?: Maybe<string>;
  readonly budgetingMethod: BudgetingMethod;
  readonly timeWindow: readonly {
    readonly duration: string;
    readonly isRolling?: Maybe<boolean>;
    readonly calendar?: Maybe<CalendarContent>;
  }[];
  readonly objectives?: Maybe<readonly ObjectiveContent[]>;
  readonly alertPolicies?: Maybe<readonly LinkContent<AlertPolicyContent>[]>;
}

export type AlphaUnit = 'Second' | 'Day' | 'Week' | 'Month' | 'Quarter';

export interface AlphaMetricContent {
  readonly source: string;
  readonly queryType: string;
  readonly query: string;
}

export interface AlphaSloContent {
  readonly description?: Maybe<string>;
  readonly service: string;
  readonly budgetingMethod: 'Occurrences' | 'Timeslices';
  readonly indicator?: Maybe<{ readonly thresholdMetric: AlphaMetricContent }>;
  readonly timeWindows: readonly {
    readonly unit: AlphaUnit;
    readonly count: number;
    readonly isRolling?: Maybe<boolean>;
    readonly calendar?: Maybe<CalendarContent>;
  }[];
  readonly objectives?: Maybe<
    readonly {
      readonly displayName?: Maybe<string>;
      readonly op?: Maybe<string>;
      readonly value?: Maybe<number>;
      readonly target: number;
      readonly timeSliceTarget?: Maybe<number>;
      readonly ratioMetrics?: Maybe<{
        readonly good: AlphaMetricContent;
        readonly total: AlphaMetricContent;
        readonly incremental?: Maybe<boolean>;
      }>;
    }[]
  >;
}

interface Content<Version extends string, Kind extends string, Spec> {
  readonly apiVersion: Version;
  readonly kind: Kind;
  readonly metadata: MetadataContent;
  readonly spec: Spec;
}

export type AnyVersion = 'openslo/v1alpha' | 'openslo/v1' | 'openslo.com/v2alpha';
type Current = 'openslo/v1' | 'openslo.com/v2alpha';

export type DocumentContent =
  | Content<'openslo/v1alpha', 'SLO', AlphaSloContent>
  | Content<Current, 'SLO', SloContent>
  | Content<AnyVersion, 'Service', Maybe<ServiceContent>>
  | Content<Current, 'DataSource', DataSourceContent>
  | Content<Current, 'SLI', IndicatorContent>
  | Content<Current, 'AlertPolicy', AlertPolicyContent>
  | Content<Current, 'AlertCondition', AlertConditionContent>
  | Content<Current, 'AlertNotificationTarget', AlertNotificationTargetContent>;

export type Kind = DocumentContent['kind'];
