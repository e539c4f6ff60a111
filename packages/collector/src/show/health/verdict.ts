import type { HealthState, WallOfficial } from '@faultline/conventions';
import type { IncidentClass } from '../../model/incident.ts';

/** What could be called instead. */
export interface Alternative {
  readonly provider: string;
  readonly model: string;
}

/** What an operator says instead of the detector. */
export interface OverrideNotice {
  readonly id: string;
  readonly author: string;
  readonly reason: string;
  readonly untilMs: number;
  /** What the detector says. */
  readonly replaces: HealthState;
}

/** What the vendor says of itself, as its status page was read last. */
export type OfficialNotice = Pick<WallOfficial, 'state' | 'page' | 'readAtMs'>;

/** Advice about one vendor, model or region of it. Whoever follows it must go on without it when it is old. */
export interface HealthAdvice {
  readonly provider: string;
  /** Null: the vendor as a whole. */
  readonly model: string | null;
  /** Null: wherever it is called. */
  readonly region: string | null;
  readonly state: HealthState;
  /** What is in trouble; of a region or a credential the others work. Null without trouble. */
  readonly scope: 'provider' | 'model' | 'region' | 'credential' | 'network' | null;
  /** Id of the incident behind it. */
  readonly incident: string | null;
  /** Class of that incident. */
  readonly reasonClass: IncidentClass | null;
  /** How sure the detector is of that class, 0..1. */
  readonly confidence: number | null;
  /** For people. */
  readonly reason: string;
  /** Since when it is in trouble, epoch milliseconds; null without trouble. */
  readonly sinceMs: number | null;
  /** Of the attempts of the last {@link windowSeconds}; null without any, and for a region, which is not counted apart. */
  readonly errorShare: number | null;
  readonly attempts: number | null;
  readonly windowSeconds: number;
  /** How much of one's usual traffic still makes sense, 0..1; 0 only when an operator says so. */
  readonly admitRatio: number;
  /** When what was held back may ask again; null when nothing should be held back. */
  readonly retryAfterSeconds: number | null;
  /** Models that are ok and called of late, those of the same vendor first; none without trouble. */
  readonly alternatives: readonly Alternative[];
  readonly override: OverrideNotice | null;
  /** Null when nobody reads its status page. It changes nothing else here. */
  readonly official: OfficialNotice | null;
  /** For how long it may be believed after it was read. */
  readonly ttlSeconds: number;
}

export interface HealthVerdict extends HealthAdvice {
  /** When it was new, in the numbers of the feed; only grows, over restarts too. */
  readonly version: number;
}

/** Whom a verdict is about. */
export type Subject = Pick<HealthAdvice, 'provider' | 'model'>;

/** For how long calm is believed. */
export const calmTtlSeconds = 30;

/** The reason of what has no traffic. */
export const notCalled = 'Nobody has called it of late.';

/** Nothing is known, which holds nobody back. */
export function unknown(
  subject: Subject,
  reason: string,
  windowSeconds: number,
  region: string | null = null,
): HealthAdvice {
  return {
    provider: subject.provider,
    model: subject.model,
    region,
    state: 'unknown',
    scope: null,
    incident: null,
    reasonClass: null,
    confidence: null,
    reason,
    sinceMs: null,
    errorShare: null,
    attempts: null,
    windowSeconds,
    admitRatio: 1,
    retryAfterSeconds: null,
    alternatives: [],
    override: null,
    official: null,
    ttlSeconds: calmTtlSeconds,
  };
}

/** The one that it is about, whatever is said of it. */
export function keyOf({ provider, model, region }: Pick<HealthAdvice, keyof Subject | 'region'>): string {
  return JSON.stringify([provider, model, region]);
}

/** What somebody would do differently for it: numbers and words change all the time, the advice does not. */
export function adviceOf(verdict: HealthAdvice): string {
  const { state, scope, incident, reasonClass, sinceMs, ttlSeconds, alternatives, override } = verdict;
  const { admitRatio, retryAfterSeconds, official } = verdict;
  const what = [keyOf(verdict), state, scope, incident, reasonClass, sinceMs, ttlSeconds];
  // When a page was read changes by itself; what stands there does not.
  const said = official && [official.state, official.page];
  return JSON.stringify([...what, admitRatio, retryAfterSeconds, alternatives, override, said]);
}
