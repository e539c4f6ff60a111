import type { Incident, IncidentClass, IncidentKind, IncidentState } from '../../model/incident.ts';
import { type Channel, type ChannelName } from './channel.ts';
import { type Counts } from './counts.ts';
import type { Scope } from './scope.ts';
import type { SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';
import { type Tally } from './tally.ts';
/** An incident as the detector keeps it: open, or resolved so recently that it may come back. */
export interface Tracked {
  readonly id: string;
  /** Null when it is about several vendors, or about none. */
  readonly provider: string | null;
  /** All it has ever been about. */
  readonly providers: readonly string[];
  readonly channel: ChannelName;
  readonly kind: IncidentKind;
  readonly state: IncidentState;
  readonly class: IncidentClass;
  readonly widestClass: IncidentClass;
  readonly scope: Scope;
  /** The worst pooled share it has had: what "calm again" is measured against. */
  readonly peakRate: number;
  /** By model; by provider for the own network. Everything it has ever affected. */
  readonly tallies: Readonly<Record<string, Tally>>;
  readonly controls: Readonly<Record<string, Counts>>;
  readonly services: readonly string[];
  readonly credentials: readonly string[];
  readonly regions: readonly string[];
  readonly firstBadMs: number;
  readonly suspectedMs: number;
  readonly confirmedMs: number | null;
  readonly recoveringMs: number | null;
  readonly resolvedMs: number | null;
  /** Since when a narrower class has been seen; it is taken on only after a while. */
  readonly narrowerSinceMs: number | null;
  readonly reopened: number;
}
/** What an incident is counted by: models, or, for our own network, vendors. */
export declare function unitOf(series: SeriesState, channel: ChannelName): string;
/** The series of one unit that the incident is about: only those of its region or credential where it has one. */
export declare function partsOf(
  series: readonly SeriesState[],
  unit: string,
  channel: ChannelName,
  scope: Scope,
): readonly SeriesState[];
export declare function isInside(series: SeriesState, scope: Scope): boolean;
/** The incident as everyone else sees it. */
export declare function viewIncident(tracked: Tracked): Incident;
/** The other vendors in the same minutes: what tells a vendor's fault from ours. */
export declare function countControls(
  known: Readonly<Record<string, Counts>>,
  others: readonly SeriesState[],
  channel: Channel,
  sinceMs: number,
  settings: IncidentSettings,
): Readonly<Record<string, Counts>>;
