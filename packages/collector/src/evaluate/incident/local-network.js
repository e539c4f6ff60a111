import { connectionChannel } from './channel.js';
import { connectivity } from './connectivity.js';
import { countBetween, share, sumCounts } from './counts.js';
import { weighLocalNetwork } from './hypotheses.js';
import { level, onset } from './series.js';

/** Evidence of a series that its connections have changed, nats. */
const changedNats = 3;
export function reachOfVendors(vendors, nowMs, settings) {
  const oldestMs = nowMs - settings.connectivitySeconds * 1000;
  const reach = new Map();
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
export function localNetworkScope(series, reach, frameMs, nowMs, settings) {
  const unreachable = [...reach].filter(([, seen]) => seen === 'unreachable').map(([provider]) => provider);
  if (unreachable.length < 2 || unreachable.length !== reach.size) return null;
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
export function isNetworkBack(reach) {
  const seen = [...reach.values()];
  return seen.includes('reachable') && !seen.includes('unreachable');
}
/**
 * A vendor that only fails to connect is held back until another vendor, called since the trouble began, proves that
 * our network works. Returns since when it is held, or null when it need not wait (any longer).
 */
export function holdBack(provider, vendors, scope, heldSinceMs, frameMs, settings) {
  const own = vendors.get(provider) ?? [];
  if (connectivity(own, scope.onsetMs, settings) !== 'unreachable') return null;
  for (const [other, series] of vendors) {
    if (other !== provider && connectivity(series, scope.onsetMs, settings) === 'reachable') return null;
  }
  const sinceMs = heldSinceMs ?? frameMs;
  return frameMs - sinceMs < settings.holdSeconds * 1000 ? sinceMs : null;
}
