import { stringify } from 'yaml';
import { type Slo, type SloPeriod, thresholdSettings } from '../model/slo.ts';

/** Each SLO as an OpenSLO document that this collector would read again. */
export function openSloDocuments(slos: readonly Slo[]): string {
  return slos.map((slo) => stringify(documentOf(slo), { lineWidth: 0 })).join('---\n');
}

function documentOf({ name, scope, policy, match, threshold, tiers, targetPercent, period }: Slo): object {
  const limit = threshold && {
    [thresholdSettings[threshold.measure]]:
      threshold.thresholdMs === 'learned' ? 'learned' : `${threshold.thresholdMs}ms`,
  };
  const spec = {
    ...{ per: scope, counts: policy, match },
    ...(limit && { threshold: limit }),
    tiers: tiers.map((tier) => tier.name),
  };
  const metric = { metricSource: { type: 'faultline', spec } };
  return {
    apiVersion: 'openslo/v1',
    kind: 'SLO',
    metadata: { name },
    spec: {
      service: 'llm',
      budgetingMethod: 'Occurrences',
      timeWindow: [windowOf(period)],
      indicator: {
        metadata: { name: `${name}-calls` },
        spec: { ratioMetric: { counter: true, good: metric, total: metric } },
      },
      objectives: [{ targetPercent: Number(targetPercent) }],
    },
  };
}

const unitLetters = { day: 'd', week: 'w', month: 'M', year: 'Y' } as const;

function windowOf(period: SloPeriod): object {
  if (period.kind === 'rolling') return { duration: `${period.days}d`, isRolling: true };
  const { unit, count, startLocal, timeZone } = period;
  const startTime = `${startLocal.replace('T', ' ')}:00`.slice(0, 19);
  return {
    duration: `${count}${unitLetters[unit]}`,
    isRolling: false,
    calendar: { startTime, timeZone },
  };
}
