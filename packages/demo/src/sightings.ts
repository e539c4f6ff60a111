import type { Wall } from '@faultline/conventions';
import type { ServedRequest } from '@faultline/simulator';

/** When things happened by the clock of whoever watches: what a person would have seen, not what a program claims. */
export interface Clock {
  /** The first request of the vendor of the first incident that failed, as the vendor itself saw it. */
  readonly firstFailedMs: number | null;
  /** When that incident was on the wall. */
  readonly suspectedMs: number | null;
  readonly confirmedMs: number | null;
}

export interface Sightings {
  see(wall: Wall): void;
  clock(served: readonly ServedRequest[]): Clock;
}

/** Failures that come a few at a time are what every vendor has; an outage begins with several in a row. */
const inARow = 3;

export function createSightings(now: () => number): Sightings {
  let seen: { provider: string | null; suspectedMs: number; confirmedMs: number | null } | undefined;
  return {
    see({ incidents }) {
      const [incident] = incidents;
      if (!incident) return;
      seen ??= { provider: incident.provider, suspectedMs: now(), confirmedMs: null };
      if (incident.state === 'confirmed') seen.confirmedMs ??= now();
    },
    clock: (served) => ({
      firstFailedMs: seen ? firstFailed(served, seen.provider, seen.suspectedMs) : null,
      suspectedMs: seen?.suspectedMs ?? null,
      confirmedMs: seen?.confirmedMs ?? null,
    }),
  };
}

/** The beginning of the newest run of failures before the suspicion. */
function firstFailed(
  served: readonly ServedRequest[],
  provider: string | null,
  beforeMs: number,
): number | null {
  const ends = served
    .flatMap(({ endMs, fault, ...request }) =>
      endMs !== null && endMs <= beforeMs && (provider === null || request.provider === provider)
        ? [{ endMs, failed: fault !== null }]
        : [],
    )
    .sort((a, b) => a.endMs - b.endMs);
  for (let index = 0; index + inARow <= ends.length; index += 1) {
    if (ends.slice(index, index + inARow).every(({ failed }) => failed)) return ends[index]?.endMs ?? null;
  }
  return null;
}
