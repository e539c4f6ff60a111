import type { Outcome } from '@faultline/conventions';
import { guard } from '../guard.ts';
import { shared } from '../once-per-process.ts';
import type { EndedCall } from './ended-call.ts';
import type { LlmTarget } from './llm-request.ts';
import { clientMetrics, type TracedSpan } from './metrics.ts';
import { otelMetrics } from './otel-metrics.ts';

/** Where every call and attempt is counted, whether or not its trace is sampled. */
export interface CallSignals {
  started(target: LlmTarget): void;
  attemptEnded(target: LlmTarget, outcome: Outcome): void;
  /** The attempt that ended the call is counted with it. */
  ended(call: EndedCall, span: TracedSpan): void;
}

/** How many calls have been counted so far in this process. */
export function endedCalls(): number {
  return counted().calls;
}

const counted: () => { calls: number } = shared('ended-calls', () => ({ calls: 0 }));

const signals: CallSignals = {
  started: (target) => otelMetrics().started(target),
  attemptEnded: (target, outcome) => clientMetrics().attemptEnded(target, outcome),
  ended(call, span) {
    counted().calls += 1;
    guard(() => {
      clientMetrics().attemptEnded(call.finished.target, call.outcome);
      clientMetrics().callEnded(call, span);
    });
    guard(() => otelMetrics().ended(call));
  },
};

export function callSignals(): CallSignals {
  return signals;
}
