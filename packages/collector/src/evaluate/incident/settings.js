export const defaultIncidentSettings = {
  evidenceNats: 16,
  framesSeconds: 20,
  slicesSeconds: 120,
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
export function compressSettings(settings, factor) {
  const { evidenceNats, ...durations } = settings;
  const compressed = Object.entries(durations).map(([name, seconds]) => [
    name,
    Array.isArray(seconds) ? seconds.map((each) => each / factor) : seconds / factor,
  ]);
  return { evidenceNats, ...Object.fromEntries(compressed) };
}
