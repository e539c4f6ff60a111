import { type SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';
/** How a vendor looks from here, judged by whether its attempts get any answer. */
export type Connectivity = 'unreachable' | 'reachable' | 'unclear';
/**
 * Two or three vendors do fail together for reasons that are not ours (shared clouds), so "all vendors fail" proves
 * nothing; the phase in which they fail does. HTTP errors at several vendors never mean our own network.
 */
export declare function connectivity(
  series: readonly SeriesState[],
  sinceMs: number,
  settings: IncidentSettings,
): Connectivity | null;
