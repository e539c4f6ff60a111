import { describe, expect, it } from 'vitest';
import { type Correction, correctedIn } from './corrections.ts';

const sundays: Correction = {
  match: { provider: 'openai' },
  startLocal: '2026-01-04T02:00:00',
  timeZone: 'Europe/Warsaw',
  durationSeconds: 3600,
  rrule: 'FREQ=WEEKLY;BYDAY=SU',
  reason: 'maintenance',
};

function correctedBetween(correction: Correction, since: string, until: string): readonly string[] {
  const period = { sinceMs: Date.parse(since), untilMs: Date.parse(until) };
  return correctedIn(correction, period).map(
    ({ sinceMs, untilMs }) => `${new Date(sinceMs).toISOString()} ${(untilMs - sinceMs) / 60_000}`,
  );
}

describe('a correction', () => {
  it('holds again and again, by the clock of its place', () => {
    expect(correctedBetween(sundays, '2026-06-20T00:00:00Z', '2026-07-04T00:00:00Z')).toEqual([
      '2026-06-21T00:00:00.000Z 60',
      '2026-06-28T00:00:00.000Z 60',
    ]);
    expect(correctedBetween(sundays, '2026-02-01T00:00:00Z', '2026-02-02T00:00:00Z')).toEqual([
      '2026-02-01T01:00:00.000Z 60',
    ]);
  });

  it('counts with its part where a period begins or ends in it', () => {
    expect(correctedBetween(sundays, '2026-06-21T00:20:00Z', '2026-06-28T00:10:00Z')).toEqual([
      '2026-06-21T00:20:00.000Z 40',
      '2026-06-28T00:00:00.000Z 10',
    ]);
  });

  it('holds once without a rule', () => {
    const once = { ...sundays, rrule: null };
    expect(correctedBetween(once, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual([
      '2026-01-04T01:00:00.000Z 60',
    ]);
    expect(correctedBetween(once, '2026-02-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual([]);
  });

  it('ends when its rule does', () => {
    const thrice = { ...sundays, rrule: 'FREQ=DAILY;COUNT=3' };
    expect(correctedBetween(thrice, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toHaveLength(3);
  });

  it('that overlaps itself counts no minute twice', () => {
    const long = { ...sundays, rrule: 'FREQ=DAILY', durationSeconds: 30 * 3600 };
    expect(correctedBetween(long, '2026-06-01T00:00:00Z', '2026-06-03T00:00:00Z')).toEqual([
      '2026-06-01T00:00:00.000Z 2880',
    ]);
  });

  it('says what is wrong with a rule that cannot be read', () => {
    const broken = { ...sundays, rrule: 'EVERY SUNDAY' };
    expect(() => correctedBetween(broken, '2026-06-01T00:00:00Z', '2026-06-03T00:00:00Z')).toThrow(
      '"EVERY SUNDAY" is no recurrence rule of RFC 5545',
    );
    const nowhere = { ...sundays, timeZone: 'Mars/Olympus' };
    expect(() => correctedBetween(nowhere, '2026-06-01T00:00:00Z', '2026-06-03T00:00:00Z')).toThrow(
      RangeError,
    );
  });
});
