import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultSlos } from '../evaluate/slo/default-slos.ts';
import { type Case, timelines, type Variant } from '../evaluate/slo/golden.fixture.ts';
import { defaultTierRules } from '../evaluate/slo/tier.ts';
import type { Slo, TierRule } from '../model/slo.ts';
import { alertmanagerConfig } from './alertmanager-config.ts';
import { gaugeRules, prometheusRules } from './prometheus-rules.ts';
import { firingQuestion, type Pace, seriesOf, testRules, tool } from './promtool.fixture.ts';
import { recordingRules } from './recording-rules.ts';

describe('what is generated', () => {
  it.each([
    ['prometheus', prometheusRules(defaultSlos)],
    ['prometheus-gauge', gaugeRules()],
    ['prometheus-recordings', recordingRules()],
  ])('is rules that Prometheus loads: %s', async (_, rules) => {
    expect(await tool('promtool', ['check', 'rules', 'rules.yml'], { 'rules.yml': rules })).toContain(
      'SUCCESS',
    );
  });

  it('is read by the configuration of Prometheus that ships, with and without a token', async () => {
    const shipped = (name: string): string =>
      readFileSync(new URL(`../../../../prometheus/${name}`, import.meta.url), 'utf8');
    const names = ['faultline.rules.yml', 'faultline-gauge.rules.yml', 'faultline-recordings.rules.yml'];
    const open = shipped('prometheus.yml');
    const guarded = open
      .replaceAll(/# (authorization:| {2}credentials_file:|- faultline-gauge)/g, '$1')
      .replace('/etc/prometheus/faultline-token', 'token');
    const files = {
      ...Object.fromEntries(names.map((name) => [name, shipped(name)])),
      ...{ 'open.yml': open, 'guarded.yml': guarded, token: 'a-token-of-enough-length' },
    };
    const said = await tool('promtool', ['check', 'config', 'open.yml', 'guarded.yml'], files);
    expect(said.match(/SUCCESS: \d rule files found/g)).toEqual([
      'SUCCESS: 2 rule files found',
      'SUCCESS: 3 rule files found',
    ]);
    expect(guarded).toContain('    authorization:\n      credentials_file: token');
  });

  it('is a configuration that Alertmanager loads', async () => {
    const files = { 'am.yml': alertmanagerConfig() };
    expect(await tool('amtool', ['check-config', 'am.yml'], files)).toContain('SUCCESS');
  });

  it.each([
    ['page', 'pager'],
    ['ticket', 'tickets'],
  ])('sends what is a %s to %s', async (severity, receiver) => {
    const args = ['config', 'routes', 'test', '--config.file=am.yml', `--verify.receivers=${receiver}`];
    const files = { 'am.yml': alertmanagerConfig() };
    await tool('amtool', [...args, `severity=${severity}`, 'provider=openai'], files);
    const other = severity === 'page' ? 'ticket' : 'page';
    await expect(tool('amtool', [...args, `severity=${other}`], files)).rejects.toThrow();
  });
});

const paces: readonly Pace[] = [
  { severity: 'page', everyMin: 1, beforeMin: 400 },
  // Three days and a little, at a tenth of the samples.
  { severity: 'ticket', everyMin: 10, beforeMin: 4400 },
];

/** Nothing happens after this in any case: what it tells until then is enough. */
const untilMinMax = 3000;

/** Unguarded, as the golden numbers are, apart from the guard of the variant itself. */
function sloOf({ slo }: Case, { guard }: Variant, tiers: readonly TierRule[]): Slo {
  return {
    ...{ name: 'golden', scope: 'provider', policy: 'availability', match: {} },
    targetPercent: (Number(slo.target) * 100).toFixed(3).replace(/0+$/, '').replace(/\.$/, ''),
    period: { kind: 'rolling', days: 30 },
    tiers: tiers.map((rule) => ({ ...rule, badMin: guard?.minBadLong ?? 0 })),
  };
}

interface AlertTest {
  readonly minute: number;
  readonly tier: string;
  readonly fires: boolean;
}

/** An evaluation before, at, and after each change of a tier. */
function alertTests(variant: Variant, tier: string, pace: Pace, untilMin: number): readonly AlertTest[] {
  const { everyMin, beforeMin } = pace;
  const episodes = variant.expect.alerts[tier] ?? [];
  const changes = episodes.flatMap(({ fireAtMin, clearAtMin }) => [fireAtMin, clearAtMin ?? fireAtMin]);
  const around = changes.flatMap((minute) => {
    const next = Math.ceil(minute / everyMin) * everyMin;
    return [next - everyMin, next, next + everyMin];
  });
  return [...new Set([0, ...around])]
    .filter((minute) => minute > -beforeMin && minute <= untilMin)
    .map((minute) => ({ minute, tier, fires: isFiring(episodes, minute) }));
}

function isFiring(episodes: Variant['expect']['alerts'][string], minute: number): boolean {
  return episodes.some(
    (each) => each.fireAtMin <= minute && minute < (each.clearAtMin ?? Number.POSITIVE_INFINITY),
  );
}

const cases = timelines.flatMap((golden) =>
  golden.tiers.length > 0 && golden.slo.window === '30d'
    ? golden.variants.flatMap((variant) =>
        paces.map((pace) => [pace.severity, `${golden.id} ${variant.name}`, golden, variant, pace] as const),
      )
    : [],
);

describe('the rules of Prometheus', () => {
  it.each(cases)(
    'fire and clear a %s when the golden case %s does',
    { timeout: 60_000 },
    async (_, __, golden, variant, pace) => {
      const { severity, everyMin, beforeMin } = pace;
      const untilMin = Math.min(Math.ceil(golden.evaluate.toMin / everyMin) * everyMin, untilMinMax);
      const tiers = defaultTierRules.filter((rule) => rule.severity === severity);
      const tests = tiers.flatMap(({ name }) => alertTests(variant, name, pace, untilMin));
      const said = await testRules(prometheusRules([sloOf(golden, variant, tiers)], 0), {
        everyMin,
        series: (['good', 'bad'] as const).map((result) => seriesOf(variant, result, pace, untilMin)),
        questions: tests.map(({ minute, tier, fires }) => firingQuestion(tier, minute + beforeMin, fires)),
      });
      expect(said).toContain('SUCCESS');
    },
  );
});
