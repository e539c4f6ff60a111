import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadConfig } from './load.ts';
import { readOpenSlo } from './openslo-files.ts';

const indicator = `
apiVersion: openslo/v1
kind: SLI
metadata: { name: openai-calls }
spec:
  ratioMetric:
    counter: true
    good: { metricSource: { type: faultline, spec: { counts: user_visible } } }
    total:
      metricSource:
        type: faultline
        spec: { per: model, counts: user_visible, match: { provider: openai } }
`;

const objective = (changes: string): string => `
apiVersion: openslo/v1
kind: SLO
metadata: { name: chat }
spec:
  service: shop
  indicatorRef: openai-calls
  budgetingMethod: Occurrences
  ${changes}
`;

const rolling = objective(`timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ displayName: fast enough, targetPercent: 99.9 }, { displayName: at all, target: 0.99 }]`);

function filesOf(texts: Readonly<Record<string, string>>): readonly string[] {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-openslo-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return Object.entries(texts).map(([name, text]) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  });
}

describe('OpenSLO files', () => {
  it('become an SLO for each objective, whichever file its indicator is in', () => {
    const { slos, problems, notices } = readOpenSlo(
      filesOf({ 'slo.yaml': rolling, 'sli.yaml': indicator }),
      false,
    );
    expect([problems, notices.filter((notice) => !notice.includes('shop'))]).toEqual([[], []]);
    expect(slos).toMatchObject([
      { name: 'chat-fast-enough', scope: 'model', policy: 'user_visible', targetPercent: '99.9' },
      { name: 'chat-at-all', period: { kind: 'rolling', days: 28 }, match: { provider: 'openai' } },
    ]);
    expect(Number(slos[1]?.targetPercent)).toBe(99);
  });

  it('follow the calendar of a place', () => {
    const quarterly = objective(`timeWindow:
    - { duration: 1Q, isRolling: false, calendar: { startTime: 2026-01-01 00:00:00, timeZone: Europe/Warsaw } }
  objectives: [{ targetPercent: 99.5 }]`);
    const { slos } = readOpenSlo(filesOf({ 'slo.yaml': `${quarterly}---${indicator}` }), false);
    expect(slos[0]?.period).toEqual({
      kind: 'calendar',
      unit: 'month',
      count: 3,
      startLocal: '2026-01-01T00:00:00',
      timeZone: 'Europe/Warsaw',
    });
  });

  it('of other data sources are left to others, and it is said', () => {
    const foreign = indicator.replaceAll('type: faultline', 'type: Prometheus');
    const { slos, problems, notices } = readOpenSlo(filesOf({ 'a.yaml': `${rolling}---${foreign}` }), false);
    expect([slos, problems]).toEqual([[], []]);
    expect(notices.join('\n')).toContain('SLO chat is not evaluated: its metrics are of type Prometheus');
  });

  it.each([
    ['an indicator that nobody defines', rolling, 'its indicator cannot be used, or is in none of the files'],
    [
      'a target of everything',
      `${objective(`timeWindow: [{ duration: 28d, isRolling: true }]
  objectives: [{ targetPercent: 0 }]`)}---${indicator}`,
      'SLO target must lie between 0 and 100 percent',
    ],
    ['a key nobody knows', `${rolling.replace('service:', 'sevice:')}---${indicator}`, 'sevice'],
    ['a filter nobody knows', `${rolling}---${indicator.replace('match:', 'mach:')}`, 'metricSource.spec'],
    [
      'hours',
      `${objective(`timeWindow: [{ duration: 36h, isRolling: true }]
  objectives: [{ targetPercent: 99 }]`)}---${indicator}`,
      'timeWindow: expected full days',
    ],
  ])('with %s keep the collector from starting, with a reason', (_, text, reason) => {
    expect(readOpenSlo(filesOf({ 'a.yaml': text }), false).problems.join('\n')).toContain(reason);
  });

  it('stand in the place of built-in objectives that have their names, from the configuration on', () => {
    const named = rolling
      .replace('name: chat', 'name: model-availability')
      .replace(/, \{ displayName: at all.*/, ']');
    const files = filesOf({ 'a.yaml': `${named}---${indicator}` });
    const { config } = loadConfig({ environment: {}, flags: { slo: { openslo: { files } } } });
    expect(config.slo.slos.map(({ name, targetPercent }) => `${name} ${targetPercent}`)).toEqual([
      'provider-availability 99.5',
      'service-availability 99.0',
      'model-time-to-first-chunk 95.0',
      'model-availability 99.9',
    ]);
    const missing = { slo: { openslo: { files: ['nowhere.yaml'] } } };
    expect(() => loadConfig({ environment: {}, flags: missing })).toThrow(
      'slo.openslo: nowhere.yaml: expected a readable file',
    );
  });

  it('can be written as docs/configuration.md shows', () => {
    const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
    const [, example = ''] = /```yaml\n(apiVersion: openslo[^`]+)```/.exec(page) ?? [];
    expect(readOpenSlo(filesOf({ 'chat.yaml': example }), true)).toMatchObject({
      slos: [{ name: 'chat', scope: 'model', match: { provider: 'openai' }, targetPercent: '99.9' }],
      problems: [],
    });
  });
});
