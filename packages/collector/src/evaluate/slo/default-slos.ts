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
];
