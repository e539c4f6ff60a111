import { byText } from '../../model/text-order.ts';
import { isInTrouble } from './state.ts';
import type { Alternative, HealthAdvice } from './verdict.ts';

/** More to choose from helps nobody, and every verdict in trouble carries them. */
const alternativesMax = 10;

/** To each that is in trouble, what works: named in a steady order, so that traffic that shifts is no news. */
export function withAlternatives(all: readonly HealthAdvice[]): readonly HealthAdvice[] {
  const working = all.filter(works).sort(byName);
  const down = new Set(
    all
      .filter(({ model, region, state }) => model === null && region === null && state === 'down')
      .map(({ provider }) => provider),
  );
  return all.map((each) =>
    isInTrouble(each.state) ? { ...each, alternatives: alternativesTo(each, working, down) } : each,
  );
}

/** Nobody should be sent to what nobody has tried for a minute. */
function works({ model, region, state, attempts }: HealthAdvice): boolean {
  return model !== null && region === null && state === 'ok' && (attempts ?? 0) > 0;
}

/** A vendor that is down as a whole takes its models along sooner or later; those of one that is not are the nearest. */
function alternativesTo(
  { provider, model }: HealthAdvice,
  working: readonly HealthAdvice[],
  down: ReadonlySet<string>,
): readonly Alternative[] {
  const others = working.filter((each) => each.model !== model || each.provider !== provider);
  const own = others.filter((each) => each.provider === provider);
  const foreign = others.filter((each) => each.provider !== provider);
  return [...own, ...foreign]
    .filter((each) => !down.has(each.provider))
    .slice(0, alternativesMax)
    .map((each) => ({ provider: each.provider, model: each.model ?? '' }));
}

function byName(a: HealthAdvice, b: HealthAdvice): number {
  return byText(a.provider, b.provider) || byText(a.model ?? '', b.model ?? '');
}
