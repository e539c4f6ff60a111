import { shared } from '../once-per-process.ts';
import type { LlmTarget } from './llm-request.ts';
import { cappedModel } from './model-cap.ts';

/** A call that has started and not ended. A vendor that hangs finishes nothing: only these show it. */
export interface InFlightCall {
  readonly target: LlmTarget | undefined;
  /** `waiting`: no response head yet. `responding`: the body is arriving, or should be. `backing_off`: between attempts. */
  readonly phase: 'waiting' | 'responding' | 'backing_off';
  /** Milliseconds since the last sign of life of the vendor, or of the SDK. */
  silentMs(): number;
}

/** Calls that have begun an attempt and not ended; bounded by what the app has in flight. */
export function inFlightCalls<Kind extends InFlightCall = InFlightCall>(): Set<Kind> {
  return calls() as unknown as Set<Kind>;
}

const calls: () => Set<InFlightCall> = shared('in-flight-calls', () => new Set());

/** Lower edges of the age classes, seconds. */
export const ageEdgesSeconds: readonly number[] = [0, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600];

export interface InFlightCount {
  readonly target: LlmTarget;
  readonly phase: InFlightCall['phase'];
  /** The calls have been silent for at least this long, and less than the next edge. */
  readonly ageSeconds: number;
  readonly calls: number;
}

/** Calls in flight by series, phase and age, counted anew each time: an edge crossed is a class changed. */
export function countInFlight(calls: Iterable<InFlightCall>): readonly InFlightCount[] {
  const counts = new Map<
    string,
    { target: LlmTarget; phase: InFlightCall['phase']; ageSeconds: number; calls: number }
  >();
  for (const { target, phase, silentMs } of snapshot(calls)) {
    const ageSeconds = ageClassOf(silentMs / 1000);
    const { provider, operation, region, credential } = target;
    const model = cappedModel(provider, target.model);
    const key = JSON.stringify([provider, model, operation, region, credential, phase, ageSeconds]);
    const count = counts.get(key) ?? { target, phase, ageSeconds, calls: 0 };
    count.calls += 1;
    counts.set(key, count);
  }
  return [...counts.values()];
}

function* snapshot(
  calls: Iterable<InFlightCall>,
): Iterable<{ target: LlmTarget; phase: InFlightCall['phase']; silentMs: number }> {
  for (const call of calls) {
    const { target, phase } = call;
    if (target) yield { target, phase, silentMs: call.silentMs() };
  }
}

function ageClassOf(seconds: number): number {
  return ageEdgesSeconds.findLast((edge) => seconds >= edge) ?? 0;
}
