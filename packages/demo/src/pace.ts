import type { Scenario } from '@faultline/simulator';

/** How a scenario of hours is played in a minute. */
export interface Pace {
  /** Scenario seconds per real second. */
  readonly compression: number;
  /** Detector seconds per real second: its guards and quiet times shrink too, but less than the outage does. */
  readonly detectorCompression: number;
  /** Share of the fleet's request rate that one machine plays. */
  readonly rateFactor: number;
  /** Answers come this much faster than the vendors', so that a compressed minute still holds calls. */
  readonly latencyFactor: number;
  /** Real milliseconds until the last fault of the scenario is over. */
  readonly faultsEndMs: number;
}

const playMsMax = 60_000;
const compressionMin = 60;

export function paceOf(scenario: Scenario): Pace {
  const lastFaultMs = Math.max(0, ...scenario.phases.map((phase) => phase.untilMs));
  const endMs = lastFaultMs === 0 ? scenario.durationMs : lastFaultMs;
  const compression = Math.max(compressionMin, endMs / playMsMax);
  return {
    compression,
    detectorCompression: 12,
    rateFactor: 0.25,
    latencyFactor: 0.15,
    faultsEndMs: endMs / compression,
  };
}
