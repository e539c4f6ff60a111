import type {
  AttemptView,
  CallSummary,
  ModelSeries,
  Outcome,
  ThresholdMeasure,
  TraceView,
} from '@faultline/conventions';
import type { AttemptSample } from '../model/attempt-sample.ts';
import type { AuditEntry } from '../model/audit-entry.ts';
import type { Rows } from '../model/call.ts';
import type { Frame } from '../model/frame.ts';
import type { HealthOverride } from '../model/health-override.ts';
import type { Incident, IncidentTransition } from '../model/incident.ts';
import type { OfficialPost } from '../model/official.ts';
import type { Merge, Remark } from '../model/remark.ts';
import type { RowPage, RowQuestion } from '../model/row-question.ts';
import type { SeriesQuestion } from '../model/series-question.ts';
import type {
  ExcludedCalls,
  FirstDays,
  LatencyThreshold,
  StoredTierState,
  WindowCounts,
} from '../model/slo.ts';
import type { SourceCount } from '../model/source-count.ts';
import type { TimeRange } from '../model/time-range.ts';
import type { VendorMinute } from '../model/vendor-minute.ts';
import type { StoreHealth, StoreStats } from './store-health.ts';

export type { TimeRange } from '../model/time-range.ts';
export type { AppendRefusal, InsertFailure, StoreHealth, StoreStats } from './store-health.ts';

/** The database does not answer now; asking again later, or for less, helps. */
export class StoreUnavailableError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'StoreUnavailableError';
  }
}

export type AppendResult =
  | { readonly kind: 'durable' }
  /** Nothing was kept; the sender should come back. */
  | { readonly kind: 'retry'; readonly afterSeconds: number; readonly reason: string };

/** Nothing was kept; the sender should come back. */
export type ComeBack = Extract<AppendResult, { readonly kind: 'retry' }>;

/** What receiving needs. */
export interface Intake {
  /**
   * What {@link append} would answer at this moment if it takes nothing. To be asked before anything is made of what
   * came: whoever decides what a call is remembers what was told before, and must not remember what is not kept.
   */
  refusal(): ComeBack | undefined;
  /**
   * Resolves `durable` once the rows survive a crash of this process and of the engine. Rows seen before are skipped.
   * `onFresh` is told at once which were not, so that whoever counts them need not hold them until they are durable.
   */
  append(rows: Rows, onFresh?: (fresh: Rows) => void): Promise<AppendResult>;
}

export interface FirstDaysQuestion {
  readonly measure: ThresholdMeasure;
  /** Days at most. */
  readonly days: number;
  /** Good and measured calls that a day must have. */
  readonly callsMin: number;
  /** The beginning of a day. */
  readonly untilMs: number;
}

/** What detection and service levels need. */
export interface EvaluationSource {
  /** Frames of attempts whose start lies in the range, oldest first, empty ones included. */
  frames(range: TimeRange, widthMs: number): Promise<readonly Frame[]>;
  /** For each window `[untilMs - window, untilMs)`, calls by outcome without the excluded ones, and how many were faster than each threshold. `untilMs` is minute aligned. */
  windowCounts(
    untilMs: number,
    windowsSeconds: readonly number[],
    excluded?: readonly ExcludedCalls[],
    thresholds?: readonly LatencyThreshold[],
  ): Promise<readonly WindowCounts[]>;
  /** For each model the first days with as many good and measured calls, of those that ended before `untilMs`. */
  firstDays(question: FirstDaysQuestion): Promise<readonly FirstDays[]>;
  /** Start of the oldest minute with calls; null before the first one. */
  observedSinceMs(): Promise<number | null>;
  /** When the oldest row came that is acknowledged and not readable yet; null when all are. */
  waitingSinceMs(): number | null;
}

/** Attempts of some models that ended in one of these ways. */
export interface AttemptQuestion {
  /** Null for any. */
  readonly provider: string | null;
  readonly models: readonly string[];
  readonly outcomes: readonly Outcome[];
  readonly range: TimeRange;
  readonly limit: number;
}

export interface AttemptSource {
  /** Oldest first. */
  attemptsThat(question: AttemptQuestion): Promise<readonly AttemptSample[]>;
}

/** More than a year of outages: a longer list helps nobody. */
export const incidentListMax = 1_000;

