import { type Connectivity } from './connectivity.ts';
import type { Scope } from './scope.ts';
import { type SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';
/** How every vendor we called lately looks from here. */
export type Reach = ReadonlyMap<string, Connectivity>;
export declare function reachOfVendors(
  vendors: ReadonlyMap<string, readonly SeriesState[]>,
  nowMs: number,
  settings: IncidentSettings,
): Reach;
/** Our own network: at least two vendors unreachable, and with them every vendor we called. Null when it is not. */
export declare function localNetworkScope(
  series: readonly SeriesState[],
  reach: Reach,
  frameMs: number,
  nowMs: number,
  settings: IncidentSettings,
): Scope | null;
/** It is over when vendors answer again, whatever they answer; those nobody calls any more do not matter. */
export declare function isNetworkBack(reach: Reach): boolean;
/**
 * A vendor that only fails to connect is held back until another vendor, called since the trouble began, proves that
 * our network works. Returns since when it is held, or null when it need not wait (any longer).
 */
export declare function holdBack(
  provider: string,
  vendors: ReadonlyMap<string, readonly SeriesState[]>,
  scope: Scope,
  heldSinceMs: number | undefined,
  frameMs: number,
  settings: IncidentSettings,
): number | null;
