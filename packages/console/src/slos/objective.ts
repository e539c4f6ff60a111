import {
  providerDisplayName,
  type SliPolicyName,
  type SloView,
  type ThresholdMeasure,
} from '@faultline/conventions';
import { formatDuration, formatOffset, formatShare, formatWidth, space } from '../format.ts';

const secondMs = 1000;

/** What was promised: "99.5 % of calls to claude-opus-4-8 good, over 28 days". */
export function objectiveInWords(slo: SloView): string {
  return `${slo.targetPercent}${space}% of ${promiseInWords(slo)}, ${periodInWords(slo)}`;
}

function promiseInWords(slo: SloView): string {
  const calls = `calls ${subjectInWords(slo)}`;
  if (slo.threshold === null) return `${calls} good`;
  const limit = formatOffset(slo.threshold.thresholdMs);
  // Failed calls are in neither count: they burn the budget of availability.
  return `good ${calls} ${measuredInWords[slo.threshold.measure]} within ${limit}`;
}

const measuredInWords: Readonly<Record<ThresholdMeasure, string>> = {
  duration: 'done',
  time_to_first_chunk: 'answering',
};

/** Who it is about: "to claude-opus-4-8", "of checkout in prod". */
function subjectInWords({ scope, provider, model, service, environment }: SloView): string {
  const place = environment === '' ? '' : ` in ${environment}`;
  switch (scope) {
    case 'provider':
      return `to ${providerDisplayName(provider)}${place}`;
    case 'model':
      return `to ${model}${place}`;
    case 'service':
      return `of ${service}${place}`;
  }
}

function periodInWords({ period }: SloView): string {
  const length = formatDuration(period.lengthSeconds * secondMs);
  if (period.kind === 'rolling') return `over ${length}`;
  return `in a calendar period of ${length}, ${formatDuration(period.elapsedSeconds * secondMs)} of it past`;
}

/** What beside the objective decides which calls are good; empty where it goes without saying. */
export function remarksOn({ policy, threshold }: SloView): string {
  const remarks = [
    ...policyRemarks[policy],
    ...(threshold?.isLearned ? ['the limit was learned from what was usual'] : []),
  ];
  return remarks.join('; ');
}

const policyRemarks: Readonly<Record<SliPolicyName, readonly string[]>> = {
  availability: [],
  user_visible: ['our own exhausted limits count as bad'],
};

/** How much is left, in words. */
export function budgetInWords(remaining: number | null): string {
  if (remaining === null) return 'No calls yet: nothing of the budget is spent or left.';
  if (remaining < 0) return `The budget is overspent: ${excess(remaining)} more than all of it.`;
  if (remaining === 0) return 'The budget is spent.';
  return `${formatShare(remaining)} of the budget is left.`;
}

function excess(remaining: number): string {
  const percent = -remaining * 100;
  return `${percent.toLocaleString('en-US', { maximumFractionDigits: percent < 100 ? 1 : 0 })}${space}%`;
}

const hourSeconds = 3600;

/** When the budget is gone if it burns on as in the last hour. */
export function exhaustionInWords(slo: SloView): string {
  const { budgetRemaining, secondsToExhaustion, period } = slo;
  if (budgetRemaining === null) return 'no calls yet';
  if (budgetRemaining <= 0 || secondsToExhaustion === 0) return 'gone';
  if (secondsToExhaustion === null) return withoutBurning(slo);
  if (secondsToExhaustion >= period.lengthSeconds)
    return `lasts longer than ${formatWidth(period.lengthSeconds * secondMs)}`;
  return `gone in ${formatDuration(secondsToExhaustion * secondMs)} at this rate`;
}

function withoutBurning({ burnRates }: SloView): string {
  const lastHour = burnRates.find(({ windowSeconds }) => windowSeconds === hourSeconds);
  if (lastHour?.burnRate === 0) return 'nothing burns it';
  return lastHour?.burnRate === null ? 'no calls in the last hour' : 'nobody knows for how long';
}
