import type { IncidentState, StripAxis } from './wall.ts';

/**
 * One incident as its page shows it (`GET /api/v1/pages/incidents/{id}`). Times are epoch milliseconds, shares 0..1,
 * durations milliseconds.
 */
export interface IncidentPage {
  readonly incident: IncidentHead;
  /** Moments in the order in which they came: ours and the vendor's. */
  readonly clock: readonly ClockMark[];
  readonly strip: StripAxis;
  /** Every model of the vendor that was called; for our own network every vendor. */
  readonly models: readonly AffectedModel[];
  /** Other vendors in the same minutes: what tells a vendor's fault from ours. */
  readonly controls: readonly ControlStrip[];
  /** The explanations that competed, most probable first. Empty where the answers themselves say whose fault it is. */
  readonly hypotheses: readonly { readonly class: string; readonly probability: number }[];
  /** Newest first. */
  readonly timeline: readonly TimelineEntry[];
  /** Attempts that show it, and that the vendor's support can be asked about. */
  readonly samples: readonly AttemptReference[];
  readonly cost: IncidentCost | null;
  /** Incidents that are one with it. */
  readonly merged: readonly { readonly id: string; readonly sentence: string }[];
}

export interface IncidentHead {
  readonly id: string;
  /** "Anthropic is failing on 4 of 5 models". */
  readonly title: string;
  readonly sentence: string;
  readonly state: IncidentState;
  readonly class: string;
  readonly kind: 'errors' | 'blank' | 'latency' | 'hang';
  /** Null for our own network. */
  readonly provider: string | null;
  readonly displayName: string;
  readonly region: string | null;
  readonly credential: string | null;
  readonly confidence: number;
  readonly firstBadMs: number;
  readonly resolvedMs: number | null;
  readonly attempts: number;
  readonly bad: number;
  readonly services: readonly string[];
  readonly credentials: readonly string[];
  readonly regions: readonly string[];
  /** Why nobody is paged for it; null when somebody is. */
  readonly mutedBy: string | null;
  readonly feedback: FeedbackVerdict | null;
  readonly mergedInto: string | null;
}

/** Whether the detector was right to blame the vendor, as a person says. */
export type FeedbackVerdict = 'not_the_vendor' | 'right';

export interface ClockMark {
  readonly label: string;
  readonly by: 'us' | 'vendor';
  /** Null: it has not happened (yet). */
  readonly atMs: number | null;
}

export interface AffectedModel {
  /** For our own network the provider. */
  readonly name: string;
  readonly verdict: 'affected' | 'recovered' | 'healthy' | 'undecided';
  /** Share that failed in the way of the incident, by cell of the axis; null without traffic. */
  readonly shares: readonly (number | null)[];
  readonly peakShare: number | null;
  /** In the last minute of what is known. */
  readonly shareNow: number | null;
  /** What most of the failures were; null where nothing failed. */
  readonly dominantOutcome: string | null;
  /** Since the incident began. */
  readonly attempts: number;
  readonly bad: number;
  /** First token p95 during the incident, and over what was usual for an hour before; null where nobody can tell. */
  readonly timeToFirstChunkP95Ms: number | null;
  readonly timesUsual: number | null;
  readonly firstBadMs: number | null;
  readonly recoveredMs: number | null;
}

export interface ControlStrip {
  readonly provider: string;
  readonly displayName: string;
  readonly shares: readonly (number | null)[];
  readonly attempts: number;
  readonly bad: number;
}

export interface TimelineEntry {
  readonly atMs: number;
  readonly kind: 'state' | 'note' | 'feedback' | 'merge' | 'vendor';
  /** The state it went into; the author of a note. */
  readonly who: string;
  readonly text: string;
  readonly url?: string;
}

export interface AttemptReference {
  readonly atMs: number;
  readonly model: string;
  readonly outcome: string;
  readonly traceId: string;
  readonly vendorRequestId: string;
}

/** Minutes times what an hour costs by the configuration; there is no default for that. */
export interface IncidentCost {
  readonly amount: number;
  readonly currency: string;
  readonly perHour: number;
  readonly durationMs: number;
}
