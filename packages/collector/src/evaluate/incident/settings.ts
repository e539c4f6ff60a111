/**
 * What the detector may be told. All durations are seconds of the traffic's own clock; most values are those of a
 * prototype that was measured on labelled outages.
 */
export interface IncidentSettings {
  /** Evidence, in nats, that opens an incident: one false alarm of the fleet in about 30 days (ARL >= e^h frames). */
  readonly evidenceNats: number;
  /** How far back pooled rates and windows look. */
  readonly lookbackSeconds: number;
  /** A baseline learns from data only once it is this old, so that a creeping fault is not learnt as usual. */
  readonly learnDelaySeconds: number;
  readonly learnHalfLifeSeconds: number;
  readonly learnBlockSeconds: number;
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
  /** A class rises at once but falls only after this time. */
  readonly narrowSeconds: number;
}

export const defaultIncidentSettings: IncidentSettings = {
  evidenceNats: 16,
  lookbackSeconds: 300,
  learnDelaySeconds: 600,
  learnHalfLifeSeconds: 6 * 3600,
  learnBlockSeconds: 30,
  sustainSeconds: [20, 40, 80, 100],
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
};

/** The same detector on a clock that runs `factor` times faster: for compressed replays, never for production. */
export function compressSettings(settings: IncidentSettings, factor: number): IncidentSettings {
  return {
    ...settings,
    lookbackSeconds: settings.lookbackSeconds / factor,
    learnDelaySeconds: settings.learnDelaySeconds / factor,
    learnHalfLifeSeconds: settings.learnHalfLifeSeconds / factor,
    learnBlockSeconds: settings.learnBlockSeconds / factor,
    sustainSeconds: settings.sustainSeconds.map((seconds) => seconds / factor),
    fastSeconds: settings.fastSeconds / factor,
    holdSeconds: settings.holdSeconds / factor,
    connectivitySeconds: settings.connectivitySeconds / factor,
    clearSeconds: settings.clearSeconds / factor,
    resolveSeconds: settings.resolveSeconds / factor,
    rejoinSeconds: settings.rejoinSeconds / factor,
    graceSeconds: settings.graceSeconds / factor,
    abandonedOursSeconds: settings.abandonedOursSeconds / factor,
    abandonedSeconds: settings.abandonedSeconds / factor,
    narrowSeconds: settings.narrowSeconds / factor,
  };
}
