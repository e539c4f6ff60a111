import { collectorMetric } from '@faultline/conventions';
import { stringify } from 'yaml';
import { errorBudget } from '../evaluate/slo/objective.ts';
import { times, toNumber } from '../evaluate/slo/ratio.ts';
import { daysAtMost } from '../evaluate/slo/span.ts';
import { type Tier, tierOf } from '../evaluate/slo/tier.ts';
import { defaultTiming } from '../evaluate/slo/tier-state.ts';
import type { Slo } from '../model/slo.ts';
import { exhaustedTier, sloAlertName } from '../model/slo-alerts.ts';
import { sloLabelNames } from '../model/slo-labels.ts';
import { windowName } from '../model/window-name.ts';

interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly keep_firing_for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

const identity = sloLabelNames.join(', ');

/**
 * Burn rates by Prometheus itself, from nothing but the counters of good and bad events: it alerts although the
 * collector's own evaluation is wrong or stands still. SLOs whose period is of a calendar burn as if it were as long as
 * its longest.
 */
export function prometheusRules(slos: readonly Slo[], keepFiringSeconds: number = keepSeconds): string {
  const tiers = slos.map((slo) => ({ slo, tiers: tiersOf(slo) }));
  const windows = new Set(
    tiers.flatMap(({ tiers: own }) => own.flatMap((tier) => [tier.longSeconds, tier.shortSeconds])),
  );
  const shortFirst = [...windows].sort((a, b) => a - b);
  const alerts = tiers.flatMap(({ slo, tiers: own }) =>
    own.map((tier) => alertOf(slo, tier, keepFiringSeconds)),
  );
  // One group, whose rules are evaluated one after the other: in another one alerts could see recordings of a minute ago.
  const rules = [...shortFirst.flatMap(recordings), ...alerts];
  return asYaml(`# faultline rules --format prometheus`, [{ name: 'faultline-slo', rules }]);
}

const keepSeconds = defaultTiming.keepFiringMs / 1000;

const ratioOver = (seconds: number): string => `llm_slo:bad:ratio_${windowName(seconds)}`;
const badOver = (seconds: number): string => `llm_slo:bad:increase_${windowName(seconds)}`;

/** Sums first, then a ratio: a mean of ratios would weigh a quiet minute like a busy one. */
function recordings(seconds: number): readonly Rule[] {
  const increase = (matcher: string): string =>
    `sum by (${identity}) (increase(${collectorMetric.sloEvents}${matcher}[${windowName(seconds)}]))`;
  return [
    { record: badOver(seconds), expr: increase('{result="bad"}') },
    { record: ratioOver(seconds), expr: `${badOver(seconds)} / ${increase('')}` },
  ];
}

function alertOf({ name, targetPercent }: Slo, tier: Tier, keepFiringSeconds: number): Rule {
  // Worked out exactly: 14.4 * (1 - 0.999) in doubles would fire at exactly 14.4.
  const limit = toNumber(times(tier.factor, errorBudget(targetPercent)));
  const slo = `{slo="${name}"}`;
  const conditions = [
    `${ratioOver(tier.longSeconds)}${slo} > ${limit}`,
    `${ratioOver(tier.shortSeconds)}${slo} > ${limit}`,
    // Half an event less, because an increase is extrapolated.
    ...(tier.badMin > 0 ? [`${badOver(tier.longSeconds)}${slo} > ${tier.badMin - 0.5}`] : []),
  ];
  return {
    alert: sloAlertName.burnRate,
    expr: conditions.join('\nand '),
    ...(keepFiringSeconds > 0 && { keep_firing_for: windowName(keepFiringSeconds) }),
    // Of the series too; said again, so that no two rules are alike.
    labels: { severity: tier.severity, burn_tier: tier.name, slo: name },
    annotations: {
      summary: `{{ $labels.slo_id }} burns its error budget faster than ${toNumber(tier.factor)} times (${tier.name})`,
      description: `Bad share over ${windowName(tier.longSeconds)}: {{ $value | humanizePercentage }}; objective ${targetPercent} %.`,
    },
  };
}

/**
 * What the collector has found out by itself, exact to the event, as alerts of Prometheus. They say nothing when it
 * stands still, so that is an alert too.
 */
export function gaugeRules(): string {
  const stale = `time() - ${collectorMetric.evaluated} > 180`;
  return asYaml('# faultline rules --format prometheus-gauge', [
    {
      name: 'faultline-slo-gauges',
      rules: [
        {
          alert: sloAlertName.burnRate,
          expr: alertsOut('!='),
          annotations: {
            summary: '{{ $labels.slo_id }} burns its error budget too fast ({{ $labels.burn_tier }})',
          },
        },
        {
          alert: sloAlertName.budgetExhausted,
          expr: alertsOut('='),
          annotations: { summary: '{{ $labels.slo_id }} has no error budget left' },
        },
        {
          alert: 'FaultlineEvaluationStale',
          expr: `${stale} or absent(${collectorMetric.evaluated})`,
          labels: { severity: 'page' },
          annotations: { summary: 'Faultline has not evaluated anything for three minutes: it is blind.' },
        },
      ],
    },
  ]);
}

function alertsOut(comparison: '=' | '!='): string {
  const series = `${collectorMetric.sloAlert}{burn_tier${comparison}"${exhaustedTier}"}`;
  return `max by (${identity}, severity, burn_tier) (${series}) == 1`;
}

function tiersOf(slo: Slo): readonly Tier[] {
  return slo.tiers.map((rule) => tierOf(rule, daysAtMost(slo.period) * 86_400));
}

function asYaml(
  comment: string,
  groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[],
): string {
  return `${comment}\n${stringify({ groups }, { lineWidth: 0 })}`;
}
