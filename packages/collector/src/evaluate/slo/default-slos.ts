import type { Slo } from '../../model/slo.ts';
import { defaultTierRules } from './tier.ts';

/** What everybody gets without configuring anything: every provider, model and service seen has an objective. */
const everybody: Pick<Slo, 'period' | 'match' | 'tiers'> = {
  period: { kind: 'rolling', days: 28 },
  match: {},
  tiers: defaultTierRules,
};

export const defaultSlos: readonly Slo[] = [
  {
    name: 'provider-availability',
    scope: 'provider',
    policy: 'availability',
    targetPercent: '99.5',
    ...everybody,
  },
  {
    name: 'model-availability',
    scope: 'model',
    policy: 'availability',
    targetPercent: '99.0',
    ...everybody,
  },
  {
    name: 'service-availability',
    scope: 'service',
    policy: 'user_visible',
    targetPercent: '99.0',
    ...everybody,
  },
  {
    name: 'model-time-to-first-chunk',
    scope: 'model',
    policy: 'availability',
    threshold: { measure: 'time_to_first_chunk', thresholdMs: 'learned' },
    targetPercent: '95.0',
    ...everybody,
    // What was usual is a guess at what is good enough: nobody is woken for it.
    tiers: defaultTierRules.filter(({ severity }) => severity === 'ticket'),
  },
];
