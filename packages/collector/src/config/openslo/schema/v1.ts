import { durationUnits } from '../duration.ts';
import { alertCondition, alertNotificationTarget, alertPolicy } from './alert.ts';
import { description, duration, fields } from './fields.ts';
import { dataSource, indicator, inlineIndicator, v1Metric } from './indicator.ts';
import { v1Metadata as metadata } from './metadata.ts';
import { slo } from './slo.ts';
import { documents, type VersionSchemas } from './version-schemas.ts';

const anyDuration = duration(durationUnits);
const sli = indicator(v1Metric);
const condition = alertCondition(anyDuration, anyDuration.nullish());
const policy = alertPolicy(metadata, condition);

/** `openslo/v1` as the OpenSLO Go SDK understands it. */
export const v1: VersionSchemas = documents('openslo/v1', metadata, {
  DataSource: dataSource,
  Service: fields({ description }).nullish(),
  SLI: sli,
  SLO: slo({
    service: 'service',
    indicator: 'indicator',
    indicatorRef: 'indicatorRef',
    duration: anyDuration,
    metadata,
    inlineIndicator: inlineIndicator(metadata, sli),
    alertPolicy: policy,
  }),
  AlertPolicy: policy,
  AlertCondition: condition,
  AlertNotificationTarget: alertNotificationTarget,
});
