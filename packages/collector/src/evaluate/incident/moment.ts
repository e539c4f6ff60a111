import type { Frame } from '../../model/frame.ts';
import { isOpen } from '../../model/incident.ts';
import type { ByName } from './by-name.ts';
import { allChannels, type ChannelName, channelNamed, type Subject } from './channel.ts';
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
  readonly heldSinceMs: ByName<number>;
}

/** One frame while it is worked through; `series`, `tracked` and `heldSinceMs` are what comes of it. */
export interface Moment {
  readonly before: DetectorState;
  readonly series: Map<string, SeriesState>;
  readonly vendors: ReadonlyMap<string, readonly SeriesState[]>;
  readonly tracked: Map<string, Tracked>;
  readonly heldSinceMs: Map<string, number>;
  readonly frame: Frame;
  readonly settings: IncidentSettings;
}

/** The end of the frame is now. */
export function nowOf({ frame }: Pick<Moment, 'frame'>): number {
  return frame.startMs + frame.widthMs;
}

/** Incidents that are not one vendor's. */
export const localKey = 'local';
export const ownRequestsKey = 'own requests';

export function incidentKey(provider: string, subject: Subject): string {
  return JSON.stringify([provider, subject]);
}

export function openAt({ tracked }: Pick<Moment, 'tracked'>, key: string): Tracked | undefined {
  const known = tracked.get(key);
  return known && isOpen(known) ? known : undefined;
}

/** All that an incident found by one channel is about. */
export function channelsOf(name: ChannelName): readonly ChannelName[] {
  const { subject } = channelNamed(name);
  return allChannels.filter((channel) => channel.subject === subject).map((channel) => channel.name);
}
