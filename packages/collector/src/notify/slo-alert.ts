import { addressBelow } from '../model/address.ts';
import type { Alert } from '../model/alert.ts';
import {
  isAlerting,
  type SloInstance,
  type SloPeriod,
  type SloStatus,
  type TierStatus,
} from '../model/slo.ts';
import { exhaustedTier, sloAlertName } from '../model/slo-alerts.ts';
import { sloLabels } from '../model/slo-labels.ts';

/** One for each condition whose alert is out, and one for each service level that went silent while one was. */
export function sloAlerts(
  statuses: readonly SloStatus[],
  publicUrl: string,
  nowMs: number,
): readonly Alert[] {
  // The console's page of all of them, at this one.
  const page = addressBelow(publicUrl, '/slos#');
  return statuses.flatMap((status) => {
    const generatorUrl = page + encodeURIComponent(status.instance.id);
    return [...tierAlerts(status), ...silenceAlert(status, nowMs)].map((alert) => ({
      ...alert,
      generatorUrl,
    }));
  });
}

type SloAlert = Omit<Alert, 'generatorUrl'>;

function tierAlerts(status: SloStatus): readonly SloAlert[] {
  return status.tiers.flatMap((tier) =>
    isAlerting(tier.state) ? [tierAlert(status, tier, tier.state.sinceMs)] : [],
  );
}

function tierAlert(status: SloStatus, tier: TierStatus, startsAtMs: number): SloAlert {
  const { instance, period } = status;
  const alertname = tier.tier === exhaustedTier ? sloAlertName.budgetExhausted : sloAlertName.burnRate;
  return {
    labels: labelsOf(instance, { alertname, severity: tier.severity, burn_tier: tier.tier }),
    annotations: {
      summary: summaryOf(status, tier),
      description:
        `Objective ${instance.slo.targetPercent} % ${periodOf(instance.slo.period)}; ` +
        `${period.bad} of ${period.good + period.bad} calls were ${badnessOf(instance)}.`,
      bad: String(period.bad),
      total: String(period.good + period.bad),
      ...budgetNotes(status),
    },
    startsAtMs,
    endsAtMs: null,
  };
}

const minuteMs = 60_000;
/** As long after its alert ended for lack of data: somebody may be about to call again. */
const silenceMs = 15 * minuteMs;
/** After a day of silence nobody is waiting for that answer any more. */
const silenceMsMax = 24 * 60 * minuteMs;

/** It burned when it was last seen, and whether it would still is not known. */
function silenceAlert({ instance, tiers }: SloStatus, nowMs: number): readonly SloAlert[] {
  const ends = tiers.flatMap(({ state }) =>
    state.kind === 'resolved' && state.reason === 'no_data' ? [state.endedMs] : [],
  );
  const startsAtMs = Math.min(...ends) + silenceMs;
  if (ends.length === 0 || nowMs < startsAtMs || nowMs >= startsAtMs + silenceMsMax) return [];
  const summary = `${instance.id} burned its error budget when it was last called, and nobody has called it since`;
  const description = 'Was traffic moved away, or does its caller no longer run? It ends with the next call.';
  return [
    {
      labels: labelsOf(instance, { alertname: sloAlertName.noData, severity: 'ticket' }),
      annotations: { summary, description },
      startsAtMs,
      endsAtMs: null,
    },
  ];
}

/** Empty label values are dropped by Alertmanager, so labels without a value are not sent. */
function labelsOf(
  instance: SloInstance,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const labels = { ...sloLabels(instance), ...own };
  return Object.fromEntries(Object.entries(labels).filter(([, value]) => value !== ''));
}

function budgetNotes({ budgetRemaining, secondsToExhaustion }: SloStatus): Readonly<Record<string, string>> {
  return {
    budget_remaining: budgetRemaining === null ? 'unknown' : `${(budgetRemaining * 100).toFixed(1)} %`,
    ...(secondsToExhaustion !== null && { time_to_exhaustion: roughly(secondsToExhaustion) }),
  };
}

function roughly(seconds: number): string {
  if (seconds === 0) return 'gone';
  if (seconds < 2 * 3_600) return `${Math.ceil(seconds / 60)} min`;
  return seconds < 2 * 86_400 ? `${Math.round(seconds / 3_600)} h` : `${Math.round(seconds / 86_400)} days`;
}

/** What was true when it last burned is not repeated: it may have stopped. */
function summaryOf({ instance }: SloStatus, { tier, burnRate, state }: TierStatus): string {
  if (tier === exhaustedTier)
    return `${instance.id} has no error budget left ${periodOf(instance.slo.period)}`;
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
