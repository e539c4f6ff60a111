import { z } from 'zod';
import type {
  AlertConditionContent,
  AlertNotificationTargetContent,
  AlertPolicyContent,
  LinkContent,
  Mapping,
  MetadataContent,
} from '../content.ts';
import {
  description,
  fields,
  isLeftOut,
  isSet,
  listOf,
  name,
  operator,
  optionalFlag,
  type Report,
  requiredText,
  withRule,
} from './fields.ts';

/** `alertAfter` is the one thing the versions do not agree on. */
export function alertCondition(
  duration: z.ZodType<string>,
  alertAfter: z.ZodType<string | null | undefined>,
): z.ZodType<AlertConditionContent> {
  return fields({
    description,
    severity: requiredText,
    condition: fields({
      kind: z.literal('burnrate'),
      op: operator,
      threshold: z.number(),
      lookbackWindow: duration,
      alertAfter,
    }),
  });
}

export const alertNotificationTarget: z.ZodType<AlertNotificationTargetContent> = fields({
  description,
  target: requiredText,
});

export function alertPolicy(
  metadata: z.ZodType<MetadataContent>,
  condition: z.ZodType<AlertConditionContent>,
): z.ZodType<AlertPolicyContent> {
  return fields({
    description,
    alertWhenNoData: optionalFlag,
    alertWhenBreaching: optionalFlag,
    alertWhenResolved: optionalFlag,
    conditions: listOf(
      link('conditionRef', 'AlertCondition', metadata, condition),
      (length) => length === 1,
      'expected exactly one condition; a policy for each',
    ),
    notificationTargets: listOf(
      link('targetRef', 'AlertNotificationTarget', metadata, alertNotificationTarget),
      (length) => length >= 1,
      'expected at least one target',
    ),
  });
}

/** Another document by its name, or in place. */
export function link<Spec>(
  reference: 'conditionRef' | 'targetRef' | 'alertPolicyRef',
  kind: string,
  metadata: z.ZodType<MetadataContent>,
  spec: z.ZodType<Spec>,
): z.ZodType<LinkContent<Spec>> {
  const both = fields({
    [reference]: name.nullish(),
    kind: z.literal(kind).nullish(),
    metadata: metadata.nullish(),
    spec: spec.nullish(),
  });
  const checked = withRule(both, (value, report) => checkLink(value, reference, kind, report));
  // The compiler cannot tell which key the computed one is.
  return checked as unknown as z.ZodType<LinkContent<Spec>>;
}

const inPlace = ['kind', 'metadata', 'spec'] as const;

function checkLink(value: Mapping, reference: string, kind: string, report: Report): void {
  const isReference = !isLeftOut(value[reference]);
  const isInPlace = inPlace.some((key) => isSet(value[key]));
  if (isReference && isInPlace)
    report([], `\`${reference}\` and a whole ${kind} exclude each other; keep one`);
  if (!isReference && !isInPlace)
    report([], `missing; expected \`${reference}\` or a whole ${kind} (\`kind\`, \`metadata\`, \`spec\`)`);
  if (!isInPlace || isReference) return;
  for (const key of inPlace)
    if (!isSet(value[key]))
      report([key], `missing; a whole ${kind} needs \`kind\`, \`metadata\` and \`spec\``);
}
