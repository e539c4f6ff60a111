import type { Correction } from '../evaluate/slo/corrections.ts';
import type { Config } from './schema.ts';

/** What is planned and counts for no service level pages nobody either. */
export function maintenancesOf({ slo, incidents }: Config): readonly Correction[] {
  return [...incidents.mute, ...slo.corrections];
}
