import { LRUCache } from 'lru-cache';

/** Failures of one request that still say something about the vendor; the rest is one job in a retry loop. */
const failuresMax = 2;
const windowMs = 300_000;
/** About 10 MB when full. Beyond it the least recently failing request is forgotten and may count twice again. */
const fingerprintsMaxDefault = 50_000;
/** Two that count, and two that came late and out of order. */
const rememberedMax = 4;

interface Failure {
  readonly id: string;
  readonly atMs: number;
}

export interface FingerprintCap {
  /**
   * Whether this failure is one too many: two others of the same request lie within 300 s of it. The same id gets the
   * same answer again, so a batch that is sent twice is judged as if it came once.
   */
  isRepeat(fingerprint: string, id: string, atMs: number): boolean;
}

/** Bounded memory of which requests failed lately. No clock: `atMs` is when the attempt ended. */
export function createFingerprintCap(fingerprintsMax: number = fingerprintsMaxDefault): FingerprintCap {
  const failuresOf = new LRUCache<string, readonly Failure[]>({ max: fingerprintsMax });
  return {
    isRepeat(fingerprint, id, atMs) {
      const known = failuresOf.get(fingerprint) ?? [];
      if (known.some((failure) => failure.id === id)) return false;
      const near = known.filter((failure) => Math.abs(failure.atMs - atMs) < windowMs);
      if (near.length >= failuresMax) return true;
      const all = [...known, { id, atMs }].sort((a, b) => a.atMs - b.atMs);
      failuresOf.set(fingerprint, all.slice(-rememberedMax));
      return false;
    },
  };
}
