import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import { countsAt, type Variant } from '../evaluate/slo/golden.fixture.ts';
import type { Severity } from '../model/slo.ts';

const run = promisify(execFile);

/** Debian's, which `npm test` installs. */
export async function tool(
  program: string,
  args: readonly string[],
  files: Readonly<Record<string, string>>,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-rules-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const { stdout } = await run(program, args, { cwd: folder });
  return stdout;
}

/** Counters or gauges in the notation of promtool, and what is asked once they have been read for so long. */
export interface RulesTest {
  /** How often rules are evaluated and series read. */
  readonly everyMin: number;
  readonly series: readonly { readonly series: string; readonly values: string }[];
  readonly questions: readonly Question[];
}

export interface Question {
  readonly expr: string;
  readonly atMin: number;
  readonly samples: readonly { readonly labels: string; readonly value: number }[];
}

/** What promtool says of it; SUCCESS when every question has its answer. */
export function testRules(rules: string, { everyMin, series, questions }: RulesTest): Promise<string> {
  const test = {
    rule_files: ['rules.yml'],
    evaluation_interval: `${everyMin}m`,
    tests: [
      {
        interval: `${everyMin}m`,
        input_series: series,
        promql_expr_test: questions.map(({ expr, atMin, samples }) => ({
          expr,
          eval_time: `${atMin}m`,
          exp_samples: samples,
        })),
      },
    ],
  };
  const files = { 'rules.yml': rules, 'test.yml': stringify(test) };
  return tool('promtool', ['test', 'rules', 'test.yml'], files);
}

/** Whether an alert of a tier is out. */
export function firingQuestion(tier: string, atMin: number, isFiring: boolean): Question {
  const expr = `count(ALERTS{alertstate="firing",burn_tier="${tier}"}) or vector(0)`;
  return { expr, atMin, samples: [{ labels: '{}', value: isFiring ? 1 : 0 }] };
}

/** How often rules are evaluated and counters read, and how far the tiers look back. */
export interface Pace {
  readonly severity: Severity;
  readonly everyMin: number;
  readonly beforeMin: number;
}

/** The time before the case, and then the case, as the counters of one SLO. */
export function seriesOf(
  variant: Variant,
  result: 'good' | 'bad',
  pace: Pace,
  untilMin: number,
): RulesTest['series'][number] {
  let sum = 0;
  const values = [sum];
  for (let minute = -pace.beforeMin; minute < untilMin; minute += 1) {
    const { total, bad } = countsAt(variant.segments, minute);
    sum += result === 'bad' ? bad : total - bad;
    if ((minute + 1) % pace.everyMin === 0) values.push(sum);
  }
  return {
    series: `llm_slo_events_total{slo="golden",slo_id="golden",result="${result}"}`,
    values: values.join(' '),
  };
}
