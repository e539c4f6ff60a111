/**
 * The wall as the collector serves it (`GET /api/v1/wall`, server-sent event `wall`) and the console draws it.
 * Times are epoch milliseconds, shares 0..1, durations milliseconds.
 */
export type HealthState = 'ok' | 'degraded' | 'down' | 'recovering' | 'unknown';

/** The share of failed attempts from which a failing model is `down` rather than degraded. */
export const downShareMin = 0.5;

/** `cleared`: a suspicion that came to nothing. */
export type IncidentState = 'suspected' | 'confirmed' | 'recovering' | 'resolved' | 'cleared';

export interface Wall {
  /** Grows with every published wall; the id of the server-sent event. */
  readonly version: number;
  /** End of the newest evaluated frame: how old the data is. */
  readonly dataAtMs: number;
  readonly state: HealthState;
  /** The answer in one sentence: "Anthropic is failing on 4 of 5 models, for 23 minutes." */
  readonly headline: string;
  /** The evidence in one or two sentences. */
  readonly summary: string;
  readonly incidents: readonly WallIncident[];
  readonly vendors: readonly WallVendor[];
  readonly strip: StripAxis;
  /** `starting`: nothing has been evaluated since the start, so this wall says nothing about vendors. */
  readonly collector: { readonly state: 'ok' | 'degraded' | 'starting'; readonly detail: string };
}

export interface StripAxis {
  readonly startMs: number;
  readonly cellMs: number;
  readonly cells: number;
}

export interface WallIncident {
  readonly id: string;
  readonly state: Exclude<IncidentState, 'cleared'>;
  /** `vendor_wide`, `single_model`, ...; see docs/slo-and-incidents.md. */
  readonly class: string;
  /** Null for `local_network`. */
  readonly provider: string | null;
  readonly models: readonly string[];
  /** How sure the detector is of the class, 0..1. */
  readonly confidence: number;
  readonly sentence: string;
  readonly firstBadMs: number;
  readonly suspectedMs: number;
  readonly confirmedMs: number | null;
  readonly resolvedMs: number | null;
}

/** One row of numbers, for a vendor or for one of its models. */
export interface WallRow {
  readonly state: HealthState;
  /** Share of attempts that failed by the vendor's or the network's fault in the last minute; null without traffic. */
  readonly errorShare: number | null;
  readonly usualErrorShare: number | null;
  readonly timeToFirstChunkP95Ms: number | null;
  readonly usualTimeToFirstChunkP95Ms: number | null;
  readonly attemptsPerMinute: number;
  /** Error share per cell of {@link Wall.strip}, oldest first; null where there was no traffic. */
  readonly strip: readonly (number | null)[];
}

export interface WallVendor extends WallRow {
  readonly provider: string;
  readonly displayName: string;
  readonly models: readonly WallModel[];
  /** What the vendor says of itself; null, or left out, when nobody reads its status page. It changes no state here. */
  readonly official?: WallOfficial | null;
}

/** A vendor's own status page, as it was read last. */
export interface WallOfficial {
  /** `unknown` unless the page is `ok`: never an all-clear then, and never an accusation. */
  readonly state: 'operational' | 'degraded' | 'outage' | 'maintenance' | 'unknown';
  /** Whether the page itself can be believed; `moved`: it sends readers to another host. */
  readonly page: 'ok' | 'stale' | 'unreadable' | 'moved';
  /** When it was read with success last; null when it never was. */
  readonly readAtMs: number | null;
  /** The newest post of what the vendor has not called over. */
  readonly title?: string;
}

export interface WallModel extends WallRow {
  readonly model: string;
}
