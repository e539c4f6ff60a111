import { type AlertingState, isAlerting, type TierState } from '../../model/slo.ts';

/** What one evaluation says of it. */
export interface TierSignal {
  readonly isBurning: boolean;
  /** Whether the short window holds events. */
  readonly hasData: boolean;
  /** Share of the short window of which there is something to know. */
  readonly observedShare: number;
}

export interface TierTiming {
  readonly keepFiringMs: number;
  readonly noDataHoldMs: number;
}

export const defaultTiming: TierTiming = { keepFiringMs: 5 * 60_000, noDataHoldMs: 15 * 60_000 };

/** A fresh start has no past to judge by. */
const observedShareMin = 0.8;

/** Pure: the state so far and one evaluation give the next. Evaluations come in the order of their time. */
export function stepTier(
  before: TierState,
  signal: TierSignal,
  atMs: number,
  timing: TierTiming = defaultTiming,
): TierState {
  if (isAlerting(before)) {
    if (signal.isBurning) return { kind: 'firing', sinceMs: before.sinceMs };
    return signal.hasData ? holding(before, atMs, timing) : withoutData(before, atMs, timing);
  }
  if (!signal.isBurning) {
    return signal.observedShare < observedShareMin ? { kind: 'warming' } : calm(before, signal.hasData);
  }
  return signal.observedShare < observedShareMin ? { kind: 'warming' } : { kind: 'firing', sinceMs: atMs };
}

/** Prometheus' `keep_firing_for`: the time begins with the first evaluation that is false. */
function holding(before: AlertingState, atMs: number, { keepFiringMs }: TierTiming): TierState {
  const { sinceMs } = before;
  const fromMs = before.kind === 'holding' ? before.fromMs : atMs;
  if (atMs - fromMs < keepFiringMs) return { kind: 'holding', sinceMs, fromMs };
  return { kind: 'resolved', sinceMs, endedMs: atMs, reason: 'recovered' };
}

function withoutData(before: AlertingState, atMs: number, { noDataHoldMs }: TierTiming): TierState {
  const { sinceMs } = before;
  const fromMs = before.kind === 'no_data' ? before.fromMs : atMs;
  if (atMs - fromMs < noDataHoldMs) return { kind: 'no_data', sinceMs, fromMs };
  return { kind: 'resolved', sinceMs, endedMs: atMs, reason: 'no_data' };
}

/** That an alert ended for lack of data is of interest until there are data. */
function calm(before: TierState, hasData: boolean): TierState {
  if (before.kind !== 'resolved' || (before.reason === 'no_data' && hasData)) return { kind: 'inactive' };
  return before;
}
