import type { Hypothesis, IncidentClass } from '../../model/incident.ts';
import type { Channel } from './channel.ts';
import { type SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';
/** Which part of a vendor a fault covers, and how that was told from the other parts. */
export interface Scope {
  readonly class: IncidentClass;
  /** Vendors with anything affected. */
  readonly providers: readonly string[];
  readonly affectedModels: readonly string[];
  readonly healthyModels: readonly string[];
  readonly undecidedModels: readonly string[];
  readonly region: string | null;
  readonly credential: string | null;
  readonly confidence: number;
  readonly hypotheses: readonly Hypothesis[];
  readonly onsetMs: number;
  /** Pooled bad share of the series that set it off. */
  readonly rate: number;
  readonly natsByModel: Readonly<Record<string, number>>;
}
/** True when the vendor's series, alone or together, have enough evidence to open an incident. */
export declare function isTriggered(
  all: readonly SeriesState[],
  channel: Channel,
  settings: IncidentSettings,
): boolean;
/** What an open incident has found out about one of its models. */
export interface KnownModel {
  /** Strongest evidence so far that it is affected, nats. */
  readonly nats: number;
  readonly recoveredMs: number | null;
}
/**
 * Null when no series has any evidence left. What has been found affected stays so until it has recovered or is provably
 * healthy; what has recovered is judged by what it has done since.
 */
export declare function findScope(
  series: readonly SeriesState[],
  channel: Channel,
  nowMs: number,
  settings: IncidentSettings,
  known?: (model: string) => KnownModel | undefined,
): Scope | null;
/** What a series is said to fail at if it is part of a fault that fails at `rate`. */
export declare function failingShare(rate: number, usual: number): number;
