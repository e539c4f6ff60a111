import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { readOpenSlo } from '../config/openslo-files.ts';
import { defaultSlos } from '../evaluate/slo/default-slos.ts';
import type { Slo } from '../model/slo.ts';
import { ruleFormats } from './formats.ts';

const [first] = defaultSlos as readonly [Slo, ...Slo[]];
const quarterly: Slo = {
  ...first,
  name: 'quarterly',
  period: {
    kind: 'calendar',
    unit: 'month',
    count: 3,
    startLocal: '2026-01-01T00:00:00',
    timeZone: 'Europe/Warsaw',
  },
  match: { provider: 'openai' },
  threshold: { measure: 'duration', thresholdMs: 2_500 },
  tiers: first.tiers.slice(0, 2),
};
const slos = [...defaultSlos, quarterly];
const atMs = Date.parse('2026-03-15T00:00:00Z');

function written(format: string): string {
  return ruleFormats[format]?.(slos, atMs) ?? '';
}

it('service levels written as OpenSLO are read again as they were', () => {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-rules-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'slos.yaml');
  writeFileSync(file, written('openslo'));
  const { slos: read, problems } = readOpenSlo([file], true);
  expect(problems).toEqual([]);
  expect(read.map((slo) => ({ ...slo, targetPercent: Number(slo.targetPercent) }))).toEqual(
    slos.map((slo) => ({ ...slo, targetPercent: Number(slo.targetPercent) })),
  );
});

it('service levels written as a table have a line for each tier', () => {
  const lines = written('csv').split('\r\n');
  expect(lines).toHaveLength(1 + 3 * 4 + 2 + 2 + 1);
  expect(lines[1]).toBe('provider-availability,provider,availability,,99.5,28,page-fast,page,1h,5m,13.44,5');
  // January to March in Warsaw: 90 days, and an hour less.
  expect(lines.at(-3)).toMatch(
    /^quarterly,provider,availability,duration < 2500 ms,99\.5,89\.958\d*,page-fast,page,1h,5m,43\.18,5$/,
  );
});

it.each([
  ['prometheus', 'prometheus/faultline.rules.yml'],
  ['prometheus-gauge', 'prometheus/faultline-gauge.rules.yml'],
  ['prometheus-recordings', 'prometheus/faultline-recordings.rules.yml'],
  ['alertmanager', 'alertmanager/alertmanager.yml'],
])('what `faultline rules --format %s` writes is what %s in the repository holds', (format, path) => {
  const file = readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8');
  expect(ruleFormats[format]?.(defaultSlos, atMs)).toBe(file);
});
