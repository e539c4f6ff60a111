import type { Frame } from '../../model/frame.ts';
import { type ChannelName, type Subject } from './channel.ts';
import type { SeriesState } from './series.ts';
import type { IncidentSettings } from './settings.ts';
import type { Tracked } from './tracked.ts';
import type { TrackedIncidents } from './transitions.ts';
/** Everything the detector remembers: plain data, so that it can be kept, compared and replayed. */
export interface DetectorState {
  readonly series: Readonly<Record<string, SeriesState>>;
  /** Open incidents and recently resolved ones, by what they are about. */
  readonly tracked: TrackedIncidents;
  /** Since when a vendor that only fails to connect has been held back. */
  readonly heldSinceMs: Readonly<Record<string, number>>;
}
/** One frame while it is worked through; `series`, `tracked` and `heldSinceMs` are what comes of it. */
export interface Moment {
  readonly before: DetectorState;
  readonly series: Map<string, SeriesState>;
  readonly vendors: ReadonlyMap<string, readonly SeriesState[]>;
  readonly tracked: Map<string, Tracked>;
  readonly heldSinceMs: Record<string, number>;
  readonly frame: Frame;
  readonly settings: IncidentSettings;
}
/** Incidents that are not one vendor's. */
export declare const localKey = 'local';
export declare const ownRequestsKey = 'own requests';
export declare function incidentKey(provider: string, subject: Subject): string;
export declare function openAt({ tracked }: Pick<Moment, 'tracked'>, key: string): Tracked | undefined;
/** All that an incident found by one channel is about. */
export declare function channelsOf(name: ChannelName): readonly ChannelName[];
