import type { WallOfficial } from '@faultline/conventions';

/** What a vendor says of itself. `unknown` whenever nobody can tell: never an all-clear, never an accusation. */
export type OfficialState = WallOfficial['state'];

const badness: readonly OfficialState[] = ['operational', 'maintenance', 'unknown', 'degraded', 'outage'];

/** The worst; unknown is worse than all well, and better than what is known to be bad. */
export function worstOf(states: readonly OfficialState[]): OfficialState {
  const worst = Math.max(...states.map((state) => badness.indexOf(state)));
  return badness[worst] ?? 'unknown';
}

/** As Statuspage calls the stages of an incident; `update` where the source does not say. */
export type OfficialPostStatus =
  | 'investigating'
  | 'identified'
  | 'monitoring'
  | 'resolved'
  | 'postmortem'
  | 'maintenance'
  | 'update';

/** One thing that a vendor wrote on its status page. */
export interface OfficialPost {
  /** Ours, made of what does not change: vendors hand out new ids for old posts. */
  readonly id: string;
  /** Posts about one incident of the vendor have the same one. */
  readonly incidentId: string;
  readonly provider: string;
  /** Set when the page is about one region. */
  readonly region: string | null;
  readonly title: string;
  readonly body: string;
  readonly status: OfficialPostStatus;
  /** When it was posted. */
  readonly postedMs: number;
  /** When it was edited last, where the source tells. */
  readonly updatedMs: number | null;
  /** When the trouble began, as the vendor says: set afterwards, so it tells nothing of when they knew. */
  readonly startedMs: number | null;
  /** Models that the text names, in the spelling of {@link mentionedModels}. */
  readonly models: readonly string[];
  readonly url: string;
}

/** Oldest first. */
export function byPosting(a: OfficialPost, b: OfficialPost): number {
  return a.postedMs - b.postedMs || (a.id < b.id ? -1 : 1);
}

/** A post-mortem or a plan is no news of an outage. */
export function isNews({ status }: OfficialPost): boolean {
  return status !== 'maintenance' && status !== 'postmortem';
}

/**
 * How far the page itself can be believed. `stale`: not read for a while. `unreadable`: no status page comes from there, or
 * never did. `moved`: it sends readers to another host, which only a person may follow.
 */
export type OfficialSourceState = WallOfficial['page'];

export type OfficialFormat = 'statuspage' | 'incident_io' | 'google_cloud' | 'feed';

/** Where a vendor's words are read, and which of them are about its API. */
export interface OfficialSource {
  /** Unique: the provider, and the region where there is a page for each. */
  readonly id: string;
  readonly provider: string;
  readonly region: string | null;
  readonly format: OfficialFormat;
  readonly url: string;
  /** Where the page also lists what is over: `incidents.json` of Statuspage. */
  readonly historyUrl: string | null;
  /** Names of components or products that are the API, or phrases in them; all of the page's when empty. */
  readonly components: readonly string[];
  /** For posts without a component: those whose title names one of these, and not the API, are about something else. */
  readonly elsewhere: readonly string[];
}

/** A source as it is written down. */
export interface OfficialSourceEntry extends Pick<OfficialSource, 'provider' | 'format' | 'url'> {
  readonly region?: string | undefined;
  readonly historyUrl?: string | undefined;
  readonly components?: readonly string[] | undefined;
  readonly elsewhere?: readonly string[] | undefined;
}

/** What a user says of a vendor's sources: they take the place of the built-in ones; none when it is switched off. */
export type OfficialSourceSetting =
  | (OfficialSourceEntry & { readonly enabled: true })
  | { readonly enabled: false; readonly provider: string };

/** A source as it stands now. */
export interface OfficialSourceStatus {
  readonly source: Pick<OfficialSource, 'id' | 'provider' | 'region' | 'format' | 'url'>;
  readonly state: OfficialSourceState;
  /** Why it is not `ok`; null when it is. */
  readonly problem: string | null;
  /** When it was read with success last, as a whole; null when it never was. */
  readonly readAtMs: number | null;
  /** `unknown` unless the source is `ok`. */
  readonly reading: OfficialState;
}

/** Everything that is known of official sources, for those who show it. */
export interface OfficialNews {
  readonly sources: readonly OfficialSourceStatus[];
  /** What the pages list, and listed since this process began to read. */
  readonly posts: readonly OfficialPost[];
}
