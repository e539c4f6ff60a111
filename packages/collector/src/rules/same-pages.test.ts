import { describe, expect, it } from 'vitest';
import { isBurning } from '../evaluate/slo/burn-rate.ts';
import { defaultSlos } from '../evaluate/slo/default-slos.ts';
import { type Case, Minutes, timelines, type Variant } from '../evaluate/slo/golden.fixture.ts';
import { errorBudget } from '../evaluate/slo/objective.ts';
import { type Tier, tierOf } from '../evaluate/slo/tier.ts';
import { stepTier } from '../evaluate/slo/tier-state.ts';
import { isAlerting, type Slo, type TierState } from '../model/slo.ts';
import { gaugeRules, prometheusRules } from './prometheus-rules.ts';
import { firingQuestion, type Pace, seriesOf, testRules } from './promtool.fixture.ts';

// As they ship: with the least number of bad events, and kept for five minutes. The golden numbers themselves, without
// either, are in promtool.test.ts for Prometheus and in golden.test.ts for the collector.

const pace: Pace = { severity: 'page', everyMin: 1, beforeMin: 400 };
const untilMinMax = 1500;

/** The built-in objective of vendors, with the target of the case. */
function shippedSlo({ slo }: Case): Slo {
  const [shipped] = defaultSlos;
  if (!shipped) throw new Error('no built-in objective');
  const targetPercent = String(Number((Number(slo.target) * 100).toFixed(3)));
  const tiers = shipped.tiers.filter(({ severity }) => severity === 'page');
  return { ...shipped, name: 'golden', targetPercent, tiers };
}

/**
 * Whether the collector's own alert of a tier is out, minute by minute. Minutes are left out in which it is held because
 * calls had ceased: Prometheus, which cannot tell silence from recovery, holds it for five and not for 15 minutes.
 */
function ownAlert(tier: Tier, slo: Slo, variant: Variant, { fromMin }: Case['evaluate'], untilMin: number) {
  const minutes = new Minutes(variant.segments);
  const budget = errorBudget(slo.targetPercent);
  const out = new Map<number, boolean>();
  let state: TierState = { kind: 'inactive' };
  let isHeldBySilence = false;
  for (let atMin = fromMin; atMin <= untilMin; atMin += 1) {
    const long = minutes.window(atMin, tier.longSeconds / 60);
    const short = minutes.window(atMin, tier.shortSeconds / 60);
    const hasData = short.good + short.bad > 0;
    const signal = { isBurning: isBurning(tier, long, short, budget), hasData, observedShare: 1 };
    state = stepTier(state, signal, atMin * 60_000);
    if (!isAlerting(state) || state.kind === 'firing') isHeldBySilence = false;
    if (state.kind === 'no_data') isHeldBySilence = true;
    if (!isHeldBySilence) out.set(atMin, isAlerting(state));
  }
  return out;
}

const cases = timelines.flatMap((golden) =>
  golden.tiers.length > 0
    ? golden.variants.map((variant) => [`${golden.id} ${variant.name}`, golden, variant] as const)
    : [],
);

describe('pages of the shipped rules', () => {
  it.each(cases)('are out in the same minutes as those of the collector: %s', async (_, golden, variant) => {
    const slo = shippedSlo(golden);
    const untilMin = Math.min(golden.evaluate.toMin, untilMinMax);
    const questions = slo.tiers.flatMap((rule) => {
      const own = ownAlert(tierOf(rule, 28 * 86_400), slo, variant, golden.evaluate, untilMin);
      return [...own].map(([minute, isOut]) => firingQuestion(rule.name, minute + pace.beforeMin, isOut));
    });
    const series = (['good', 'bad'] as const).map((result) => seriesOf(variant, result, pace, untilMin));
    const said = await testRules(prometheusRules([slo]), { everyMin: pace.everyMin, series, questions });
    expect(said).toContain('SUCCESS');
  });
});

it('by the other rules Prometheus pages while the collector says so, once for all collectors', async () => {
  const series = (instance: string): string =>
    `llm_slo_alert_firing{slo_id="s",slo="s",scope="provider",provider="openai",severity="page",burn_tier="page-fast",instance="${instance}"}`;
  const said = await testRules(gaugeRules(), {
    everyMin: 1,
    series: ['a:4318', 'b:4318'].map((instance) => ({ series: series(instance), values: '0x4 1x4 0x4' })),
    questions: [3, 4, 5, 9, 10, 12].map((minute) =>
      firingQuestion('page-fast', minute, minute >= 5 && minute <= 9),
    ),
  });
  expect(said).toContain('SUCCESS');
});
