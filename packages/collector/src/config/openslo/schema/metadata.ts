import { z } from 'zod';
import type { MetadataContent } from '../content.ts';
import { fields, name, textUpTo } from './fields.ts';

const labelKey = /^[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;
const labelValue = /^([a-z0-9]([-._a-z0-9]{0,61}[a-z0-9])?)?$/;
const domainLabel = '[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?';
const annotationKey = new RegExp(
  `^(?=.{1,253}/|[^/]+$)(${domainLabel}(\\.${domainLabel})*/)?[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$`,
);
/** Kubernetes' "qualified name", whose domain may have parts longer than 63. */
const qualifiedName =
  /^(?=.{1,253}\/|[^/]+$)([a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\/)?[a-zA-Z0-9]([-._a-zA-Z0-9]{0,61}[a-zA-Z0-9])?$/;

const aLabelKey = 'expected letters, digits, ".", "_" and "-", at most 63';
const aQualifiedName =
  'expected a name of at most 63 letters, digits, ".", "_" and "-", like team or example.com/team';

export const alphaMetadata: z.ZodType<MetadataContent> = fields({ name, displayName: textUpTo(63) });

export const v1Metadata: z.ZodType<MetadataContent> = fields({
  name,
  displayName: textUpTo(63),
  labels: z
    .record(
      key(labelKey, aLabelKey),
      z
        .union([z.string(), z.array(z.string())], {
          error: 'expected text or a list of texts, numbers in quotes',
        })
        .nullish(),
    )
    .nullish(),
  annotations: z.record(key(annotationKey, aQualifiedName), z.string().nullish()).nullish(),
});

export const v2Metadata: z.ZodType<MetadataContent> = fields({
  name,
  labels: z
    .record(
      key(qualifiedName, aQualifiedName),
      z.string().regex(labelValue, 'expected at most 63 of a-z, 0-9, ".", "_" and "-"').nullish(),
    )
    .nullish(),
  annotations: z.record(key(qualifiedName, aQualifiedName), z.string().nullish()).nullish(),
});

function key(pattern: RegExp, expected: string): z.ZodString {
  return z
    .string()
    .regex(pattern, { error: (issue) => `"${issue.input}" cannot be a key here; ${expected}` });
}
