import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAlerting, type TierState } from '../../model/slo.ts';
import { stepTier, type TierSignal, type TierTiming } from './tier-state.ts';

const minute = 60_000;
const timing: TierTiming = { keepFiringMs: 5 * minute, noDataHoldMs: 15 * minute };
const burning: TierSignal = { isBurning: true, hasData: true, observedShare: 1 };
const calm: TierSignal = { isBurning: false, hasData: true, observedShare: 1 };
const silent: TierSignal = { isBurning: false, hasData: false, observedShare: 1 };

/** A minute each, from minute 0. */
function after(signals: readonly TierSignal[], start: TierState = { kind: 'inactive' }): TierState {
  return signals.reduce((state, signal, index) => stepTier(state, signal, index * minute, timing), start);
}

function times(count: number, signal: TierSignal): TierSignal[] {
  return Array.from({ length: count }, () => signal);
}

describe('a tier', () => {
  it('fires at the first evaluation that burns, and says since when for as long as it lasts', () => {
    expect(after([calm, burning])).toEqual({ kind: 'firing', sinceMs: minute });
    expect(after([calm, ...times(9, burning)])).toEqual({ kind: 'firing', sinceMs: minute });
  });

  it('is kept for a while after the burning, so that an outage that flaps is one alert', () => {
    const flapping = [burning, ...times(4, calm), burning, ...times(5, calm)];
    expect(after(flapping)).toEqual({ kind: 'holding', sinceMs: 0, fromMs: 6 * minute });
    expect(after([...flapping, calm])).toEqual({
      kind: 'resolved',
      sinceMs: 0,
      endedMs: 11 * minute,
      reason: 'recovered',
    });
  });

  it('does not take silence for recovery, and not for burning without end either', () => {
    expect(after([burning, ...times(15, silent)])).toMatchObject({ kind: 'no_data', fromMs: minute });
    expect(after([burning, ...times(16, silent)])).toMatchObject({ kind: 'resolved', reason: 'no_data' });
    expect(after([burning, ...times(9, silent), burning])).toEqual({ kind: 'firing', sinceMs: 0 });
  });

  it('remembers that it ended for lack of data until somebody calls again', () => {
    const ended = [burning, ...times(16, silent)];
    expect(after([...ended, ...times(99, silent)])).toMatchObject({
      endedMs: 16 * minute,
      reason: 'no_data',
    });
    expect(after([...ended, silent, calm])).toEqual({ kind: 'inactive' });
    expect(after([burning, ...times(9, calm)])).toMatchObject({ kind: 'resolved', reason: 'recovered' });
  });

  it('begins no alert while little of its short window has been seen, and ends none', () => {
    const early = { ...burning, observedShare: 0.79 };
    expect(after([early])).toEqual({ kind: 'warming' });
    expect(after([early, { ...burning, observedShare: 0.8 }])).toEqual({ kind: 'firing', sinceMs: minute });
    expect(after([burning, early])).toEqual({ kind: 'firing', sinceMs: 0 });
  });

  it('begins an episode of its own after it was resolved', () => {
    expect(after([burning, ...times(6, calm), burning])).toEqual({ kind: 'firing', sinceMs: 7 * minute });
  });

  it('stands where it stood when the process starts again in between', () => {
    const signal = fc.constantFrom(burning, calm, silent, { ...burning, observedShare: 0 });
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 60 }), fc.nat(60), (signals, cut) => {
        let state: TierState = { kind: 'inactive' };
        for (const [index, each] of signals.entries()) {
          // What is kept over a restart is the state as JSON.
          if (index === cut) state = JSON.parse(JSON.stringify(state)) as TierState;
          state = stepTier(state, each, index * minute, timing);
        }
        expect(state).toEqual(after(signals));
      }),
    );
  });

  it('never ends an alert at the moment of a burning evaluation, and never moves its beginning', () => {
    const signal = fc.constantFrom(burning, calm, silent);
    fc.assert(
      fc.property(fc.array(signal, { maxLength: 80 }), (signals) => {
        let state: TierState = { kind: 'inactive' };
        for (const [index, each] of signals.entries()) {
          const next = stepTier(state, each, index * minute, timing);
          if (each.isBurning) expect(next.kind).toBe('firing');
          if (isAlerting(state) && isAlerting(next)) expect(next.sinceMs).toBe(state.sinceMs);
          state = next;
        }
      }),
    );
  });
});
