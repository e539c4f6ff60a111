import { describe, expect, it } from 'vitest';
import { type EventCounts, isAlerting, type SloStatus, type WindowCounts } from '../../model/slo.ts';
import { thresholdsOf } from './call-series.ts';
import { defaultSlos } from './default-slos.ts';
import { evaluateSlos, type Moment, windowsNeeded } from './evaluate.ts';
import { nothingLearned } from './learned-threshold.ts';

function row(windowSeconds: number, outcome: string, calls: number, model = 'claude-opus-4-8'): WindowCounts {
  return {
    windowSeconds,
    provider: 'anthropic',
    model,
    service: 'chat',
    environment: 'prod',
    outcome,
    calls,
  };
}

function everyWindow(outcome: string, calls: number, model?: string): WindowCounts[] {
  return windowsNeeded(defaultSlos, 60_000, 60).map((seconds) => row(seconds, outcome, calls, model));
}

const month = 28 * 24 * 3600;

function moment(observedSeconds: number): Moment {
  return {
    atMs: 60_000,
    observedSeconds,
    freshSeconds: 60,
    before: { states: new Map(), events: new Map() },
    learned: nothingLearned,
    instancesMax: 500,
  };
}

function statusesOf(counts: readonly WindowCounts[], observedSeconds = month): readonly SloStatus[] {
  return evaluateSlos(defaultSlos, counts, moment(observedSeconds)).statuses;
}

function alertingOf(status: SloStatus | undefined): readonly string[] {
  return (status?.tiers ?? []).filter(({ state }) => isAlerting(state)).map(({ tier }) => tier);
}

describe('SLO evaluation', () => {
  it('gives every provider, model and service seen an objective without configuration', () => {
    const statuses = statusesOf(everyWindow('ok', 1000));
    expect(statuses.map((status) => status.instance.id)).toEqual([
      'provider-availability/anthropic/prod',
      'model-availability/anthropic/claude-opus-4-8/prod',
      'service-availability/chat/prod',
    ]);
    expect(statuses.every((status) => status.budgetRemaining === 1 && alertingOf(status).length === 0)).toBe(
      true,
    );
  });

  it('sums counts over models instead of averaging their ratios', () => {
    const counts = [...everyWindow('ok', 990), ...everyWindow('overloaded', 10, 'claude-haiku-4-5')];
    const [provider] = statusesOf(counts);
    expect(provider?.period).toEqual({ good: 990, bad: 10 });
    expect(provider?.budgetRemaining).toBeCloseTo(1 - 0.01 / 0.005, 9);
  });

  it('holds an objective on speed against the calls that went well, and no others', () => {
    const [base] = defaultSlos;
    const fast = { measure: 'time_to_first_chunk', thresholdMs: 2_000 } as const;
    const slow = { measure: 'duration', thresholdMs: 60_000 } as const;
    const slos = [slow, fast].flatMap((threshold) =>
      base ? [{ ...base, name: threshold.measure, threshold }] : [],
    );
    const timed = (good: number, bad: number): EventCounts[] => [
      { good: 0, bad: 0 },
      { good, bad },
    ];
    const counts = windowsNeeded(slos, 60_000, 60).flatMap((seconds) => [
      { ...row(seconds, 'ok', 120), timed: timed(90, 10) },
      { ...row(seconds, 'overloaded', 5), timed: timed(1, 4) },
      { ...row(seconds, 'cancelled', 5), timed: timed(2, 3) },
    ]);
    const { statuses } = evaluateSlos(slos, counts, moment(month));
    expect(thresholdsOf(slos)).toEqual([slow, fast]);
    expect(statuses.map(({ instance, period }) => [instance.slo.name, period])).toEqual([
      ['duration', { good: 0, bad: 0 }],
      ['time_to_first_chunk', { good: 90, bad: 10 }],
    ]);
  });

  it('counts what the vendor did, not what the app or its account did, against availability', () => {
    const counts = [
      ...everyWindow('ok', 10),
      ...everyWindow('cancelled', 5),
      ...everyWindow('rate_limited', 5),
    ];
    const [provider, , service] = statusesOf(counts);
    expect(provider?.period).toEqual({ good: 10, bad: 0 });
    expect(service?.period).toEqual({ good: 10, bad: 5 });
  });

  it('fires all tiers when everything fails', () => {
    const [provider] = statusesOf(everyWindow('vendor_error', 100));
    expect(alertingOf(provider)).toEqual([
      'page-fast',
      'page-slow',
      'ticket-fast',
      'ticket-slow',
      'ticket-mostly-failing',
      'budget-exhausted',
    ]);
  });

  it('tells of nothing where an objective has no tier, and still counts', () => {
    const slos = defaultSlos.slice(0, 1).map((slo) => ({ ...slo, tiers: [] }));
    const { statuses } = evaluateSlos(slos, everyWindow('vendor_error', 100), moment(month));
    expect(statuses).toMatchObject([{ period: { good: 0, bad: 100 }, tiers: [] }]);
  });

  it('says how long the budget lasts if it burns on as in the last hour', () => {
    const counts = windowsNeeded(defaultSlos, 60_000, 60).flatMap((seconds) => [
      row(seconds, 'ok', seconds > 86_400 ? 99_800 : 990),
      row(seconds, 'overloaded', seconds > 86_400 ? 200 : 10),
    ]);
    const [provider] = statusesOf(counts);
    // Burning twice as fast as even in the last hour, with three fifths of 28 days' budget left.
    expect(provider?.secondsToExhaustion).toBeCloseTo((0.6 * month) / 2, 3);
    const [calm] = statusesOf(everyWindow('ok', 100));
    expect(calm?.secondsToExhaustion).toBeNull();
  });

  it('keeps a tier quiet until most of its short window has been observed', () => {
    const burning = (observedSeconds: number): readonly string[] => {
      const [provider] = statusesOf(everyWindow('vendor_error', 100), observedSeconds);
      return alertingOf(provider).filter((tier) => /^(page|ticket)-(fast|slow)$/.test(tier));
    };
    expect(burning(239)).toEqual([]);
    expect(burning(240)).toEqual(['page-fast']);
    expect(burning(0.8 * 7200)).toEqual(['page-fast', 'page-slow', 'ticket-fast']);
  });
});
