import type { Fault } from '../fault.ts';
import { strengthAt } from '../scenario/conditions.ts';
import type { FleetModel, Phase } from '../scenario/scenario.ts';
import type { Delay } from './delay.ts';

/** What holds for all attempts of a series that start in one tick. */
export interface TickConditions {
  /** Of what is started, by how it fails. The rest is good. */
  readonly shares: ReadonlyMap<Fault, number>;
  readonly promptFactor: number;
  readonly duration: Delay;
  readonly firstChunkS: number;
}

/** Of all requests, whatever the vendor does: mistakes, limits, and the odd answer without content. */
const ordinary: Readonly<Partial<Record<Fault, number>>> = {
  bad_request: 0.006,
  rate_limited: 0.001,
  timeout: 0.0006,
  reset: 0.0003,
  blank: 0.0003,
};
/** Reading a prompt is a small part of answering it. */
const readingPart = 0.2;

/** `phases` are those of the series; `usualShare` of what no phase touches fails by itself. */
export function tickConditions(
  profile: FleetModel,
  phases: readonly Phase[],
  usualShare: number,
  startMs: number,
  tickMs: number,
): TickConditions {
  const shares = new Map<Fault, number>();
  let healthy = 1;
  let latencyFactor = 1;
  let ttftFactor = 1;
  let promptFactor = 1;
  for (const phase of phases) {
    const strength = meanStrength(phase, startMs, tickMs);
    if (strength === 0) continue;
    latencyFactor *= 1 + (phase.latencyFactor - 1) * strength;
    ttftFactor *= 1 + (phase.ttftFactor - 1) * strength;
    promptFactor *= 1 + (phase.promptFactor - 1) * strength;
    if (phase.job) continue;
    for (const [fault, share] of sharesOf(phase.faults)) {
      add(shares, fault, share * strength);
      healthy -= share * strength;
    }
  }
  healthy = Math.max(0, healthy);
  add(shares, 'server_error', healthy * usualShare);
  for (const [fault, share] of sharesOf(ordinary)) add(shares, fault, healthy * share);
  return {
    shares,
    promptFactor,
    duration: {
      medianS: (profile.latencyP50Ms / 1000) * latencyFactor * (1 + readingPart * (promptFactor - 1)),
      sigma: profile.latencySigma,
    },
    firstChunkS: (profile.timeToFirstTokenP50Ms / 1000) * ttftFactor * promptFactor,
  };
}

export function sharesOf(faults: Phase['faults']): readonly (readonly [Fault, number])[] {
  return Object.entries(faults) as [Fault, number][];
}

function add(shares: Map<Fault, number>, fault: Fault, share: number): void {
  shares.set(fault, (shares.get(fault) ?? 0) + share);
}

/** A phase may begin in the middle of a tick. */
export function meanStrength(phase: Phase, startMs: number, tickMs: number): number {
  if (startMs + tickMs <= phase.fromMs || startMs >= phase.untilMs) return 0;
  let sum = 0;
  const parts = 5;
  for (let part = 0; part < parts; part += 1)
    sum += strengthAt(phase, startMs + ((part + 0.5) / parts) * tickMs);
  return sum / parts;
}
