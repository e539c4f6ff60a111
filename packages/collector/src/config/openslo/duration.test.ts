import { describe, expect, it } from 'vitest';
import { durationSeconds, parseDuration } from './duration.ts';

describe('a duration', () => {
  it.each([
    ['5m', 300],
    ['1h', 3600],
    ['28d', 2_419_200],
    ['1w', 604_800],
    ['1M', 2_592_000],
    ['1Q', 7_776_000],
    ['1Y', 31_536_000],
  ])('%s is %i seconds of rolling time', (text, seconds) => {
    const duration = parseDuration(text);
    expect(duration && durationSeconds(duration)).toBe(seconds);
  });

  it('tells a month from a minute', () => {
    expect(parseDuration('1m')).toEqual({ count: 1, unit: 'm' });
    expect(parseDuration('1M')).toEqual({ count: 1, unit: 'M' });
  });

  it.each(['', '28', 'd', 'Week', '-1h', '1.5d', '1h30m', '28 d', '1mo', '28D', '1s', '9999999999d'])(
    'is none: %s',
    (text) => {
      expect(parseDuration(text)).toBeUndefined();
    },
  );

  it('has only the units it may have', () => {
    expect(parseDuration('1M', ['m', 'h', 'd', 'w'])).toBeUndefined();
    expect(parseDuration('4w', ['m', 'h', 'd', 'w'])).toEqual({ count: 4, unit: 'w' });
  });
});
