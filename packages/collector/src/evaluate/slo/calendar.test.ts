import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CalendarWindow } from '../../model/slo.ts';
import { periodAt } from './calendar.ts';

const month: CalendarWindow = {
  unit: 'month',
  count: 1,
  startLocal: '2026-01-01T00:00:00',
  timeZone: 'Europe/Warsaw',
};

const iso = (ms: number): string => new Date(ms).toISOString();
const spanAt = (window: CalendarWindow, at: string): readonly string[] => {
  const { sinceMs, untilMs } = periodAt(window, Date.parse(at));
  return [iso(sinceMs), iso(untilMs)];
};

describe('a calendar window', () => {
  it('begins and ends by the clock of its place, whenever clocks change', () => {
    expect(spanAt(month, '2026-03-15T00:00:00Z')).toEqual([
      '2026-02-28T23:00:00.000Z',
      '2026-03-31T22:00:00.000Z',
    ]);
    // The last moment of October in Warsaw is an hour later by UTC than that of September.
    expect(spanAt(month, '2026-10-31T22:59:59Z')).toEqual([
      '2026-09-30T22:00:00.000Z',
      '2026-10-31T23:00:00.000Z',
    ]);
  });

  it('holds its first moment and not its last', () => {
    expect(spanAt(month, '2026-02-28T23:00:00Z')[0]).toBe('2026-02-28T23:00:00.000Z');
    expect(spanAt(month, '2026-02-28T22:59:59.999Z')[1]).toBe('2026-02-28T23:00:00.000Z');
  });

  it('that begins on the 31st begins on the last day of shorter months, and on the 31st again', () => {
    const window = { ...month, startLocal: '2026-01-31T00:00:00', timeZone: 'UTC' };
    expect(spanAt(window, '2026-03-05T00:00:00Z')).toEqual([
      '2026-02-28T00:00:00.000Z',
      '2026-03-31T00:00:00.000Z',
    ]);
  });

  it('of weeks begins on the weekday of its start, also before it', () => {
    const week: CalendarWindow = {
      unit: 'week',
      count: 1,
      startLocal: '2026-01-05T00:00:00',
      timeZone: 'UTC',
    };
    expect(spanAt(week, '2026-06-24T12:00:00Z')).toEqual([
      '2026-06-22T00:00:00.000Z',
      '2026-06-29T00:00:00.000Z',
    ]);
    expect(spanAt(week, '2025-12-31T12:00:00Z')).toEqual([
      '2025-12-29T00:00:00.000Z',
      '2026-01-05T00:00:00.000Z',
    ]);
  });

  it('leaves no moment out and holds none twice', () => {
    const window = fc.record({
      unit: fc.constantFrom('day', 'week', 'month', 'year'),
      count: fc.integer({ min: 1, max: 4 }),
      startLocal: fc.constantFrom('2024-01-31T00:00:00', '2024-02-29T02:30:00', '2020-06-15T12:00:00'),
      timeZone: fc.constantFrom(
        'UTC',
        'America/New_York',
        'Asia/Kolkata',
        'Australia/Lord_Howe',
        'Pacific/Apia',
      ),
    }) as fc.Arbitrary<CalendarWindow>;
    const at = fc.integer({ min: Date.UTC(2010, 0), max: Date.UTC(2040, 0) });
    fc.assert(
      fc.property(window, at, (each, atMs) => {
        const { sinceMs, untilMs } = periodAt(each, atMs);
        expect(sinceMs).toBeLessThanOrEqual(atMs);
        expect(untilMs).toBeGreaterThan(atMs);
        expect(periodAt(each, untilMs).sinceMs).toBe(untilMs);
        expect(periodAt(each, sinceMs - 1).untilMs).toBe(sinceMs);
      }),
    );
  });
});
