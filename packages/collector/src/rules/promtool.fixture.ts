import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';
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

/** How often rules are evaluated and counters read, and how far the tiers look back. */
export interface Pace {
  readonly severity: Severity;
  readonly everyMin: number;
  readonly beforeMin: number;
}

/** The time before the case, and then the case, as the counters of one SLO. */
export function seriesOf(variant: Variant, result: 'good' | 'bad', pace: Pace, untilMin: number): object {
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
