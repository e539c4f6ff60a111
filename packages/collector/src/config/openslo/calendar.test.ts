import { describe, expect, it } from 'vitest';
import { isDateTime, isTimeZone } from './calendar.ts';

describe('a date and time', () => {
  it.each(['2026-01-31 00:00:00', '2024-02-29 23:59:59', '2000-02-29 1:00:00', '2026-01-01 00:00:00.5'])(
    'is %s',
    (text) => {
      expect(isDateTime(text)).toBe(true);
    },
  );

  it.each([
    '',
    'Monday',
    '2026-01-31',
    '2026-01-31T00:00:00Z',
    '2026-02-29 00:00:00',
    '1900-02-29 00:00:00',
    '2026-04-31 00:00:00',
    '2026-13-01 00:00:00',
    '2026-00-01 00:00:00',
    '2026-01-00 00:00:00',
    '2026-01-31 24:00:00',
    '2026-01-31 00:60:00',
  ])('is not %s', (text) => {
    expect(isDateTime(text)).toBe(false);
  });
});

describe('a time zone', () => {
  it.each(['UTC', 'America/New_York', 'Europe/Berlin', 'Asia/Kolkata', 'Etc/GMT+1'])('is %s', (name) => {
    expect(isTimeZone(name)).toBe(true);
  });

  it.each(['', 'Local', 'Mars/Olympus', '+02:00', '-05:00', '../../etc/passwd'])('is not %s', (name) => {
    expect(isTimeZone(name)).toBe(false);
  });
});
