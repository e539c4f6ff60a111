import { connectionChannel } from './channel.ts';
import { type Connectivity, connectivity } from './connectivity.ts';
import { countBetween, share, sumCounts } from './counts.ts';
import { weighLocalNetwork } from './hypotheses.ts';
import type { Scope } from './scope.ts';
import { level, onset, type SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';

/** Evidence of a series that its connections have changed, nats. */
const changedNats = 3;
const changedAloneNats = 8;
const changedShareMin = 0.05;
/** One vendor that cannot be reached may be that vendor. */
const vendorsMin = 2;

/** How every vendor we called lately looks from here. */
export type Reach = ReadonlyMap<string, Connectivity>;

/** Most of the time everybody answers somebody, and nobody has to ask who can be reached. */
export function isReachInDoubt(vendors: ReadonlyMap<string, readonly SeriesState[]>): boolean {
  let changed = 0;
  for (const series of vendors.values()) if (hasVendorChanged(series)) changed += 1;
  return changed >= vendorsMin;
}

/** Of a thousand series one or the other has always just failed: one of them must have done so a lot, or some of them. */
function hasVendorChanged(series: readonly SeriesState[]): boolean {
  let changed = 0;
  for (const each of series) {
    const nats = level(each, 'connection');
    if (nats >= changedAloneNats) return true;
    if (nats >= changedNats) changed += 1;
  }
  return changed > 0 && changed >= changedShareMin * series.length;
}

export function reachOfVendors(
  vendors: ReadonlyMap<string, readonly SeriesState[]>,
  nowMs: number,
  settings: IncidentSettings,
): Reach {
  const oldestMs = nowMs - settings.connectivitySeconds * 1000;
  const reach = new Map<string, Connectivity>();
  for (const [provider, series] of vendors) {
    // From where it changed on, or what was well before would hide it for a while.
    const onsets = series.flatMap((each) =>
      level(each, 'connection') >= changedNats ? (onset(each, 'connection') ?? []) : [],
    );
    const seen = connectivity(
      series,
      onsets.length > 0 ? Math.max(oldestMs, Math.min(...onsets)) : oldestMs,
      settings,
    );
    if (seen) reach.set(provider, seen);
  }
  return reach;
}

/** Our own network: at least two vendors unreachable, and with them every vendor we called. Null when it is not. */
export function localNetworkScope(
  series: readonly SeriesState[],
  reach: Reach,
  frameMs: number,
  nowMs: number,
  settings: IncidentSettings,
): Scope | null {
  const unreachable = [...reach].filter(([, seen]) => seen === 'unreachable').map(([provider]) => provider);
  if (unreachable.length < vendorsMin || unreachable.length !== reach.size) return null;
  const sinceMs = nowMs - settings.connectivitySeconds * 1000;
  const onsets = series.flatMap((each) => onset(each, 'connection') ?? []);
  const hypotheses = weighLocalNetwork(unreachable.length);
  return {
    class: 'local_network',
    providers: [...unreachable].sort(),
    affectedModels: [...unreachable].sort(),
    healthyModels: [],
    undecidedModels: [],
    region: null,
    credential: null,
    confidence: hypotheses.find((hypothesis) => hypothesis.class === 'local_network')?.probability ?? 0,
    hypotheses,
    natsByModel: {},
    onsetMs: Math.max(sinceMs, Math.min(frameMs, ...onsets)),
    rate: share(sumCounts(series.map((each) => countBetween(each, connectionChannel, sinceMs, settings)))),
  };
}

/** It is over when vendors answer again, whatever they answer; those nobody calls any more do not matter. */
export function isNetworkBack(reach: Reach): boolean {
  const seen = [...reach.values()];
  return seen.includes('reachable') && !seen.includes('unreachable');
}

/**
 * A vendor that only fails to connect is held back until another vendor, called since the trouble began, proves that
 * our network works. Returns since when it is held, or null when it need not wait (any longer).
 */
export function holdBack(
  provider: string,
  vendors: ReadonlyMap<string, readonly SeriesState[]>,
  scope: Scope,
  heldSinceMs: number | undefined,
  frameMs: number,
  settings: IncidentSettings,
): number | null {
  const own = vendors.get(provider) ?? [];
  if (connectivity(own, scope.onsetMs, settings) !== 'unreachable') return null;
  for (const [other, series] of vendors) {
    if (other !== provider && connectivity(series, scope.onsetMs, settings) === 'reachable') return null;
  }
  const sinceMs = heldSinceMs ?? frameMs;
  return frameMs - sinceMs < settings.holdSeconds * 1000 ? sinceMs : null;
}
