import type { Evidence, Incident, IncidentClass, IncidentKind, IncidentState } from '../../model/incident.ts';
import type { ByName } from './by-name.ts';
import { type Channel, type ChannelName, channelNamed } from './channel.ts';
import { type Counts, countBetween, noCounts, sumCounts } from './counts.ts';
import type { Scope } from './scope.ts';
import type { SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';
import { dominantOutcome, type Tally } from './tally.ts';

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
  readonly tallies: ByName<Tally>;
  readonly controls: ByName<Counts>;
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
export function unitOf(series: SeriesState, channel: ChannelName): string {
  return channel === 'connection' ? series.provider : series.model;
}

/** The series of one unit that the incident is about: only those of its region or credential where it has one. */
export function partsOf(
  series: readonly SeriesState[],
  unit: string,
  channel: ChannelName,
  scope: Scope,
): readonly SeriesState[] {
  return series.filter((each) => unitOf(each, channel) === unit && isInside(each, scope));
}

export function isInside(series: SeriesState, scope: Scope): boolean {
  if (scope.region !== null && series.region !== scope.region) return false;
  return scope.credential === null || series.credential === scope.credential;
}

/** The incident as everyone else sees it. */
export function viewIncident(tracked: Tracked): Incident {
  const failing = Object.entries(tracked.tallies).filter(([, tally]) => tally.recoveredMs === null);
  return {
    channel: channelNamed(tracked.channel).subject,
    id: tracked.id,
    state: tracked.state,
    class: tracked.class,
    widestClass: tracked.widestClass,
    kind: tracked.kind,
    provider: tracked.provider,
    models: tracked.channel === 'connection' ? [] : failing.map(([model]) => model).sort(),
    region: tracked.scope.region,
    credential: tracked.scope.credential,
    confidence: tracked.scope.confidence,
    firstBadMs: tracked.firstBadMs,
    suspectedMs: tracked.suspectedMs,
    confirmedMs: tracked.confirmedMs,
    recoveringMs: tracked.recoveringMs,
    resolvedMs: tracked.resolvedMs,
    evidence: viewEvidence(tracked),
  };
}

function viewEvidence(tracked: Tracked): Evidence {
  const units = Object.entries(tracked.tallies).sort(([a], [b]) => a.localeCompare(b));
  const tallies = units.map(([, tally]) => tally);
  return {
    attempts: tallies.reduce((sum, tally) => sum + tally.attempts, 0),
    bad: tallies.reduce((sum, tally) => sum + tally.bad, 0),
    dominantOutcome: dominantOutcome(tallies),
    affected: units.map(([model, tally]) => ({
      model,
      attempts: tally.attempts,
      bad: tally.bad,
      firstBadMs: tally.firstBadMs,
      recoveredMs: tally.recoveredMs,
      abandoned: tally.abandoned,
    })),
    healthyModels: tracked.scope.healthyModels,
    undecidedModels: tracked.scope.undecidedModels,
    controls: Object.entries(tracked.controls)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([provider, { attempts, bad }]) => ({ provider, attempts, bad })),
    services: tracked.services,
    credentials: tracked.credentials,
    regions: tracked.regions,
    hypotheses: tracked.scope.hypotheses,
  };
}

/** The other vendors in the same minutes: what tells a vendor's fault from ours. */
export function countControls(
  known: ByName<Counts>,
  others: readonly SeriesState[],
  channel: Channel,
  sinceMs: number,
  settings: IncidentSettings,
): ByName<Counts> {
  const controls = new Map(Object.entries(known));
  for (const series of others) {
    const counts = countBetween(series, channel, sinceMs, settings);
    const sum = controls.get(series.provider) ?? noCounts;
    controls.set(series.provider, sumCounts([sum, counts]));
  }
  return Object.fromEntries(controls);
}
