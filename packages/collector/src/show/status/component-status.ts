import type { HealthState } from '@faultline/conventions';
import { isInTrouble, type Judgement } from '../health/state.ts';

/** As Statuspage has them. */
export type ComponentStatus = 'operational' | 'degraded_performance' | 'partial_outage' | 'major_outage';

/** In the words of https://metastatuspage.com/api: none, minor, major, critical. */
export type Impact = 'none' | 'minor' | 'major' | 'critical';

const partialShareMin = 0.2;
const majorShareMin = 0.8;

const badness: readonly ComponentStatus[] = [
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
];

/**
 * What the health of a model is called on a status page. Statuspage knows no "unknown": what is not known is shown as
 * operational, with a word that says so. Of one region never more than a partial outage: the others work.
 */
export function componentStatus({ state, because, failingShare }: Judgement): ComponentStatus {
  if (!isInTrouble(state)) return 'operational';
  if (state === 'recovering') return 'degraded_performance';
  const status = statusOfShare(failingShare ?? 0);
  return because?.incident.region ? milder(status, 'partial_outage') : status;
}

export function statusOfShare(failingShare: number): ComponentStatus {
  if (failingShare >= majorShareMin) return 'major_outage';
  return failingShare >= partialShareMin ? 'partial_outage' : 'degraded_performance';
}

/** Of a vendor: as bad as the worst of its models where it is down as a whole, else at most partly out. */
export function groupStatus(state: HealthState, models: readonly ComponentStatus[]): ComponentStatus {
  const worst = worstStatus(models);
  return state === 'down' ? worst : milder(worst, 'partial_outage');
}

export function worstStatus(statuses: readonly ComponentStatus[]): ComponentStatus {
  return badness[Math.max(0, ...statuses.map((status) => badness.indexOf(status)))] ?? 'operational';
}

export function milder(one: ComponentStatus, other: ComponentStatus): ComponentStatus {
  return badness.indexOf(one) < badness.indexOf(other) ? one : other;
}

export function impactOf(status: ComponentStatus): Impact {
  return (['none', 'minor', 'major', 'critical'] as const)[badness.indexOf(status)] ?? 'none';
}
