import type { HealthState } from '@faultline/conventions';

/** What an operator says about the health of a vendor or model instead of what the detector says, until it expires. */
export interface HealthOverride {
  readonly id: string;
  readonly provider: string;
  /** Null: the vendor as a whole, and each of its models that has no override of its own. */
  readonly model: string | null;
  readonly state: HealthState;
  /** For people. */
  readonly reason: string;
  /** As they call themselves. */
  readonly author: string;
  readonly createdMs: number;
  /** It always ends: one that nobody remembers would be an outage of its own. */
  readonly untilMs: number;
  /** When somebody took it back; null while nobody did. */
  readonly endedMs: number | null;
}

export function isInForce({ untilMs, endedMs }: HealthOverride, nowMs: number): boolean {
  return endedMs === null && nowMs < untilMs;
}

/** When it was said or taken back: of two versions of one the later counts. */
export function versionOf({ createdMs, endedMs }: HealthOverride): number {
  return endedMs ?? createdMs;
}

/** In the order in which they were made. */
export function byCreation(a: HealthOverride, b: HealthOverride): number {
  return a.createdMs - b.createdMs || (a.id < b.id ? -1 : 1);
}
