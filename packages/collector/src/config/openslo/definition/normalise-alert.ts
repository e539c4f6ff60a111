import type {
  AlertConditionContent,
  AlertNotificationTargetContent,
  AlertPolicyContent,
  MetadataContent,
} from '../content.ts';
import type { Path } from '../parse-documents.ts';
import type {
  AlertConditionDefinition,
  AlertNotificationTargetDefinition,
  AlertPolicyDefinition,
} from './definition.ts';
import {
  type DefinitionSource,
  digits,
  follow,
  named,
  optionalSeconds,
  seconds,
} from './definition-source.ts';

export function normaliseAlertPolicy(
  metadata: MetadataContent,
  spec: AlertPolicyContent,
  path: Path,
  source: DefinitionSource,
): AlertPolicyDefinition {
  return {
    kind: 'AlertPolicy',
    ...named(metadata, spec.description),
    alertWhenNoData: spec.alertWhenNoData ?? false,
    alertWhenBreaching: spec.alertWhenBreaching ?? false,
    alertWhenResolved: spec.alertWhenResolved ?? false,
    conditions: spec.conditions.map((condition, index) =>
      follow(source, 'AlertCondition', condition, [...path, 'conditions', index], (inner, innerSpec, at) =>
        normaliseAlertCondition(inner, innerSpec, at, source),
      ),
    ),
    notificationTargets: spec.notificationTargets.map((target, index) =>
      follow(
        source,
        'AlertNotificationTarget',
        target,
        [...path, 'notificationTargets', index],
        normaliseTarget,
      ),
    ),
  };
}

export function normaliseAlertCondition(
  metadata: MetadataContent,
  { description, severity, condition }: AlertConditionContent,
  path: Path,
  source: DefinitionSource,
): AlertConditionDefinition {
  return {
    kind: 'AlertCondition',
    ...named(metadata, description),
    severity,
    op: condition.op,
    threshold: digits(source, [...path, 'condition', 'threshold'], condition.threshold),
    lookbackSeconds: seconds(condition.lookbackWindow),
    alertAfterSeconds: optionalSeconds(condition.alertAfter),
  };
}

export function normaliseTarget(
  metadata: MetadataContent,
  { description, target }: AlertNotificationTargetContent,
): AlertNotificationTargetDefinition {
  return { kind: 'AlertNotificationTarget', ...named(metadata, description), target };
}
