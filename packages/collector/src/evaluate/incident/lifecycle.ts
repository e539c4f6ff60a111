import type { IncidentClass, IncidentKind } from '../../model/incident.ts';
import { answersSince } from './answers.ts';
import { type ByName, keptOf } from './by-name.ts';
import { type Channel, isOurs } from './channel.ts';
import { isCalm, isSustained } from './confirmation.ts';
import { isAnswering, isHanging } from './hang.ts';
import { incidentId } from './incident-id.ts';
import { markAbandoned, markRecovered, observeRecovery, servedSinceMs } from './recovery.ts';
import type { Scope } from './scope.ts';
import type { SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';
import { addFrame, continueTally, startTally, type Tally } from './tally.ts';
import { countControls, isInside, partsOf, type Tracked, unitOf } from './tracked.ts';

/** What one incident sees of one frame. */
export interface Situation {
  readonly channel: Channel;
  /** Null for the own network. */
  readonly provider: string | null;
  /** Series the incident is about, and those of other vendors. */
  readonly series: readonly SeriesState[];
  readonly others: readonly SeriesState[];
  /** Null when nothing speaks for a fault any more. */
  readonly scope: Scope | null;
  /** Whether what has not recovered has enough evidence to open an incident of its own. */
  readonly isTriggered: boolean;
  /** Known to be over, whatever the single units show. */
  readonly isOver: boolean;
  readonly frameMs: number;
  readonly widthMs: number;
  readonly settings: IncidentSettings;
}

/** A fault that keeps coming back has to stay away longer, up to this many times as long again. */
const reopenedMax = 4;

const endOf = (situation: Situation): number => situation.frameMs + situation.widthMs;

/** Opens an incident, or re-opens the one that was resolved a moment ago. */
export function open(situation: Situation, scope: Scope, previous: Tracked | undefined): Tracked {
  const nowMs = endOf(situation);
  const tallies = joinTallies({}, situation, scope, nowMs);
  const onsets = Object.values(tallies).map((tally) => tally.firstBadMs ?? nowMs);
  const firstBadMs = Math.min(...onsets);
  const fresh: Tracked = {
    id: incidentId(situation.provider, situation.channel.subject, firstBadMs),
    provider: situation.provider,
    providers: scope.providers,
    channel: situation.channel.name,
    kind: situation.channel.kind,
    state: 'suspected',
    class: scope.class,
    widestClass: scope.class,
    scope,
    peakRate: scope.rate,
    tallies,
    controls: countControls({}, situation.others, situation.channel, firstBadMs, situation.settings),
    services: [],
    credentials: [],
    regions: [],
    firstBadMs,
    suspectedMs: nowMs,
    confirmedMs: null,
    recoveringMs: null,
    resolvedMs: null,
    narrowerSinceMs: null,
    reopened: 0,
  };
  return describe(previous ? reopen(previous, fresh) : fresh, situation);
}

function reopen(previous: Tracked, fresh: Tracked): Tracked {
  return {
    ...fresh,
    id: previous.id,
    state: previous.confirmedMs === null ? 'suspected' : 'confirmed',
    widestClass: widest(previous.widestClass, fresh.class),
    tallies: { ...previous.tallies, ...continueTallies(previous.tallies, fresh.tallies) },
    firstBadMs: previous.firstBadMs,
    suspectedMs: previous.suspectedMs,
    confirmedMs: previous.confirmedMs,
    reopened: previous.reopened + 1,
  };
}

/** One frame in the life of an open incident. */
export function advance(tracked: Tracked, situation: Situation): Tracked {
  // Once all have recovered, a failure here and there is not enough to go on with it.
  const isQuiet = tracked.state === 'recovering' && !situation.isTriggered;
  const rescoped = situation.scope && !isQuiet ? rescope(tracked, situation, situation.scope) : tracked;
  const counted = describe(countFrame(rescoped, situation), situation);
  if (counted.state === 'suspected') return confirmOrClear(counted, situation);
  return recoverOrResolve(counted, situation);
}

function countFrame(tracked: Tracked, situation: Situation): Tracked {
  const { channel, frameMs, series, settings } = situation;
  const abandonedMs = (isOurs(channel) ? settings.abandonedOursSeconds : settings.abandonedSeconds) * 1000;
  const tallies = Object.fromEntries(
    Object.entries(tracked.tallies).map(([unit, tally]): [string, Tally] => {
      const parts = partsOf(series, unit, tracked.channel, tracked.scope);
      const observed = parts.length === 0 ? tally : observeRecovery(tally, parts, channel, frameMs, settings);
      const counted = addFrame(observed, parts, channel, frameMs);
      return [unit, markAbandoned(counted, parts, endOf(situation), abandonedMs)];
    }),
  );
  return {
    ...tracked,
    tallies: tracked.state === 'suspected' ? tallies : markRecovered(tallies, endOf(situation)),
    controls: countControls(tracked.controls, situation.others, channel, frameMs, settings),
  };
}

function confirmOrClear(tracked: Tracked, situation: Situation): Tracked {
  const { channel, settings, widthMs } = situation;
  const nowMs = endOf(situation);
  const affected = affectedSeries(tracked, situation);
  if (affected.length === 0) return { ...tracked, state: 'cleared', resolvedMs: nowMs };
  if (isSustained(affected, channel, tracked.scope.rate, nowMs, widthMs, settings)) {
    // What it looked like before it was sure is no sign of recovery.
    const tallies = Object.fromEntries(
      Object.entries(tracked.tallies).map(([unit, tally]) => [
        unit,
        { ...tally, recovery: 0, servesSinceMs: null },
      ]),
    );
    return { ...tracked, state: 'confirmed', confirmedMs: nowMs, tallies };
  }
  const clearMs = settings.clearSeconds * 1000;
  const old = nowMs - tracked.suspectedMs >= clearMs;
  return old && isCalm(affected, channel, tracked.peakRate, nowMs - clearMs, settings)
    ? { ...tracked, state: 'cleared', resolvedMs: nowMs }
    : tracked;
}

function recoverOrResolve(tracked: Tracked, situation: Situation): Tracked {
  const nowMs = endOf(situation);
  const recovered = Object.values(tracked.tallies).every((tally) => tally.recoveredMs !== null);
  if (!recovered && !situation.isOver) return { ...tracked, state: 'confirmed', recoveringMs: null };
  const recoveringMs = tracked.recoveringMs ?? nowMs;
  const quietMs = situation.settings.resolveSeconds * 1000 * (1 + Math.min(tracked.reopened, reopenedMax));
  // What took long to prove has been quiet for as long; but everybody is told that it recovers before it is over.
  const isQuiet = nowMs - servedSinceMs(tracked.tallies, recoveringMs) >= quietMs;
  return isQuiet && tracked.state === 'recovering'
    ? { ...tracked, state: 'resolved', recoveringMs, resolvedMs: nowMs }
    : { ...tracked, state: 'recovering', recoveringMs };
}

function rescope(tracked: Tracked, situation: Situation, scope: Scope): Tracked {
  // Nobody has been told of a suspicion: what it suspects may change.
  const kept = tracked.state === 'suspected' ? among(tracked.tallies, scope.affectedModels) : tracked.tallies;
  const tallies = joinTallies(kept, situation, scope, situation.frameMs);
  const rises = rank[scope.class] > rank[tracked.class];
  const isLower = rank[scope.class] < rank[tracked.class];
  // What has recovered leaves old evidence behind, in which the incident would seem to narrow.
  const falls = isLower && tracked.state !== 'recovering';
  const nowMs = endOf(situation);
  const narrowerSinceMs = falls ? (tracked.narrowerSinceMs ?? nowMs) : null;
  const { narrowSeconds, narrowRecoveredSeconds } = situation.settings;
  const isProven = Object.entries(tracked.tallies).some(
    ([unit, tally]) => tally.recoveredMs !== null || scope.healthyModels.includes(unit),
  );
  const patienceSeconds = isProven ? narrowRecoveredSeconds : narrowSeconds;
  const narrowMs = tracked.state === 'suspected' ? 0 : patienceSeconds * 1000;
  const narrows = narrowerSinceMs !== null && nowMs - narrowerSinceMs >= narrowMs;
  const isKept = !rises && !narrows;
  return {
    ...tracked,
    tallies,
    provider: situation.provider,
    providers: [...new Set([...tracked.providers, ...scope.providers])].sort(),
    // The explanation shown belongs to the class shown.
    scope: isKept && isLower ? tracked.scope : scope,
    peakRate: Math.max(tracked.peakRate, scope.rate),
    class: isKept ? tracked.class : scope.class,
    widestClass: widest(tracked.widestClass, scope.class),
    narrowerSinceMs: narrows ? null : narrowerSinceMs,
  };
}

function among(tallies: ByName<Tally>, units: readonly string[]): ByName<Tally> {
  return Object.fromEntries(Object.entries(tallies).filter(([unit]) => units.includes(unit)));
}

function joinTallies(
  tallies: ByName<Tally>,
  situation: Situation,
  scope: Scope,
  untilMs: number,
): ByName<Tally> {
  const joined = new Map(Object.entries(tallies));
  for (const unit of scope.affectedModels) {
    const known = joined.get(unit);
    const nats = Math.max(known?.nats ?? 0, keptOf(scope.natsByModel, unit) ?? 0);
    if (known) {
      // A unit that just recovered still has old evidence; it re-joins through recovery.ts when it fails again.
      if (known.recoveredMs === null) joined.set(unit, { ...known, nats });
      continue;
    }
    const parts = partsOf(situation.series, unit, situation.channel.name, scope);
    joined.set(unit, { ...startTally(parts, situation.channel, scope.onsetMs, untilMs), nats });
  }
  return Object.fromEntries(joined);
}

function continueTallies(before: ByName<Tally>, again: ByName<Tally>): ByName<Tally> {
  const continued = Object.entries(again).map(([unit, tally]): [string, Tally] => {
    const known = keptOf(before, unit);
    return [unit, known ? continueTally(known, tally) : tally];
  });
  return Object.fromEntries(continued);
}

function affectedSeries(tracked: Tracked, situation: Situation): readonly SeriesState[] {
  return situation.series.filter(
    (each) => Object.hasOwn(tracked.tallies, unitOf(each, tracked.channel)) && isInside(each, tracked.scope),
  );
}

/** Who calls what is affected, and whether late answers are answers. */
function describe(tracked: Tracked, situation: Situation): Tracked {
  const affected = affectedSeries(tracked, situation);
  const named = (
    pick: (series: SeriesState) => readonly string[],
    known: readonly string[],
  ): readonly string[] =>
    [...new Set([...known, ...affected.flatMap(pick)])].filter((name) => name !== '').sort();
  return {
    ...tracked,
    kind: kindOf(tracked, affected, situation),
    services: named((series) => series.services, tracked.services),
    credentials: named((series) => [series.credential], tracked.credentials),
    regions: named((series) => [series.region], tracked.regions),
  };
}

function kindOf(tracked: Tracked, affected: readonly SeriesState[], situation: Situation): IncidentKind {
  // Once answers come again it is too late to tell.
  if (tracked.channel !== 'overdue' || tracked.state === 'recovering') return tracked.kind;
  const sinceMs = endOf(situation) - situation.settings.connectivitySeconds * 1000;
  const answers = answersSince(affected, sinceMs);
  // What hung goes on hanging when the clients' own deadlines have begun to end it.
  const hangs = tracked.kind === 'hang' ? !isAnswering(answers) : isHanging(answers);
  return hangs ? 'hang' : 'latency';
}

const rank: Readonly<Record<IncidentClass, number>> = {
  rate_limit: 0,
  client_error: 0,
  credential: 1,
  single_model: 2,
  vendor_region: 3,
  vendor_partial: 4,
  vendor_wide: 5,
  local_network: 6,
};

function widest(a: IncidentClass, b: IncidentClass): IncidentClass {
  return rank[b] > rank[a] ? b : a;
}
