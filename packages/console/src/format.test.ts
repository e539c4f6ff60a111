import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatAge,
  formatBudget,
  formatBurnRate,
  formatDateTime,
  formatDuration,
  formatFactor,
  formatIso,
  formatMoment,
  formatOffset,
  formatRate,
  formatSeconds,
  formatShare,
  formatTick,
  formatTime,
  formatWidth,
} from './format.ts';
import { plain } from './plain.fixture.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;

describe('shares', () => {
  it('are percentages with one decimal', () => {
    expect([0.981, 0.5, 0.0049, 0.05].map((share) => plain(formatShare(share)))).toEqual([
      '98.1 %',
      '50.0 %',
      '0.5 %',
      '5.0 %',
    ]);
  });

  it('show missing data as a dash, never as zero', () => {
    expect(formatShare(null)).toBe('–');
    expect(plain(formatShare(0))).toBe('0 %');
  });

  it('never round a failure away, nor one success', () => {
    expect(plain(formatShare(0.0002))).toBe('< 0.1 %');
    expect(plain(formatShare(0.9999))).toBe('> 99.9 %');
    expect(plain(formatShare(1))).toBe('100 %');
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }),
        (share) => {
          expect(['0 %', '0.0 %', '100 %', '100.0 %']).not.toContain(plain(formatShare(share)));
        },
      ),
    );
  });
});

describe('speeds and rates', () => {
  it('are seconds with two digits that matter', () => {
    expect([864, 996, 3120, 9960, 41_200, 125_000].map((ms) => plain(formatSeconds(ms)))).toEqual([
      '0.86 s',
      '1.0 s',
      '3.1 s',
      '10 s',
      '41 s',
      '125 s',
    ]);
    expect(formatSeconds(null)).toBe('–');
  });

  it('keep thin traffic distinct from none', () => {
    expect([0, 0.04, 0.4, 9.97, 246.4, 4120].map((rate) => plain(formatRate(rate)))).toEqual([
      '0',
      '< 0.1',
      '0.4',
      '10',
      '246',
      '4,120',
    ]);
  });
});

describe('budgets and burn rates', () => {
  it('say what is left, and how much more than all of it was spent', () => {
    expect([0.331, 1, 0, -0.42, -0.9996, -14, null].map((left) => plain(formatBudget(left)))).toEqual([
      '33.1 %',
      '100 %',
      '0 %',
      '−42.0 %',
      '−100 %',
      '−1,400 %',
      '–',
    ]);
  });

  it('compare at a glance with their thresholds, which are exact', () => {
    expect([0, 0.004, 0.96, 13.4, 99.96, 1000, null].map((rate) => plain(formatBurnRate(rate)))).toEqual([
      '0 ×',
      '< 0.1 ×',
      '1.0 ×',
      '13.4 ×',
      '100 ×',
      '1,000 ×',
      '–',
    ]);
    expect([13.44, 14.4, 6, null].map((factor) => plain(formatFactor(factor)))).toEqual([
      '13.44 ×',
      '14.4 ×',
      '6 ×',
      '–',
    ]);
  });
});

describe('durations', () => {
  it('are words with at most two units, rounded down', () => {
    const texts = [
      0,
      second,
      59_999,
      minute,
      23 * minute + 2 * second,
      hour,
      65 * minute,
      24 * hour,
      51 * hour,
    ];
    expect(texts.map((ms) => plain(formatDuration(ms)))).toEqual([
      '0 seconds',
      '1 second',
      '59 seconds',
      '1 minute',
      '23 minutes',
      '1 hour',
      '1 hour 5 minutes',
      '1 day',
      '2 days 3 hours',
    ]);
  });

  it('are short where they tick', () => {
    expect([2400, 99_999, 100 * second, 3 * hour, 50 * hour].map((ms) => plain(formatAge(ms)))).toEqual([
      '2 s',
      '99 s',
      '1 min',
      '3 h',
      '2 d',
    ]);
  });

  it('are never negative when the clocks disagree', () => {
    expect(plain(formatAge(-700))).toBe('0 s');
    expect(plain(formatDuration(-700))).toBe('0 seconds');
  });

  it('name the width of an axis', () => {
    expect(
      [72 * hour, 24 * hour, 3 * hour, 90 * minute, 2 * minute, 30 * second].map((ms) =>
        plain(formatWidth(ms)),
      ),
    ).toEqual(['3 d', '24 h', '3 h', '90 min', '2 min', '30 s']);
  });
});

describe('times', () => {
  const at = Date.UTC(2026, 5, 22, 0, 25, 10);

  it('are UTC and say so', () => {
    expect(plain(formatTime(at))).toBe('00:25:10 UTC');
    expect(plain(formatDateTime(at))).toBe('Monday 22 June 2026, 00:25:10 UTC');
  });

  it('carry the day when it is not today', () => {
    expect(plain(formatMoment(at, at + hour))).toBe('00:25:10 UTC');
    expect(plain(formatMoment(at - hour, at))).toBe('21 June, 23:25:10 UTC');
  });

  it('are days on an axis of days', () => {
    expect(formatTick(at, hour)).toBe('00:25');
    expect(plain(formatTick(at, 48 * hour))).toBe('22 Jun');
  });

  it('are short in addresses, and exact', () => {
    expect(formatIso(at)).toBe('2026-06-22T00:25:10Z');
    expect(formatIso(at - 10 * second)).toBe('2026-06-22T00:25Z');
    fc.assert(
      fc.property(fc.integer({ min: 0, max: at }), (ms) => {
        expect(Date.parse(formatIso(ms))).toBe(ms);
      }),
    );
  });

  it('within a call are counted from its beginning', () => {
    expect([0, 900, 1234, 12_000].map((ms) => plain(formatOffset(ms)))).toEqual([
      '0 s',
      '0.9 s',
      '1.23 s',
      '12 s',
    ]);
  });
});
