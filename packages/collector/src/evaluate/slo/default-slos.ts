import type { Slo } from '../../model/slo.ts';

/** What everybody gets without configuring anything: every provider, model and service seen has an objective. */
export const defaultSlos: readonly Slo[] = [
  {
    name: 'provider-availability',
    scope: 'provider',
    policy: 'availability',
    targetPercent: '99.5',
    periodDays: 28,
  },
  {
    name: 'model-availability',
    scope: 'model',
    policy: 'availability',
    targetPercent: '99.0',
    periodDays: 28,
  },
  {
    name: 'service-availability',
    scope: 'service',
    policy: 'user_visible',
    targetPercent: '99.0',
    periodDays: 28,
  },
];
