import {
  providerDisplayName,
  type StripAxis,
  type Wall,
  type WallIncident,
  type WallModel,
  type WallRow,
  type WallVendor,
} from '@faultline/conventions';
import { isOpen, shownClass } from '../../model/incident.ts';
import { type ReviewedIncident, silenceOf } from '../../model/incident-review.ts';
import type { OfficialNews } from '../../model/official.ts';
import type { ModelTraffic, StoreHealth, StripCell } from '../../store/store.ts';
import { judgeModel, vendorState, worstState } from '../health/state.ts';
import { officialClause, wallOfficial } from '../official/wall-official.ts';
import { answer } from './headline.ts';

/** Everything a wall is drawn from. */
export interface WallInput {
  readonly version: number;
  readonly nowMs: number;
  readonly dataAtMs: number;
  readonly axis: StripAxis;
  readonly cells: readonly StripCell[];
  /** How long `recent` is. */
  readonly recentMs: number;
  /** Attempts of a moment ago, and of the time before that "usual" means. */
  readonly recent: readonly ModelTraffic[];
  readonly usual: readonly ModelTraffic[];
  /** Usual error share of a model as the detector learnt it; null when it has not. */
  readonly usualErrorShare: (provider: string, model: string) => number | null;
  /** Open ones, and those that ended a moment ago. */
  readonly incidents: readonly ReviewedIncident[];
  readonly store: StoreHealth;
  /** What vendors say of themselves. Shown, and no reason for any state. Left out when nobody reads it. */
  readonly official?: OfficialNews | undefined;
}

export function buildWall(input: WallInput): Wall {
  const open = input.incidents.filter(({ incident }) => isOpen(incident));
  const vendors = vendorsIn(input).map((named) => buildVendor(named, input, open));
  return {
    version: input.version,
    dataAtMs: input.dataAtMs,
    state: worstState(vendors.map((vendor) => vendor.state)),
    ...answer(open, vendors, input.nowMs, (incident) =>
      input.official ? officialClause(incident, input.official, input.nowMs) : '',
    ),
    incidents: input.incidents.filter(({ incident }) => incident.state !== 'cleared').map(wallIncident),
    vendors,
    strip: input.axis,
    collector: { state: input.store.ready ? 'ok' : 'degraded', detail: input.store.detail },
  };
}

/** Before the first evaluation: silence about vendors is not "no traffic", and not an all-clear in an outage. */
export function startingWall(version: number, nowMs: number, axis: StripAxis): Wall {
  return {
    version,
    dataAtMs: nowMs,
    state: 'unknown',
    headline: 'Faultline is starting.',
    summary: 'Reading what happened before this start; the answer appears here in a few seconds.',
    incidents: [],
    vendors: [],
    strip: axis,
    collector: { state: 'starting', detail: '' },
  };
}

/** What is known of a model, or of all models of a vendor. */
interface Rows {
  readonly cells: StripCell[];
  readonly recent: ModelTraffic[];
  readonly usual: ModelTraffic[];
}

interface VendorRows extends Rows {
  readonly provider: string;
  readonly models: Map<string, Rows>;
}

function emptyRows(): Rows {
  return { cells: [], recent: [], usual: [] };
}

/** Each row is looked at once: a fleet has thousands of models, and each of them cells for hours. */
function vendorsIn(input: WallInput): readonly VendorRows[] {
  const vendors = new Map<string, VendorRows>();
  const placesOf = (provider: string, model: string): readonly [VendorRows, Rows] => {
    const vendor = vendors.get(provider) ?? { ...emptyRows(), provider, models: new Map<string, Rows>() };
    vendors.set(provider, vendor);
    const own = vendor.models.get(model) ?? emptyRows();
    vendor.models.set(model, own);
    return [vendor, own];
  };
  for (const cell of input.cells)
    for (const place of placesOf(cell.provider, cell.model)) place.cells.push(cell);
  for (const row of input.recent)
    for (const place of placesOf(row.provider, row.model)) place.recent.push(row);
  // What was usual of somebody who calls no more is no reason to show them.
  for (const row of input.usual) {
    vendors.get(row.provider)?.usual.push(row);
    vendors.get(row.provider)?.models.get(row.model)?.usual.push(row);
  }
  return [...vendors.values()].sort((a, b) =>
    providerDisplayName(a.provider).localeCompare(providerDisplayName(b.provider)),
  );
}

