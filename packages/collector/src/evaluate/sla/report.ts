import type { VendorMinute } from '../../model/vendor-minute.ts';
import { type Commitment, commitments } from './commitments.ts';
import { minuteMs, sumByMinute } from './minute.ts';
import { downtimePeriods, lengthMsOf, type Period, type UptimeFormula, uptimeBy } from './uptime.ts';

export interface ReportInput {
  readonly provider: string;
  /** Of a calendar month in UTC; for one that still runs, until now. */
  readonly month: Period;
  readonly minutes: readonly VendorMinute[];
  /** Time that does not count, such as maintenance that was announced. */
  readonly excluded: readonly (Period & { readonly reason: string })[];
  /** What an hour without the vendor costs, if somebody has said so. */
  readonly costPerHour: { readonly amount: number; readonly currency: string } | null;
}

export interface UptimeReport {
  readonly formula: UptimeFormula;
  readonly uptimePercent: number | null;
  /** The vendor's own promise is worked out so. */
  readonly isPromised: boolean;
  /** Share of the bill that would come back; null where nothing is promised so. */
  readonly creditPercent: number | null;
}

export interface SlaReport {
  readonly provider: string;
  readonly month: Period;
  readonly commitment: Commitment | null;
  readonly uptime: readonly UptimeReport[];
  readonly downtime: readonly Period[];
  readonly requests: number;
  readonly serverErrors: number;
  readonly rateLimited: number;
  readonly timeouts: number;
  readonly network: number;
  /** Minutes in which we called the vendor, of all: nobody sees what nobody calls. */
  readonly coveragePercent: number;
  readonly excluded: ReportInput['excluded'];
  /** Until when a claim must be made, epoch milliseconds. */
  readonly claimUntilMs: number | null;
  readonly cost: { readonly amount: number; readonly currency: string } | null;
}

const dayMs = 86_400_000;

/** One vendor's month under every formula, from our own traffic. */
export function slaReport({ provider, month, minutes, excluded, costPerHour }: ReportInput): SlaReport {
  const counted = sumByMinute(minutes).filter(
    ({ startMs }) => !excluded.some((each) => holds(each, startMs)),
  );
  const commitment = commitments.find((each) => each.provider === provider) ?? null;
  const downtime = downtimePeriods(counted);
  const sum = (of: keyof Omit<VendorMinute, 'startMs' | 'region'>): number =>
    counted.reduce((total, minute) => total + minute[of], 0);
  const downHours = lengthMsOf(downtime) / 3_600_000;
  return {
    provider,
    month,
    commitment,
    uptime: formulas.map((formula) => uptimeOf(formula, counted, month, commitment)),
    downtime,
    requests: sum('requests'),
    serverErrors: sum('serverErrors'),
    rateLimited: sum('rateLimited'),
    timeouts: sum('timeouts'),
    network: sum('network'),
    coveragePercent: (100 * counted.length * minuteMs) / (month.untilMs - month.sinceMs),
    excluded,
    claimUntilMs: commitment?.claimDays == null ? null : month.untilMs + commitment.claimDays * dayMs,
    cost: costPerHour && { amount: costPerHour.amount * downHours, currency: costPerHour.currency },
  };
}

const formulas = Object.keys(uptimeBy) as UptimeFormula[];

function uptimeOf(
  formula: UptimeFormula,
  minutes: readonly VendorMinute[],
  month: Period,
  commitment: Commitment | null,
): UptimeReport {
  const uptimePercent = uptimeBy[formula](minutes, month);
  const isPromised = commitment?.formula === formula;
  const creditPercent = isPromised && uptimePercent !== null ? creditOf(commitment, uptimePercent) : null;
  return { formula, uptimePercent, isPromised, creditPercent };
}

/** Of the lowest step that uptime fell below. */
function creditOf({ credits }: Commitment, uptimePercent: number): number {
  const reached = credits.filter(({ belowPercent }) => uptimePercent < belowPercent);
  return Math.max(0, ...reached.map(({ creditPercent }) => creditPercent));
}

function holds({ sinceMs, untilMs }: Period, atMs: number): boolean {
  return sinceMs <= atMs && atMs < untilMs;
}

/** `2026-06` as a month of UTC; undefined for anything else. */
export function monthOf(text: string): Period | undefined {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  if (!match) return undefined;
  const [year, month] = [Number(match[1]), Number(match[2])];
  return { sinceMs: Date.UTC(year, month - 1), untilMs: Date.UTC(year, month) };
}
