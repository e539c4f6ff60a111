import { createFingerprintCap, type FingerprintCap } from './fingerprint-cap.ts';
import { createLatePieces, type LatePieces } from './late-pieces.ts';
import { createNameBounds, type NameBounds } from './name-bounds.ts';
import { createOpenings, type Openings } from './openings.ts';
import { createReportedTargets, type ReportedTargets } from './plain-requests.ts';
import { createToldCalls, type ToldCalls } from './told-calls.ts';

/** What normalising one request must know of those before it. All of it is bounded, and none of it reads a clock. */
export interface Memory {
  readonly fingerprintCap: FingerprintCap;
  readonly latePieces: LatePieces;
  readonly toldCalls: ToldCalls;
  readonly openings: Openings;
  readonly reportedTargets: ReportedTargets;
  readonly nameBounds: NameBounds;
}

export function createMemory(): Memory {
  const reportedTargets = createReportedTargets();
  return {
    fingerprintCap: createFingerprintCap(),
    reportedTargets,
    latePieces: createLatePieces(reportedTargets),
    toldCalls: createToldCalls(),
    openings: createOpenings(),
    nameBounds: createNameBounds(),
  };
}