function buildVendor(rows: VendorRows, input: WallInput, open: readonly ReviewedIncident[]): WallVendor {
  const { provider } = rows;
  const models = [...rows.models]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([model, own]) => buildModel(provider, model, own, input, open));
  const row = buildRow(input, rows, weightedUsual(models));
  return {
    ...row,
    provider,
    displayName: providerDisplayName(provider),
    state: vendorState(
      provider,
      models.map(({ state }) => state),
      open,
    ),
    models,
    official: input.official ? wallOfficial(provider, input.official, input.nowMs) : null,
  };
}

function buildModel(
  provider: string,
  model: string,
  rows: Rows,
  input: WallInput,
  open: readonly ReviewedIncident[],
): WallModel {
  const row = buildRow(input, rows, input.usualErrorShare(provider, model));
  return { ...row, model, state: judgeModel(provider, model, row, open).state };
}

type NumbersOfRow = Omit<WallRow, 'state'>;

function buildRow(
  input: WallInput,
  { cells, recent, usual }: Rows,
  usualErrorShare: number | null,
): NumbersOfRow {
  const attempts = sum(recent.map((row) => row.attempts));
  return {
    errorShare: attempts === 0 ? null : sum(recent.map((row) => row.bad)) / attempts,
    usualErrorShare,
    timeToFirstChunkP95Ms: slowest(recent),
    usualTimeToFirstChunkP95Ms: slowest(usual),
    attemptsPerMinute: Math.round((attempts * 60_000) / input.recentMs),
    strip: buildStrip(input.axis, cells),
  };
}

function buildStrip(axis: StripAxis, cells: readonly StripCell[]): readonly (number | null)[] {
  const attempts = new Array<number>(axis.cells).fill(0);
  const bad = new Array<number>(axis.cells).fill(0);
  for (const cell of cells) {
    const index = Math.floor((cell.startMs - axis.startMs) / axis.cellMs);
    if (index < 0 || index >= axis.cells) continue;
    attempts[index] = (attempts[index] ?? 0) + cell.attempts;
    bad[index] = (bad[index] ?? 0) + cell.bad;
  }
  return attempts.map((count, index) => (count === 0 ? null : (bad[index] ?? 0) / count));
}

function wallIncident({ incident, sentence, review }: ReviewedIncident): WallIncident {
  const silence = silenceOf(review);
  return {
    id: incident.id,
    state: incident.state === 'cleared' ? 'resolved' : incident.state,
    class: shownClass(incident),
    provider: incident.provider,
    models: isOpen(incident) ? incident.models : incident.evidence.affected.map((model) => model.model),
    confidence: incident.confidence,
    sentence: silence === null ? sentence : `${sentence} (${silence})`,
    firstBadMs: incident.firstBadMs,
    suspectedMs: incident.suspectedMs,
    confirmedMs: incident.confirmedMs,
    resolvedMs: incident.resolvedMs,
  };
}

function weightedUsual(models: readonly WallModel[]): number | null {
  const known = models.filter((model) => model.usualErrorShare !== null);
  const weights = known.map((model) => Math.max(1, model.attemptsPerMinute));
  const total = sum(weights);
  return total === 0
    ? null
    : sum(known.map((model, index) => (model.usualErrorShare ?? 0) * (weights[index] ?? 0))) / total;
}

/** The slowest first token of several models; null when nobody streamed. */
export function slowest(rows: readonly ModelTraffic[]): number | null {
  const known = rows.flatMap((row) => row.timeToFirstChunkP95Ms ?? []);
  return known.length === 0 ? null : Math.max(...known);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
