import type { Wall } from '@faultline/conventions';
import type { ServedRequest } from '@faultline/simulator';

/** When things happened by the clock of whoever watches: what a person would have seen, not what a program claims. */
export interface Clock {
  /** The first request that the outage let fail, of the vendor of the first incident, as the vendor itself saw it. */
  readonly firstFailedMs: number | null;
  /** When that incident was on the wall. */
  readonly suspectedMs: number | null;
  readonly confirmedMs: number | null;
}

export interface Sightings {
  see(wall: Wall): void;
  clock(served: readonly ServedRequest[]): Clock;
}

/** `outageMs`: when the outage begins; null where none is played. Failures before it are what every vendor has. */
export function createSightings(now: () => number, outageMs: number | null): Sightings {
  let seen: { provider: string | null; suspectedMs: number; confirmedMs: number | null } | undefined;
  return {
    see({ incidents }) {
      const [incident] = incidents;
      if (!incident) return;
      seen ??= { provider: incident.provider, suspectedMs: now(), confirmedMs: null };
      if (incident.state === 'confirmed') seen.confirmedMs ??= now();
    },
    clock: (served) => ({
      firstFailedMs: seen && outageMs !== null ? firstFailed(served, seen.provider, outageMs) : null,
      suspectedMs: seen?.suspectedMs ?? null,
      confirmedMs: seen?.confirmedMs ?? null,
    }),
  };
}

function firstFailed(
  served: readonly ServedRequest[],
  provider: string | null,
  sinceMs: number,
): number | null {
  const ends = served.flatMap(({ endMs, fault, ...request }) =>
    endMs !== null &&
    endMs >= sinceMs &&
    fault !== null &&
    (provider === null || request.provider === provider)
      ? [endMs]
      : [],
  );
  return ends.sort((a, b) => a - b)[0] ?? null;
}
