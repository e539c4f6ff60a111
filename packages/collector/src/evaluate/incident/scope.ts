import type { Hypothesis, IncidentClass } from '../../model/incident.ts';
import type { ByName } from './by-name.ts';
import type { Channel } from './channel.ts';
import { countBetween, share, sumCounts } from './counts.ts';
import { mayBeUsual, thresholdOf } from './evidence.ts';
import { fuse } from './fusion.ts';
import { type ModelLevel, splitScore, weighModels } from './hypotheses.ts';
import { healthyNats, type Judged, judge } from './judged.ts';
import { level, onset, type SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';
import { findSplit, mayBeSplit, type Split } from './split.ts';

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
  readonly natsByModel: ByName<number>;
}

/** There are several times fewer vendors than series, and so fewer chances to be wrong: ln(5). */
const fewerVendorsNats = 1.6;
/** With so much evidence of its own a series is judged from its own onset: a fault may reach one model after the other. */
const ownOnsetNats = 8;
/** Probability of one cause of several models' failures before it is claimed, and of its being the whole vendor's. */
const sharedMin = 0.95;
const wideMin = 0.9;

/** True when the vendor's series, alone or together, have enough evidence to open an incident. */
export function isTriggered(
  all: readonly SeriesState[],
  channel: Channel,
  settings: IncidentSettings,
): boolean {
  const isUnusual = ({ channels }: SeriesState): boolean =>
    !mayBeUsual(channel, channels[channel.name].chronic);
  const isSustained = (each: SeriesState): boolean =>
    each.channels[channel.name].evidence.positiveFrames >= 2 && isUnusual(each);
  // Nearly always nobody has anything to say, and asking is what costs.
  if (!all.some(isSustained)) return false;
  const levels = all.filter(isUnusual).map((each) => level(each, channel.name));
  const needed = thresholdOf(channel, settings);
  if (Math.max(...levels) >= needed) return true;
  return fuse(levels) >= needed - fewerVendorsNats && levels.filter((nats) => nats >= 1).length >= 2;
}

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
export function findScope(
  series: readonly SeriesState[],
  channel: Channel,
  nowMs: number,
  settings: IncidentSettings,
  known: (model: string) => KnownModel | undefined = () => undefined,
): Scope | null {
  const failing = series.filter(({ model }) => (known(model)?.recoveredMs ?? null) === null);
  const seeds = findSeeds(failing, channel, settings);
  if (seeds.length === 0) return null;
  const oldestMs = nowMs - settings.lookbackSeconds * 1000;
  const onsets = seeds.map((seed) => onset(seed, channel.name) ?? nowMs);
  const onsetMs = Math.max(Math.min(...onsets), oldestMs);
  const rate = share(
    sumCounts(seeds.map((seed, index) => countBetween(seed, channel, onsets[index] ?? onsetMs, settings))),
  );
  const isSeed = new Set(seeds);
  const judged = series.map((each) => {
    const ownMs = level(each, channel.name) >= ownOnsetNats ? (onset(each, channel.name) ?? 0) : 0;
    const sinceMs = Math.max(onsetMs, ownMs, known(each.model)?.recoveredMs ?? 0);
    return judge(each, channel, rate, sinceMs, isSeed.has(each), settings);
  });
  return classify(judged, channel, onsetMs, rate, known);
}

function findSeeds(
  series: readonly SeriesState[],
  channel: Channel,
  settings: IncidentSettings,
): readonly SeriesState[] {
  const strongest = Math.max(0, ...series.map((each) => level(each, channel.name)));
  const least = strongest >= thresholdOf(channel, settings) ? 3 : 1;
  return series.filter((each) => {
    const nats = level(each, channel.name);
    return nats > 0 && nats >= Math.max(Math.min(least, strongest), 0.4 * strongest);
  });
}

