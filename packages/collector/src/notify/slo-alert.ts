import type { Alert } from '../model/alert.ts';
import {
  isAlerting,
  type SloInstance,
  type SloPeriod,
  type SloStatus,
  type TierStatus,
} from '../model/slo.ts';
import { sloLabels } from '../model/slo-labels.ts';

/** One for each tier whose alert is out. */
export function sloAlerts(statuses: readonly SloStatus[], publicUrl: string): readonly Alert[] {
  return statuses.flatMap((status) =>
    status.tiers.flatMap((tier) =>
      isAlerting(tier.state) ? [sloAlert(status, tier, tier.state.sinceMs, publicUrl)] : [],
    ),
  );
}

/** Empty label values are dropped by Alertmanager, so labels without a value are not sent. */
function labelsOf({ instance }: SloStatus, { tier, severity }: TierStatus): Readonly<Record<string, string>> {
  const labels = { alertname: 'LLMSLOBurnRate', ...sloLabels(instance), severity, burn_tier: tier };
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}

function sloAlert(status: SloStatus, tier: TierStatus, startsAtMs: number, publicUrl: string): Alert {
  const { instance, period } = status;
  const remaining = status.budgetRemaining;
  return {
    labels: labelsOf(status, tier),
    annotations: {
      summary: summaryOf(status, tier),
      description:
        `Objective ${instance.slo.targetPercent} % ${periodOf(instance.slo.period)}; ` +
        `${period.bad} of ${period.good + period.bad} calls were ${badnessOf(instance)}.`,
      budget_remaining: remaining === null ? 'unknown' : `${(remaining * 100).toFixed(1)} %`,
    },
    startsAtMs,
    endsAtMs: null,
    generatorUrl: `${publicUrl.replace(/\/+$/, '')}/`,
  };
}

/** What was true when it last burned is not repeated: it may have stopped. */
function summaryOf({ instance }: SloStatus, { tier, burnRate, state }: TierStatus): string {
  if (state.kind === 'no_data')
    return `${instance.id} burned its error budget, and nobody calls any more (${tier})`;
  if (state.kind === 'holding')
    return `${instance.id} has stopped burning its error budget too fast (${tier})`;
  return `${instance.id} burns its error budget ${(burnRate ?? 0).toFixed(1)} times too fast (${tier})`;
}

function badnessOf({ threshold }: SloInstance): string {
  if (!threshold) return 'bad';
  const what = threshold.measure === 'duration' ? 'the whole answer' : 'the first chunk';
  return `too slow, with ${what} after ${threshold.thresholdMs / 1000} s or more`;
}

function periodOf(period: SloPeriod): string {
  if (period.kind === 'rolling') return `over ${period.days} days`;
  const { count, unit, timeZone } = period;
  return `in each ${count === 1 ? unit : `${count} ${unit}s`} of ${timeZone}`;
}
