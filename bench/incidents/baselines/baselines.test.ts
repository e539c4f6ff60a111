import { describe, expect, it } from 'vitest';
import type { Frame, SeriesFrame } from '../../../packages/collector/src/model/frame.ts';
import type { Said } from '../score.ts';
import { AlarmWatcher } from './alarm-watcher.ts';
import { BinomialCusum } from './binomial-cusum.ts';
import { BurnRate } from './burn-rate.ts';
import { EwmaScore } from './ewma-score.ts';
import type { SeriesRule } from './series-rule.ts';
import { SlidingCounts } from './sliding-counts.ts';
import { StaticThreshold } from './static-threshold.ts';

const tickMs = 10_000;

/** Seconds until the rule alarms, when `attempts` a tick fail with one share and from second 0 on with another. */
function alarmAfter(
  rule: SeriesRule,
  { attempts = 1000, usual = 0.01, failing = 0.01, hours = 2 } = {},
): number | null {
  for (let tick = -360 * 8; tick < hours * 360; tick += 1) {
    const bad = Math.round(attempts * (tick < 0 ? usual : failing));
    const isAlarming = rule.observe({ atMs: (tick + 1) * tickMs, attempts, bad });
    if (isAlarming) return (tick + 1) * (tickMs / 1000);
  }
  return null;
}

const rules: readonly (readonly [string, () => SeriesRule])[] = [
  ['static threshold', () => new StaticThreshold()],
  ['burn rates', () => new BurnRate()],
  ['EWMA', () => new EwmaScore()],
  ['CUSUM', () => new BinomialCusum()],
];

describe.each(rules)('%s', (_, create) => {
  it('is silent while nothing changes', () => {
    expect(alarmAfter(create())).toBeNull();
  });

  it('sees an outage', () => {
    expect(alarmAfter(create(), { failing: 0.97 })).toBeGreaterThan(0);
  });

  it('is silent without traffic', () => {
    expect(alarmAfter(create(), { attempts: 0, failing: 0.97 })).toBeNull();
  });
});

describe('each has its own delay', () => {
  it('5 % over five minutes: when 5 % of them have failed', () => {
    // 1 % of 290 s and 97 % of 10 s are 4.2 %.
    expect(alarmAfter(new StaticThreshold(), { failing: 0.97 })).toBe(20);
    expect(alarmAfter(new StaticThreshold(), { failing: 0.04 })).toBeNull();
  });

  it('burn rates: when an hour has burnt 14.4 times its budget', () => {
    // 0.072 = 0.01 + (0.97 - 0.01) t / 3600
    expect(alarmAfter(new BurnRate(), { failing: 0.97 })).toBe(240);
    expect(alarmAfter(new BurnRate(), { failing: 0.025, hours: 8 })).toBeNull();
  });

  it('EWMA: the third odd frame in a row', () => {
    expect(alarmAfter(new EwmaScore(), { failing: 0.97 })).toBe(30);
  });

  it('CUSUM: at once, and 3 % as well', () => {
    expect(alarmAfter(new BinomialCusum(), { failing: 0.97 })).toBe(10);
    expect(alarmAfter(new BinomialCusum(), { failing: 0.03 })).toBeLessThan(60);
  });
});

describe('a sliding window', () => {
  it('forgets what has left it', () => {
    const counts = new SlidingCounts(30_000);
    for (let tick = 1; tick <= 2500; tick += 1)
      counts.add({ atMs: tick * tickMs, attempts: 10, bad: tick % 2 });
    expect(counts.attempts).toBe(30);
    expect(counts.bad).toBe(1);
  });
});

describe('what is said of alarms', () => {
  const seriesOf = (provider: string, model: string, bad: SeriesFrame['outcomes']): SeriesFrame => {
    const failed = Object.values(bad).reduce((sum, count) => sum + count, 0);
    return {
      provider,
      model,
      region: '',
      credential: '',
      attempts: 1000,
      outcomes: { ok: 1000 - failed, ...bad },
      repeats: {},
      services: [],
    };
  };

  /** Twenty quiet minutes, five with `failing`, and ten quiet ones. */
  function saidOf(failing: Readonly<Record<string, SeriesFrame['outcomes']>>): readonly Said[] {
    const watcher = new AlarmWatcher(
      () => new StaticThreshold(),
      ({ startMs, widthMs }) => (startMs + widthMs) / 1000,
    );
    const said: Said[] = [];
    for (let tick = 0; tick < 210; tick += 1) {
      const isFailing = tick >= 120 && tick < 150;
      const series = ['a/one', 'a/two', 'b/one'].map((name) => {
        const [provider = '', model = ''] = name.split('/');
        return seriesOf(provider, model, isFailing ? (failing[name] ?? {}) : {});
      });
      const frame: Frame = { startMs: tick * tickMs, widthMs: tickMs, series };
      said.push(...watcher.observe(frame));
    }
    return said;
  }

  it.each<readonly [string, Readonly<Record<string, SeriesFrame['outcomes']>>, string]>([
    ['one model', { 'a/one': { overloaded: 900 } }, 'single_model'],
    ['two models', { 'a/one': { overloaded: 900 }, 'a/two': { vendor_error: 900 } }, 'vendor_wide'],
    ['429s', { 'a/one': { rate_limited: 900, vendor_error: 50 } }, 'rate_limit'],
    ['a revoked key', { 'a/one': { auth: 900 } }, 'credential'],
    ['bad requests', { 'a/one': { caller_error: 900 } }, 'client_error'],
    ['connections to one vendor', { 'a/one': { network: 900 } }, 'single_model'],
    ['connections to all', { 'a/one': { network: 900 }, 'b/one': { network: 900 } }, 'local_network'],
  ])('%s', (_, failing, name) => {
    const [first, ...rest] = saidOf(failing);
    expect(first?.class).toBe(name);
    expect(first?.t).toBe(1220);
    expect(new Set(rest.map((each) => each.class))).toEqual(new Set([name]));
    expect(rest.at(-1)?.state).toBe('resolved');
  });

  it('is nothing of blank answers: their status is a success', () => {
    expect(saidOf({ 'a/one': { blank: 900 } })).toEqual([]);
  });

  it('is one incident for a vendor at a time', () => {
    const said = saidOf({ 'a/one': { overloaded: 900 }, 'a/two': { overloaded: 60 } });
    expect(new Set(said.map(({ incident }) => incident)).size).toBe(1);
  });
});
