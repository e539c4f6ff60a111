import { byCreation, type HealthOverride, isInForce } from '../../model/health-override.ts';
import { admitRatio } from './admit-ratio.ts';
import { isInTrouble } from './state.ts';
import { type HealthAdvice, keyOf, notCalled, type Subject, unknown } from './verdict.ts';

/** An override may be taken back at any time, and whoever reads must hear of it within a minute. */
const ttlSecondsMax = 60;

/**
 * What operators say stands in place of what the detector says, for as long as it is in force. One about a vendor holds
 * for each of its models that has none of its own; of several about one subject the newest counts.
 */
export function applyOverrides(
  advice: readonly HealthAdvice[],
  overrides: readonly HealthOverride[],
  { nowMs, windowSeconds }: { readonly nowMs: number; readonly windowSeconds: number },
): readonly HealthAdvice[] {
  const said = [...overrides].filter((override) => isInForce(override, nowMs)).sort(byCreation);
  if (said.length === 0) return advice;
  const known = new Set(advice.map(keyOf));
  // What an operator speaks of need not be called by anybody yet.
  const unheardOf = new Map(
    said
      .map(({ provider, model }) => unknown({ provider, model }, notCalled, windowSeconds))
      .filter((each) => !known.has(keyOf(each)))
      .map((each) => [keyOf(each), each]),
  );
  return [...advice, ...unheardOf.values()].map((each) => {
    const override = overrideOn(each, said);
    return override ? overridden(each, override, nowMs) : each;
  });
}

function overrideOn(subject: Subject, said: readonly HealthOverride[]): HealthOverride | undefined {
  const own = said.filter(({ provider }) => provider === subject.provider);
  return own.findLast(({ model }) => model === subject.model) ?? own.findLast(({ model }) => model === null);
}

function overridden(advice: HealthAdvice, override: HealthOverride, nowMs: number): HealthAdvice {
  const { state, author, reason, untilMs, createdMs } = override;
  const isTrouble = isInTrouble(state);
  // Of all that speak here only a person can know that not even a probe should be sent.
  const ratio = state === 'down' ? 0 : admitRatio(state, advice.errorShare);
  const ttlSeconds = Math.max(1, Math.min(ttlSecondsMax, Math.ceil((untilMs - nowMs) / 1000)));
  const heldOn = override.model === null ? 'provider' : 'model';
  return {
    ...advice,
    state,
    scope: isTrouble ? heldOn : null,
    confidence: null,
    reason: `${author} set it to ${state} until ${new Date(untilMs).toISOString()}: ${reason}`,
    sinceMs: isTrouble ? createdMs : null,
    admitRatio: ratio,
    retryAfterSeconds: ratio < 1 ? ttlSeconds : null,
    override: { id: override.id, author, reason, untilMs, replaces: advice.state },
    ttlSeconds,
  };
}
