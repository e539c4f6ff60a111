import { burstiness } from './baseline.ts';
import type { ByName } from './by-name.ts';
import type { Channel } from './channel.ts';
import { independence } from './evidence.ts';
import { clamp, logLikelihoodRatio } from './likelihood.ts';
import { badIn, type Sample, trialsOf } from './sample.ts';
import { referenceOf, type SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';
import type { Tally } from './tally.ts';

const recoveryNatsMax = 12;
const recoveredNats = 7;
const lostNats = 0.3;
/** Low traffic: a little evidence at every model and enough in total says the same as a lot at each. */
const togetherEachNats = 0.4;
const togetherEachAttempts = 3;
const togetherSumNats = 10;

/** Gathers evidence that a unit serves again: "usual share" against "half of what it failed at". No data, no evidence. */
export function observeRecovery(
  tally: Tally,
  parts: readonly SeriesState[],
  channel: Channel,
  frameMs: number,
  settings: IncidentSettings,
): Tally {
  const failedAt = tally.attempts === 0 ? 1 : tally.bad / tally.attempts;
  let nats = 0;
  for (const series of parts) {
    const sample = series.samples.at(-1);
    if (sample?.startMs !== frameMs) continue;
    const usual = referenceOf(series, channel);
    const serving = Math.max(1.3 * usual, usual + 0.01);
    const failing = clamp(0.5 * failedAt, serving * 1.5, 0.97);
    const correlation = burstiness(series.channels[channel.name].baseline);
    const trials = provenTrials(channel, sample);
    const weight = independence(trials, sample.widthMs, correlation, settings);
    nats += weight * logLikelihoodRatio(badIn(channel, sample), trials, serving, failing);
  }
  const recovery = clamp(tally.recovery + nats, 0, recoveryNatsMax);
  const servesSinceMs = recovery === 0 ? null : (tally.servesSinceMs ?? frameMs);
  return { ...tally, recovery, servesSinceMs };
}

/** Neither a refused request nor one the app gave up on shows that the unit serves. */
function provenTrials(channel: Channel, sample: Sample): number {
  return channel.name === 'slow' ? trialsOf(channel, sample) : badIn(channel, sample) + sample.served;
}

/** A unit without any attempt for so long holds nothing open: it may be gone for good, or all traffic led around it. */
export function markAbandoned(
  tally: Tally,
  parts: readonly SeriesState[],
  nowMs: number,
  abandonedMs: number,
): Tally {
  const lastMs = Math.max(0, ...parts.map((series) => series.lastTrafficMs));
  if (tally.recoveredMs !== null || nowMs - lastMs < abandonedMs) return tally;
  return { ...tally, recoveredMs: nowMs, recovery: recoveredNats, pending: [], abandoned: true };
}

function hasShownSome({ recovery, pending }: Tally): boolean {
  const attempts = pending.reduce((sum, sample) => sum + sample.attempts, 0);
  return recovery >= togetherEachNats && attempts >= togetherEachAttempts;
}

/** Decides, for all units of an incident together, which have recovered and which have lost it again. */
export function markRecovered(tallies: ByName<Tally>, nowMs: number): ByName<Tally> {
  const failing = Object.values(tallies).filter((tally) => tally.recoveredMs === null);
  const together =
    failing.every(hasShownSome) && failing.reduce((sum, tally) => sum + tally.recovery, 0) >= togetherSumNats;
  const mark = (tally: Tally): Tally => {
    if (tally.recoveredMs !== null)
      return tally.recovery < lostNats ? { ...tally, recoveredMs: null, abandoned: false } : tally;
    return tally.recovery >= recoveredNats || together
      ? { ...tally, recoveredMs: nowMs, nats: 0, pending: [] }
      : tally;
  };
  return Object.fromEntries(Object.entries(tallies).map(([unit, tally]) => [unit, mark(tally)]));
}

/** Since when all units have served again, as far as their evidence tells; for those without any, since `otherwiseMs`. */
export function servedSinceMs(tallies: ByName<Tally>, otherwiseMs: number): number {
  return Math.max(
    ...Object.values(tallies).map(
      ({ servesSinceMs, recoveredMs, abandoned }) => (abandoned ? recoveredMs : servesSinceMs) ?? otherwiseMs,
    ),
  );
}
