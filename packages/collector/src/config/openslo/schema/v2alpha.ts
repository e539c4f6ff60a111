import { alertCondition, alertNotificationTarget, alertPolicy } from './alert.ts';
import { description, duration, fields } from './fields.ts';
import { dataSource, indicator, inlineIndicator, v2Metric } from './indicator.ts';
import { v2Metadata as metadata } from './metadata.ts';
import { slo } from './slo.ts';
import { documents, type VersionSchemas } from './version-schemas.ts';

/** Months, quarters and years are no durations here. */
const exactDuration = duration(['m', 'h', 'd', 'w']);
const sli = indicator(v2Metric);
const condition = alertCondition(exactDuration, exactDuration);
const policy = alertPolicy(metadata, condition);

/** `openslo.com/v2alpha` as the OpenSLO Go SDK understands it. */
export const v2alpha: VersionSchemas = documents('openslo.com/v2alpha', metadata, {
  DataSource: dataSource,
  Service: fields({ description }).nullish(),
  SLI: sli,
  SLO: slo({
    service: 'serviceRef',
    indicator: 'sli',
    indicatorRef: 'sliRef',
    duration: exactDuration,
    metadata,
    inlineIndicator: inlineIndicator(metadata, sli),
    alertPolicy: policy,
  }),
  AlertPolicy: policy,
  AlertCondition: condition,
  AlertNotificationTarget: alertNotificationTarget,
});