function classify(
  judged: readonly Judged[],
  channel: Channel,
  onsetMs: number,
  rate: number,
  known: (model: string) => KnownModel | undefined,
): Scope {
  const split = findSplit(judged, 'region') ?? findSplit(judged, 'credential');
  const models = groupByModel(judged, split).map((model) => remindOf(model, known(model.name)));
  const named = (verdict: Judged['verdict']): readonly string[] =>
    models.filter((model) => model.verdict === verdict).map((model) => model.name);
  const hypotheses = weighModels(
    models,
    split && splitScore(split.class, models, split.inside, split.outside),
  );
  const unsplit = classOf(hypotheses);
  // Healthy traffic elsewhere would make it one region or key; as long as that is open, "vendor-wide" is not said.
  const open =
    unsplit === 'vendor_wide' && (mayBeSplit(judged, 'region') || mayBeSplit(judged, 'credential'));
  const scopeClass = channelClass(channel) ?? split?.class ?? (open ? 'vendor_partial' : unsplit);
  return {
    class: scopeClass,
    providers: [
      ...new Set(judged.flatMap(({ verdict, series }) => (verdict === 'affected' ? series.provider : []))),
    ].sort(),
    affectedModels: named('affected'),
    healthyModels: named('healthy'),
    undecidedModels: named('undecided'),
    region: split?.by === 'region' ? split.value : null,
    credential: split?.by === 'credential' ? split.value : null,
    confidence: channelClass(channel)
      ? 1 - Math.exp(-Math.max(0, ...judged.map((each) => each.nats)))
      : (hypotheses.find((hypothesis) => hypothesis.class === scopeClass)?.probability ?? 0),
    hypotheses: channelClass(channel) ? [] : hypotheses,
    onsetMs,
    rate,
    natsByModel: Object.fromEntries(models.map(({ name, nats }) => [name, nats])),
  };
}

/** The last minutes of a model with little traffic may say nothing; that does not unsay what it said before. */
function remindOf(model: JudgedModel, known: KnownModel | undefined): JudgedModel {
  if (!known || known.recoveredMs !== null || model.nats < healthyNats || model.nats >= known.nats)
    return model;
  return { ...model, nats: known.nats, verdict: 'affected' };
}

/** Account and caller channels say by themselves whose fault it is. */
function channelClass(channel: Channel): IncidentClass | null {
  if (channel.name === 'rate_limit' || channel.name === 'credential') return channel.name;
  return channel.name === 'client_error' ? channel.name : null;
}

interface JudgedModel extends ModelLevel {
  readonly name: string;
  readonly verdict: Judged['verdict'];
}

function groupByModel(judged: readonly Judged[], split: Split | null): readonly JudgedModel[] {
  const names = [...new Set(judged.map((each) => each.series.model))].sort();
  return names.map((name) => {
    const parts = judged.filter((each) => each.series.model === name);
    const inside = split ? parts.filter((each) => each.series[split.by] === split.value) : parts;
    const nats = inside.reduce((sum, each) => sum + each.nats, 0);
    const onsets = parts.flatMap((each) => (each.onsetMs === null ? [] : [each.onsetMs]));
    return {
      name,
      nats,
      onsetMs: onsets.length > 0 ? Math.min(...onsets) : null,
      verdict: modelVerdict(inside.length > 0 ? inside : parts, nats),
    };
  });
}

function modelVerdict(parts: readonly Judged[], nats: number): Judged['verdict'] {
  if (parts.some((part) => part.verdict === 'affected') && nats > 0) return 'affected';
  return nats < healthyNats ? 'healthy' : 'undecided';
}

/** Few models may be decided while all of them together leave no doubt; what nobody can tell about blocks "vendor-wide". */
function classOf(hypotheses: readonly Hypothesis[]): IncidentClass {
  const probability = (name: IncidentClass): number =>
    hypotheses.find((hypothesis) => hypothesis.class === name)?.probability ?? 0;
  const [partial, wide] = [probability('vendor_partial'), probability('vendor_wide')];
  if (partial + wide < sharedMin) return 'single_model';
  return wide >= wideMin * (partial + wide) ? 'vendor_wide' : 'vendor_partial';
}
