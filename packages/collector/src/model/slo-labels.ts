import type { SloInstance } from './slo.ts';

/** What names a service level in alerts, metrics and rules: what one of them says fits what the others say. */
export const sloLabelNames = ['slo_id', 'slo', 'scope', 'provider', 'model', 'service', 'env'] as const;

export type SloLabel = (typeof sloLabelNames)[number];

/** Empty where the scope has none. */
export function sloLabels(instance: SloInstance): Readonly<Record<SloLabel, string>> {
  const { id, slo, provider, model, service, environment } = instance;
  return { slo_id: id, slo: slo.name, scope: slo.scope, provider, model, service, env: environment };
}
