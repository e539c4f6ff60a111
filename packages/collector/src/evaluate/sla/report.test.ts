import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { VendorMinute } from '../../model/vendor-minute.ts';
import { commitments } from './commitments.ts';
import { evidenceCsv } from './evidence.ts';
import { slaMarkdown } from './markdown.ts';
import { minuteMs } from './minute.ts';
import { monthOf, type ReportInput, slaReport } from './report.ts';

const june = { sinceMs: Date.UTC(2026, 5, 1), untilMs: Date.UTC(2026, 6, 1) };

function minute(index: number, changes: Partial<VendorMinute> = {}): VendorMinute {
  const startMs = june.sinceMs + index * minuteMs;
  return {
    startMs,
    region: '',
    requests: 100,
    serverErrors: 0,
    rateLimited: 0,
    timeouts: 0,
    network: 0,
    ...changes,
  };
}

function report(minutes: readonly VendorMinute[], changes: Partial<ReportInput> = {}) {
  return slaReport({
    provider: 'aws.bedrock',
    month: june,
    minutes,
    excluded: [],
    costPerHour: null,
    ...changes,
  });
}

const uptimes = (minutes: readonly VendorMinute[]): Record<string, number | null> =>
  Object.fromEntries(report(minutes).uptime.map(({ formula, uptimePercent }) => [formula, uptimePercent]));

/** Every minute of June, with two hours of full failure. */
const outage = Array.from({ length: 43_200 }, (_, index) =>
  minute(index, index >= 1000 && index < 1120 ? { serverErrors: 100 } : {}),
);

describe('a month of a vendor', () => {
  it('has another uptime under each formula of the same minutes', () => {
    const busy = outage.map((each) =>
      each.serverErrors > 0 ? { ...each, requests: 10, serverErrors: 10 } : each,
    );
    const found = uptimes(busy);
    expect(found.mean_of_5_minutes).toBeCloseTo(100 * (1 - 120 / 43_200), 9);
    expect(found.downtime_periods).toBeCloseTo(100 * (1 - 120 / 43_200), 9);
    expect(found.transactions).toBeCloseTo(100 * (1 - 1200 / (43_080 * 100 + 1200)), 9);
  });

  it('brings back what the step says that its uptime fell below, under the promised formula only', () => {
    const { uptime, claimUntilMs } = report(outage);
    expect(uptime.map(({ isPromised, creditPercent }) => [isPromised, creditPercent])).toEqual([
      [true, 10],
      [false, null],
      [false, null],
    ]);
    expect(claimUntilMs).toBe(Date.UTC(2026, 7, 30));
  });

  it('is down after five minutes of more than 5 %, and not because of our own limits', () => {
    const of = (count: number, changes: Partial<VendorMinute>) =>
      report(Array.from({ length: count }, (_, index) => minute(index, changes))).downtime.length;
    expect(of(5, { serverErrors: 6 })).toBe(1);
    expect(of(4, { serverErrors: 6 })).toBe(0);
    expect(of(60, { serverErrors: 5 })).toBe(0);
    expect(of(60, { rateLimited: 90 })).toBe(0);
    // Of the ten that were not limited, one failed.
    expect(of(60, { rateLimited: 90, serverErrors: 1 })).toBe(1);
  });

  it('has no downtime across a minute that nobody saw', () => {
    const seen = [0, 1, 2, 3, 5, 6, 7, 8].map((index) => minute(index, { serverErrors: 100 }));
    expect(report(seen).downtime).toEqual([]);
    expect(report(seen).coveragePercent).toBeCloseTo((100 * 8) / 43_200, 9);
  });

  it('leaves out announced maintenance', () => {
    const maintenance = {
      sinceMs: june.sinceMs,
      untilMs: june.sinceMs + 2 * 86_400_000,
      reason: 'maintenance',
    };
    const { downtime, serverErrors } = report(outage, { excluded: [maintenance] });
    expect([downtime, serverErrors]).toEqual([[], 0]);
  });

  it('costs what an hour of downtime costs, and nothing that nobody has said', () => {
    expect(report(outage).cost).toBeNull();
    const costPerHour = { amount: 500, currency: 'USD' };
    expect(report(outage, { costPerHour }).cost).toEqual({ amount: 1000, currency: 'USD' });
  });

  it('of regions is of all of them together', () => {
    const regions = outage.flatMap((each) => [
      { ...each, region: 'eu', requests: 60, serverErrors: Math.min(each.serverErrors, 60) },
      { ...each, region: 'us', requests: 40, serverErrors: Math.min(each.serverErrors, 40) },
    ]);
    expect(report(regions)).toEqual(report(outage));
  });

  it('never has less uptime for fewer errors', () => {
    const minutes = fc.array(fc.record({ requests: fc.integer({ min: 1, max: 50 }), errors: fc.nat(50) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(minutes, fc.nat(39), (given, at) => {
        const all = given.map(({ requests, errors }, index) =>
          minute(index, { requests, serverErrors: Math.min(errors, requests) }),
        );
        const better = all.map((each, index) => (index === at ? { ...each, serverErrors: 0 } : each));
        for (const [formula, uptime] of Object.entries(uptimes(all)))
          expect(uptimes(better)[formula] ?? 100).toBeGreaterThanOrEqual((uptime ?? 100) - 1e-9);
      }),
    );
  });

  it('is told in words, with what it rests on', () => {
    const text = slaMarkdown(report(outage, { costPerHour: { amount: 500, currency: 'USD' } }), 'abc123');
    expect(text).toContain('# AWS Bedrock, 2026-06: uptime as our own calls saw it');
    expect(text).toContain('4,320,000 requests, 12,000 server errors');
    expect(text).toContain('| 99.722 % | yes | 10 % |');
    expect(text).toContain('- 2026-06-01 16:40 to 2026-06-01 18:40 UTC, 120 minutes');
    expect(text).toContain('1000.00 USD');
    expect(text).toContain('A claim must be made by 2026-08-30.');
    expect(text).toContain('SHA-256 `abc123`');
  });
});

it('evidence is a table in order of time, in which no name can be a formula', () => {
  expect(
    evidenceCsv([minute(1, { region: '=cmd()' }), minute(0, { region: 'a,"b"', serverErrors: 3 })]),
  ).toBe(
    'minute_utc,region,requests,server_errors,rate_limited,timeouts,network\r\n' +
      '2026-06-01T00:00:00.000Z,"a,""b""",100,3,0,0,0\r\n' +
      "2026-06-01T00:01:00.000Z,'=cmd(),100,0,0,0,0\r\n",
  );
});

it('a month is one of UTC', () => {
  expect(monthOf('2026-06')).toEqual(june);
  expect(monthOf('2026-13')).toBeUndefined();
  expect(monthOf('June')).toBeUndefined();
});

it('every commitment says where it stands and how sure it is', () => {
  for (const { source, retrieved, credits, uptimePercent } of commitments) {
    expect(new URL(source).protocol).toBe('https:');
    expect(retrieved).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(credits.length === 0 || uptimePercent === credits[0]?.belowPercent).toBe(true);
  }
});
