import { describe, expect, it } from 'vitest';
import { expandMacros } from './macros.ts';

const shown = {
  fromMs: Date.parse('2026-06-22T14:00:00.250Z'),
  untilMs: Date.parse('2026-06-22T15:00:00.750Z'),
  intervalSeconds: 60,
};

// What the documentation of the plugin says each of them becomes.
describe('a macro of the ClickHouse data source', () => {
  it.each([
    ['$__timeFilter(time)', 'time >= toDateTime(1782136800) AND time <= toDateTime(1782140400)'],
    [
      '$__timeFilter_ms(end_time)',
      'end_time >= fromUnixTimestamp64Milli(1782136800250) AND end_time <= fromUnixTimestamp64Milli(1782140400750)',
    ],
    ['toDate($__fromTime)', 'toDate(toDateTime(1782136800))'],
    ['first_bad <= $__toTime', 'first_bad <= toDateTime(1782140400)'],
    ['$__timeInterval(time)', 'toStartOfInterval(toDateTime(time), INTERVAL 60 second)'],
    ['sum(n) / $__interval_s', 'sum(n) / 60'],
  ])('%s', (macro, sql) => {
    expect(expandMacros(`SELECT ${macro} FROM t`, shown)).toBe(`SELECT ${sql} FROM t`);
  });

  it('that older versions do not know is refused', () => {
    expect(() => expandMacros('$__timeGroup(time, 5m)', shown)).toThrow(/no macro/);
  });
});
