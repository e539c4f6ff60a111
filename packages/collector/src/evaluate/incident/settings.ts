/**
 * What the detector may be told. All durations are seconds of the traffic's own clock; most values are those of a
 * prototype that was measured on labelled outages.
 */
export interface IncidentSettings {
  /** Evidence, in nats, that opens an incident: one false alarm of the fleet in about 30 days (ARL >= e^h frames). */
  readonly evidenceNats: number;
  /** Frames are kept as they are for this long, then as slices, then as blocks; see memory.ts. */
  readonly framesSeconds: number;
  readonly slicesSeconds: number;
  /** How long failures come in one burst: what is counted within it is not independent. */
  readonly sliceSeconds: number;
  readonly blockSeconds: number;
  /**
   * How long traffic is remembered. A baseline learns a block only as it leaves, so that a creeping fault is not learnt
   * as usual.
   */
  readonly memorySeconds: number;
  readonly learnHalfLifeSeconds: number;
  readonly latencyHalfLifeSeconds: number;
  /** How far back it is looked who is affected. */
  readonly lookbackSeconds: number;
  /** Sustained: three windows of one of these lengths in a row. The first one is the guard against blips. */
  readonly sustainSeconds: readonly number[];
  /** Fast: three windows of this length in a row with most attempts failing. */
  readonly fastSeconds: number;
  /** How long a vendor that only fails to connect is held back until other vendors say whose network it is. */
  readonly holdSeconds: number;
  /** How far back the share of connection failures is looked at. */
  readonly connectivitySeconds: number;
  readonly clearSeconds: number;
  readonly resolveSeconds: number;
  /** A fault that comes back within this time re-opens its incident instead of starting another. */
  readonly rejoinSeconds: number;
  /** Time a series must have looked different before a fault of our own account or requests is an incident. */
  readonly graceSeconds: number;
  /** A model nobody has called for this long no longer holds an incident open: ours sooner, a vendor's later. */
  readonly abandonedOursSeconds: number;
  readonly abandonedSeconds: number;
  /** A class rises at once but falls only after this time, and sooner when the other models have recovered. */
  readonly narrowSeconds: number;
  readonly narrowRecoveredSeconds: number;
}

export const defaultIncidentSettings: IncidentSettings = {
  evidenceNats: 16,
  framesSeconds: 20,
  slicesSeconds: 200,
  sliceSeconds: 10,
  blockSeconds: 60,
  memorySeconds: 600,
  learnHalfLifeSeconds: 6 * 3600,
  latencyHalfLifeSeconds: 2 * 3600,
  lookbackSeconds: 600,
  sustainSeconds: [20, 30, 40, 60, 80, 120, 160, 200],
  fastSeconds: 10,
  holdSeconds: 60,
  connectivitySeconds: 30,
  clearSeconds: 60,
  resolveSeconds: 120,
  rejoinSeconds: 900,
  graceSeconds: 60,
  abandonedOursSeconds: 900,
  abandonedSeconds: 3600,
  narrowSeconds: 180,
  narrowRecoveredSeconds: 40,
};

/** The same detector on a clock that runs `factor` times faster: for compressed replays, never for production. */
export function compressSettings(settings: IncidentSettings, factor: number): IncidentSettings {
  const { evidenceNats, ...durations } = settings;
  const compressed = Object.entries(durations).map(([name, seconds]) => [
    name,
    Array.isArray(seconds) ? seconds.map((each: number) => each / factor) : (seconds as number) / factor,
  ]);
  return { evidenceNats, ...Object.fromEntries(compressed) } as IncidentSettings;
}
