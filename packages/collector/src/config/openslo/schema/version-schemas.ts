import { z } from 'zod';
import type { AnyVersion, DocumentContent, Kind, MetadataContent } from '../content.ts';
import { fields } from './fields.ts';

/** What a document of each kind of one version must look like. */
export type VersionSchemas = Readonly<Partial<Record<Kind, z.ZodType<DocumentContent>>>>;

export function documents(
  apiVersion: AnyVersion,
  metadata: z.ZodType<MetadataContent>,
  specs: Readonly<Partial<Record<Kind, z.ZodType>>>,
): VersionSchemas {
  const schemas = Object.entries(specs).map(([kind, spec]) => [
    kind,
    fields({ apiVersion: z.literal(apiVersion), kind: z.literal(kind), metadata, spec }),
  ]);
  // A loop over kinds loses which spec belongs to which; `specs` holds them side by side.
  return Object.fromEntries(schemas) as VersionSchemas;
}
