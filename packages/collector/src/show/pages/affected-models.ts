import { type AffectedModel, providerDisplayName, type StripAxis } from '@faultline/conventions';
import { type Incident, type ModelEvidence, modelsCalled } from '../../model/incident.ts';
import type { ModelTraffic, SeriesOfModels } from '../../store/store.ts';
import { slowest } from '../wall/wall.ts';
import {
  addCounts,
  type CellCounts,
  cellsWithin,
  countCells,
  dominantOutcome,
  failuresOf,
  noAttempts,
  shareOf,
  sumCells,
} from './incident-counts.ts';

export interface AffectedInput {
  readonly incident: Incident;
  readonly axis: StripAxis;
  /** Of all vendors, by the steps of the axis. */
  readonly series: SeriesOfModels['series'];
  /** While it lasted, and in the hour before it. */
  readonly during: readonly ModelTraffic[];
  readonly before: readonly ModelTraffic[];
  /** End of what is known. */
  readonly dataAtMs: number;
  /** "Now" is so long, as on the wall; a share of seconds would jump. */
  readonly recentMs: number;
}

/** Fewer attempts have no share worth the name "peak". */
const peakAttemptsMin = 5;

type Target = Pick<ModelTraffic, 'provider' | 'model'>;

/** What an incident is counted by: models of its vendor or, where several vendors are concerned, vendors. */
export function affectedModels(input: AffectedInput): readonly AffectedModel[] {
  const { provider, evidence } = input.incident;
  const rows = [...modelsCalled(evidence)].map((name) =>
    affectedModel(input, name, (each) =>
      provider === null ? isNamed(each, name) : each.provider === provider && each.model === name,
    ),
  );
  return rows.sort((a, b) => rank[a.verdict] - rank[b.verdict] || a.name.localeCompare(b.name));
}

/** Incidents of several vendors name vendors (our own network) or models (our own requests). */
function isNamed({ provider, model }: Target, name: string): boolean {
  return provider === name || model === name;
}

const rank: Readonly<Record<AffectedModel['verdict'], number>> = {
  affected: 0,
  recovered: 0,
  undecided: 1,
  healthy: 2,
};

function affectedModel(input: AffectedInput, name: string, isOwn: (each: Target) => boolean): AffectedModel {
  const { incident, axis, series, dataAtMs, recentMs } = input;
  const failures = failuresOf(incident.channel);
  const cells = countCells(series.filter(isOwn), axis, failures);
  const evidence = incident.evidence.affected.find(({ model }) => model === name);
  const sinceMs = evidence?.firstBadMs ?? incident.firstBadMs;
  const endMs = evidence?.recoveredMs ?? incident.resolvedMs ?? dataAtMs;
  const own = sumCells(cells, axis, sinceMs, endMs);
  const nowUntilMs = Math.min(dataAtMs, axis.startMs + axis.cells * axis.cellMs);
  const now = sumCells(cells, axis, nowUntilMs - Math.max(recentMs, axis.cellMs), nowUntilMs);
  return {
    name: incident.channel === 'connection' ? providerDisplayName(name) : name,
    verdict: verdictOn(incident, name, evidence),
    shares: cells.map(shareOf),
    peakShare: evidence ? peakOf(cells, axis, sinceMs, endMs) : null,
    shareNow: incident.resolvedMs === null ? shareOf(now) : null,
    dominantOutcome: evidence ? dominantOutcome(own, failures) : null,
    attempts: own.attempts,
    bad: own.bad,
    ...firstTokens(input, isOwn),
    firstBadMs: evidence?.firstBadMs ?? null,
    recoveredMs: evidence?.recoveredMs ?? null,
  };
}

function verdictOn(
  { evidence }: Incident,
  name: string,
  affected: ModelEvidence | undefined,
): AffectedModel['verdict'] {
  if (affected) return affected.recoveredMs === null ? 'affected' : 'recovered';
  return evidence.healthyModels.includes(name) ? 'healthy' : 'undecided';
}

/** The worst share of any stretch with enough attempts; of all of them where there are too few for one. */
function peakOf(
  cells: readonly CellCounts[],
  axis: StripAxis,
  sinceMs: number,
  endMs: number,
): number | null {
  let peak: number | null = null;
  let stretch = noAttempts;
  for (const cell of cellsWithin(cells, axis, sinceMs, endMs)) {
    stretch = addCounts(stretch, cell);
    if (stretch.attempts < peakAttemptsMin) continue;
    peak = Math.max(peak ?? 0, shareOf(stretch) ?? 0);
    stretch = noAttempts;
  }
  return peak ?? shareOf(stretch);
}

function firstTokens(
  { during, before }: AffectedInput,
  isOwn: (each: Target) => boolean,
): Pick<AffectedModel, 'timeToFirstChunkP95Ms' | 'timesUsual'> {
  const [now, usual] = [slowest(during.filter(isOwn)), slowest(before.filter(isOwn))];
  return {
    timeToFirstChunkP95Ms: now,
    timesUsual: now === null || usual === null || usual === 0 ? null : now / usual,
  };
}
