import type { Alert } from '../model/alert.ts';
import type { SloStatus } from '../model/slo.ts';

/** A burning tier of one SLO instance, firing since `startsAtMs`. */
export interface BurningTier {
  readonly status: SloStatus;
  readonly tier: string;
  readonly severity: 'page' | 'ticket';
  readonly burnRate: number;
}

export function burningTiers(statuses: readonly SloStatus[]): readonly BurningTier[] {
  return statuses.flatMap((status) => status.burning.map((burning) => ({ status, ...burning })));
}

/** Empty label values are dropped by Alertmanager, so labels without a value are not sent. */
export function sloLabels({ status, tier, severity }: BurningTier): Readonly<Record<string, string>> {
  const { instance } = status;
  const labels = {
    alertname: 'LLMSLOBurnRate',
    slo_id: instance.id,
    slo: instance.slo.name,
    severity,
    burn_tier: tier,
    scope: instance.slo.scope,
    provider: instance.provider,
    model: instance.model,
    service: instance.service,
    env: instance.environment,
  };
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}

export function sloAlert(burning: BurningTier, startsAtMs: number, publicUrl: string): Alert {
  const { status } = burning;
  const { instance, period } = status;
  const remaining = status.budgetRemaining;
  return {
    labels: sloLabels(burning),
    annotations: {
      summary: `${instance.id} burns its error budget ${burning.burnRate.toFixed(1)} times too fast (${burning.tier})`,
      description:
        `Objective ${instance.slo.targetPercent} % over ${instance.slo.periodDays} days; ` +
        `${period.bad} of ${period.good + period.bad} calls were bad.`,
      budget_remaining: remaining === null ? 'unknown' : `${(remaining * 100).toFixed(1)} %`,
    },
    startsAtMs,
    endsAtMs: null,
    generatorUrl: `${publicUrl.replace(/\/+$/, '')}/`,
  };
}
