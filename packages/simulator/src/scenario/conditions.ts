import type { Fault } from '../fault.ts';
import { logNormal, uniform } from '../random.ts';
import type { FleetModel, Phase, RequestIdentity, Scenario } from './scenario.ts';

const hourMs = 3_600_000;

/** What a vendor's ordinary bad luck consists of. */
const backgroundMix: readonly (readonly [Fault, number])[] = [
  ['server_error', 0.55],
  ['overloaded', 0.35],
  ['rate_limited', 0.1],
];

/**
 * The fault of one request, null when it is served well. Pure: depends on the request's own identity and the scenario
 * time only, so other traffic, its order and its volume change nothing.
 */
export function faultFor(
  scenario: Scenario,
  seed: number,
  request: RequestIdentity,
  scenarioMs: number,
): Fault | null {
  let left = uniform(seed, 'fault', request.provider, request.model, request.index);
  let healthyShare = 1;
  for (const phase of scenario.phases) {
    const strength = selects(phase, request) ? strengthAt(phase, scenarioMs) : 0;
    if (strength === 0) continue;
    for (const [fault, share] of Object.entries(phase.faults) as [Fault, number][]) {
      left -= share * strength;
      if (left < 0) return fault;
      healthyShare -= share * strength;
    }
  }
  for (const [fault, part] of backgroundMix) {
    left -= Math.max(0, healthyShare) * scenario.backgroundErrorShare * part;
    if (left < 0) return fault;
  }
  return null;
}

/** How long the vendor takes, milliseconds from the request. */
export interface Pace {
  readonly timeToFirstTokenMs: number;
  readonly durationMs: number;
  /** An error needs no model: it comes faster than an answer. */
  readonly errorMs: number;
}

const errorPaceShare = 0.15;

export function paceFor(
  phases: readonly Phase[],
  seed: number,
  profile: FleetModel,
  request: RequestIdentity,
  scenarioMs: number,
): Pace {
  let latencyFactor = 1;
  let ttftFactor = 1;
  for (const phase of phases) {
    const strength = selects(phase, request) ? strengthAt(phase, scenarioMs) : 0;
    latencyFactor *= 1 + (phase.latencyFactor - 1) * strength;
    ttftFactor *= 1 + (phase.ttftFactor - 1) * strength;
  }
  const draw = (what: string, medianMs: number): number =>
    logNormal(medianMs, profile.latencySigma, seed, what, request.provider, request.model, request.index);
  const timeToFirstTokenMs = draw('ttft', profile.timeToFirstTokenP50Ms * ttftFactor);
  const durationMs = Math.max(
    draw('duration', profile.latencyP50Ms * latencyFactor),
    timeToFirstTokenMs * 1.05,
  );
  return { timeToFirstTokenMs, durationMs, errorMs: draw('error', profile.latencyP50Ms * errorPaceShare) };
}

/** Multiplies a model's request rate. */
export function rateFactorAt(
  scenario: Scenario,
  provider: string,
  model: string,
  scenarioMs: number,
): number {
  let factor = 1;
  for (const phase of scenario.phases) {
    if (phase.rateFactor === 1 || !selectsModel(phase, provider, model)) continue;
    factor *= 1 + (phase.rateFactor - 1) * strengthAt(phase, scenarioMs);
  }
  if (!scenario.diurnal) return factor;
  const { amplitude, peakAtMs } = scenario.diurnal;
  return factor * (1 + amplitude * Math.cos((2 * Math.PI * (scenarioMs - peakAtMs)) / (24 * hourMs)));
}

export function selectsModel(phase: Phase, provider: string, model: string): boolean {
  return (
    (phase.providers === null || phase.providers.some((one) => one === provider)) &&
    (phase.models === null || phase.models.includes(model))
  );
}

export function selects(phase: Phase, request: RequestIdentity): boolean {
  return (
    selectsModel(phase, request.provider, request.model) &&
    (phase.region === null || phase.region === request.region) &&
    (phase.credential === null || phase.credential === request.credential) &&
    (phase.job === null || request.text.includes(phase.job.name))
  );
}

/** 0 outside the phase and in the gaps of its pulse, 1 inside, between them on a ramp. */
export function strengthAt(phase: Phase, scenarioMs: number): number {
  if (scenarioMs < phase.fromMs || scenarioMs >= phase.untilMs) return 0;
  const { pulse } = phase;
  if (pulse && (scenarioMs - phase.fromMs) % (pulse.onMs + pulse.offMs) >= pulse.onMs) return 0;
  const rise = phase.rampMs > 0 ? (scenarioMs - phase.fromMs) / phase.rampMs : 1;
  const fall = phase.rampOutMs > 0 ? (phase.untilMs - scenarioMs) / phase.rampOutMs : 1;
  return Math.min(1, rise, fall);
}
