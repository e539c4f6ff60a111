import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it, onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { defaultSlos } from '../evaluate/slo/default-slos.ts';
import { type Case, countsAt, timelines, type Variant } from '../evaluate/slo/golden.fixture.ts';
import { defaultTierRules } from '../evaluate/slo/tier.ts';
import type { Slo } from '../model/slo.ts';
import { alertmanagerConfig } from './alertmanager-config.ts';
import { gaugeRules, prometheusRules } from './prometheus-rules.ts';

const run = promisify(execFile);

/** Debian's, which `npm test` installs. */
async function tool(program: string, args: readonly string[], files: Readonly<Record<string, string>>) {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-rules-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { stdout } = await run(program, args, { cwd: folder });
  return stdout;
}

describe('what is generated', () => {
  it.each([
    ['prometheus', prometheusRules(defaultSlos)],
    ['prometheus-gauge', gaugeRules()],
  ])('is rules that Prometheus loads: %s', async (_, rules) => {
    expect(await tool('promtool', ['check', 'rules', 'rules.yml'], { 'rules.yml': rules })).toContain(
      'SUCCESS',
    );
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

const minutesBefore = 400;

/** As many minutes before the case as page tiers look back, and then the case, as the counters of one SLO. */
function seriesOf(variant: Variant, result: 'good' | 'bad', untilMin: number): object {
  let sum = 0;
  const values = [sum];
  for (let minute = -minutesBefore; minute < untilMin; minute += 1) {
    const { total, bad } = countsAt(variant.segments, minute);
    sum += result === 'bad' ? bad : total - bad;
    values.push(sum);
  }
  return {
    series: `llm_slo_events_total{slo="golden",slo_id="golden",result="${result}"}`,
    values: values.join(' '),
  };
}

/** Unguarded, as the golden numbers are, apart from the guard of the variant itself. */
function sloOf({ slo }: Case, { guard }: Variant): Slo {
  const tiers = defaultTierRules
    .filter(({ severity }) => severity === 'page')
    .map((rule) => ({ ...rule, badMin: guard?.minBadLong ?? 0 }));
  return {
    ...{ name: 'golden', scope: 'provider', policy: 'availability', match: {} },
    targetPercent: (Number(slo.target) * 100).toFixed(3).replace(/0+$/, '').replace(/\.$/, ''),
    period: { kind: 'rolling', days: 30 },
    tiers,
  };
}

/** A minute before, at, and after each change of a tier. */
function alertTests(variant: Variant, tier: string, untilMin: number): readonly object[] {
  const episodes = variant.expect.alerts[tier] ?? [];
  const changes = episodes.flatMap(({ fireAtMin, clearAtMin }) => [fireAtMin, clearAtMin ?? fireAtMin]);
  const minutes = new Set([0, ...changes.flatMap((minute) => [minute - 1, minute, minute + 1])]);
  return [...minutes]
    .filter((minute) => minute > -minutesBefore && minute <= untilMin)
    .map((minute) => ({ minute, tier, fires: isFiring(episodes, minute) }));
}

function isFiring(episodes: Variant['expect']['alerts'][string], minute: number): boolean {
  return episodes.some(
    (each) => each.fireAtMin <= minute && minute < (each.clearAtMin ?? Number.POSITIVE_INFINITY),
  );
}

const cases = timelines.flatMap((golden) =>
  golden.tiers.length > 0 && golden.slo.window === '30d'
    ? golden.variants.map((variant) => [`${golden.id} ${variant.name}`, golden, variant] as const)
    : [],
);

describe('the rules of Prometheus', () => {
  it.each(cases)(
    'fire and clear at the minutes of the golden case %s',
    { timeout: 60_000 },
    async (_, golden, variant) => {
      const untilMin = Math.min(golden.evaluate.toMin, 500);
      const tests = ['page-fast', 'page-slow'].flatMap((tier) => alertTests(variant, tier, untilMin));
      const test = {
        rule_files: ['rules.yml'],
        evaluation_interval: '1m',
        tests: [
          {
            interval: '1m',
            input_series: [seriesOf(variant, 'good', untilMin), seriesOf(variant, 'bad', untilMin)],
            promql_expr_test: (tests as { minute: number; tier: string; fires: boolean }[]).map(
              ({ minute, tier, fires }) => ({
                expr: `count(ALERTS{alertstate="firing",burn_tier="${tier}"}) or vector(0)`,
                eval_time: `${minute + minutesBefore}m`,
                exp_samples: [{ labels: '{}', value: fires ? 1 : 0 }],
              }),
            ),
          },
        ],
      };
      const files = {
        'rules.yml': prometheusRules([sloOf(golden, variant)], 0),
        'test.yml': stringify(test),
      };
      expect(await tool('promtool', ['test', 'rules', 'test.yml'], files)).toContain('SUCCESS');
    },
  );
});