export interface IncidentStore {
  save(transition: IncidentTransition): Promise<void>;
  /** Newest first, by first bad attempt, {@link incidentListMax} at most. Without `untilMs`, until now. */
  incidents(sinceMs: number, untilMs?: number): Promise<readonly Incident[]>;
  incident(id: string): Promise<Incident | null>;
  /** Everything that was saved of one, oldest first. */
  transitions(id: string): Promise<readonly IncidentTransition[]>;
}

/** What people say about incidents. */
export interface RemarkStore {
  saveRemark(remark: Remark): Promise<void>;
  /** What was said about these, oldest first. */
  remarks(incidentIds: readonly string[]): Promise<readonly Remark[]>;
  /** All merges, oldest first. */
  merges(): Promise<readonly Merge[]>;
}

/** What vendors wrote on their status pages. */
export interface OfficialStore {
  /** A post that is there already is replaced: vendors edit what they wrote. */
  savePosts(posts: readonly OfficialPost[]): Promise<void>;
  /** Those posted in the range, oldest first. */
  posts(provider: string, range: TimeRange): Promise<readonly OfficialPost[]>;
}

export interface AuditQuestion extends TimeRange {
  readonly limit: number;
}

/** Who did what. */
export interface AuditStore {
  recordAudit(entry: AuditEntry): Promise<void>;
  /** Newest first. */
  auditEntries(question: AuditQuestion): Promise<readonly AuditEntry[]>;
}

/** What operators say about the health of vendors and models. */
export interface OverrideStore {
  /** A new one, or one that was taken back. */
  saveOverride(override: HealthOverride): Promise<void>;
  /** Those in force, oldest first. */
  overrides(nowMs: number): Promise<readonly HealthOverride[]>;
}

/** What an SLA is claimed with. */
export interface EvidenceSource {
  /** Minutes of a vendor in which we called it, by region. `range` is minute aligned. */
  vendorMinutes(provider: string, range: TimeRange): Promise<readonly VendorMinute[]>;
}

/** Where alerts of service levels stand, so that a restart neither ends nor begins one. */
export interface TierStateStore {
  saveTierStates(states: readonly StoredTierState[], atMs: number): Promise<void>;
  /** The newest of each that is still of interest. */
  tierStates(): Promise<readonly StoredTierState[]>;
}

/** Attempts of one (provider, model) in one cell of a strip. */
export interface StripCell {
  readonly provider: string;
  readonly model: string;
  readonly startMs: number;
  readonly attempts: number;
  readonly bad: number;
}

/** Attempts and time to first chunk of one (provider, model) in a range. */
export interface ModelTraffic {
  readonly provider: string;
  readonly model: string;
  readonly attempts: number;
  readonly bad: number;
  /** Null without a streamed answer in the range. */
  readonly timeToFirstChunkP95Ms: number | null;
}

/** What the console and the API need. */
export interface ShowSource {
  strip(range: TimeRange, cellMs: number): Promise<readonly StripCell[]>;
  traffic(range: TimeRange): Promise<readonly ModelTraffic[]>;
}

/** Without the names by which people call the vendors. */
export interface SeriesOfModels {
  readonly series: readonly Omit<ModelSeries, 'displayName'>[];
  readonly omitted: number;
}

export interface SeriesSource {
  series(question: SeriesQuestion): Promise<SeriesOfModels>;
}

/** Single calls and attempts. */
export interface CallSource {
  /** Newest first. */
  calls(question: RowQuestion): Promise<RowPage<CallSummary>>;
  /** Newest first. */
  attempts(question: RowQuestion): Promise<RowPage<AttemptView>>;
  /** Everything of one trace; null when nothing is known of it. */
  trace(traceId: string): Promise<TraceView | null>;
}

/** Who tells of calls, and in which words. */
export interface TellerSource {
  /** Those that told most first. */
  sources(range: TimeRange): Promise<readonly SourceCount[]>;
}

export interface Store
  extends Intake,
    EvaluationSource,
    AttemptSource,
    EvidenceSource,
    IncidentStore,
    RemarkStore,
    OfficialStore,
    AuditStore,
    OverrideStore,
    TierStateStore,
    ShowSource,
    SeriesSource,
    CallSource,
    TellerSource {
  /** Whether it is this collector that tells of alerts: of several on one store one does. */
  isSpeaking(): Promise<boolean>;
  health(): StoreHealth;
  stats(): StoreStats;
  /** Takes nothing more, inserts what is spooled as far as the engine allows, stops the engine. */
  close(): Promise<void>;
}
