import { toNumber } from '../evaluate/slo/ratio.ts';
import { spanAt } from '../evaluate/slo/span.ts';
import { tierOf } from '../evaluate/slo/tier.ts';
import { csv } from '../model/csv.ts';
import type { Slo } from '../model/slo.ts';
import { windowName } from '../model/window-name.ts';

const columns = [
  'slo',
  'per',
  'counts',
  'threshold',
  'target_percent',
  'period_days',
  'tier',
  'severity',
  'long_window',
  'short_window',
  'burn_factor',
  'bad_min',
];

/** A line for each tier of each SLO. Of a calendar period, as long as it is at the moment. */
export function sloTable(slos: readonly Slo[], atMs: number): string {
  const lines = slos.flatMap((slo) => {
    const { lengthSeconds } = spanAt(slo.period, atMs);
    return slo.tiers.map((rule) => {
      const tier = tierOf(rule, lengthSeconds);
      return [
        ...[slo.name, slo.scope, slo.policy, thresholdText(slo), slo.targetPercent, lengthSeconds / 86_400],
        ...[tier.name, tier.severity, windowName(tier.longSeconds), windowName(tier.shortSeconds)],
        ...[toNumber(tier.factor), tier.badMin],
      ];
    });
  });
  return csv(columns, lines);
}

function thresholdText({ threshold }: Slo): string {
  if (!threshold) return '';
  const { measure, thresholdMs } = threshold;
  return thresholdMs === 'learned' ? `${measure} as learned` : `${measure} < ${thresholdMs} ms`;
}
