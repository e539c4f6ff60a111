import { type Channel } from './channel.ts';
import type { Scope } from './scope.ts';
import type { SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';
import { type Tracked } from './tracked.ts';
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
/** Opens an incident, or re-opens the one that was resolved a moment ago. */
export declare function open(situation: Situation, scope: Scope, previous: Tracked | undefined): Tracked;
/** One frame in the life of an open incident. */
export declare function advance(tracked: Tracked, situation: Situation): Tracked;
