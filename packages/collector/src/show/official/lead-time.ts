import { concernedModels, type Incident } from '../../model/incident.ts';
import { mayMean } from '../../model/model-mention.ts';
import { byPosting, isNews, type OfficialPost, type OfficialPostStatus } from '../../model/official.ts';

/** What a vendor said of an incident of ours, and who was first. */
export interface OfficialStory {
  /** Oldest first. */
  readonly posts: readonly OfficialPost[];
  /** When it first said anything; null while it says nothing. */
  readonly firstPostMs: number | null;
  /** When it said that the cause is known, and that all is over. */
  readonly identifiedMs: number | null;
  readonly resolvedMs: number | null;
  /** What the lead is measured from: when we were sure, or, of an incident that nobody was paged for, when we suspected it. */
  readonly detectedMs: number;
  /** Signed: how much later than we the vendor was; negative when it was first. */
  readonly leadMs: number | null;
}

/** A vendor that began its incident this much before our first bad attempt may mean the same. */
const beforeMs = 30 * 60_000;
/** And after our incident was over: posts about what is long over come late. */
const afterMs = 2 * 3600_000;

/** When posts about an incident may have been posted: what is asked of the store. */
export function postsAbout(incident: TimesOfIncident, nowMs: number): { sinceMs: number; untilMs: number } {
  const endMs = incident.resolvedMs ?? nowMs;
  // A post is dated when it was written, the incident it names may have begun long before.
  return { sinceMs: incident.firstBadMs - searchMs, untilMs: endMs + searchMs };
}

/** No vendor writes about one incident for longer, or that much later. */
const searchMs = 48 * 3600_000;

type TimesOfIncident = Pick<Incident, 'firstBadMs' | 'resolvedMs'>;

/** The vendor's side of an incident; `posts` in any order, of any vendor. */
export function officialStory(
  incident: Incident,
  posts: readonly OfficialPost[],
  nowMs: number,
): OfficialStory {
  const ofVendor = posts.filter(({ provider }) => provider === incident.provider);
  const groups = incidentsOf(ofVendor).filter((group) => isAbout(incident, group, nowMs));
  const outages = groups.filter(isOutage);
  const told = outages.flat().sort(byPosting);
  const firstPostMs = told.find(isNews)?.postedMs ?? null;
  const detectedMs = incident.confirmedMs ?? incident.suspectedMs;
  return {
    posts: groups.flat().sort(byPosting),
    firstPostMs,
    identifiedMs: told.find(({ status }) => status === 'identified')?.postedMs ?? null,
    resolvedMs: endOf(outages),
    detectedMs,
    leadMs: firstPostMs === null ? null : firstPostMs - detectedMs,
  };
}

/** The posts of each incident of the vendor, oldest first; each has one at least. */
function incidentsOf(posts: readonly OfficialPost[]): readonly (readonly OfficialPost[])[] {
  const groups = new Map<string, OfficialPost[]>();
  for (const post of [...posts].sort(byPosting)) {
    const group = groups.get(post.incidentId);
    if (group) group.push(post);
    else groups.set(post.incidentId, [post]);
  }
  return [...groups.values()];
}

function isAbout(incident: Incident, group: readonly OfficialPost[], nowMs: number): boolean {
  const [first] = group;
  if (!first || !isInRegion(incident, first)) return false;
  return isAtThatTime(incident, group, nowMs) && agreesOnModels(incident, group);
}

/** Planned work is announced and ends, and nobody looks for its cause; a post-mortem alone tells of no end. */
function isOutage(group: readonly OfficialPost[]): boolean {
  const isPlanned = group.some(({ status }) => status === 'maintenance');
  return isPlanned ? group.some(({ status }) => stagesOfTrouble.includes(status)) : group.some(isNews);
}

const stagesOfTrouble: readonly OfficialPostStatus[] = ['investigating', 'identified', 'monitoring'];

/** It began, or was first posted, around our incident; and was not over before ours began. */
function isAtThatTime(incident: Incident, group: readonly OfficialPost[], nowMs: number): boolean {
  const sinceMs = incident.firstBadMs - beforeMs;
  const untilMs = (incident.resolvedMs ?? nowMs) + afterMs;
  const begins = [group[0]?.startedMs, group[0]?.postedMs].filter((ms) => ms !== null && ms !== undefined);
  const overMs = group.find(({ status }) => status === 'resolved')?.postedMs ?? Number.POSITIVE_INFINITY;
  return begins.some((ms) => ms >= sinceMs && ms <= untilMs) && overMs >= incident.firstBadMs;
}

/** A page about one region says nothing of another. */
export function isInRegion(
  { region, evidence }: Incident,
  { region: posted }: Pick<OfficialPost, 'region'>,
): boolean {
  const ours = region === null ? evidence.regions : [region];
  return posted === null || ours.length === 0 || ours.includes(posted);
}

/** It names none, or one of ours. What it names later counts as well: a first post often says no more than "errors". */
function agreesOnModels(incident: Incident, group: readonly OfficialPost[]): boolean {
  const mentions = [...new Set(group.flatMap(({ models }) => models))];
  const ours = concernedModels(incident);
  return mentions.length === 0 || ours.length === 0 || ours.some((model) => mayMean(mentions, model));
}

/** When the last of them was called over; null while one is not. */
function endOf(groups: readonly (readonly OfficialPost[])[]): number | null {
  const ends = groups.map((group) => group.findLast(({ status }) => status === 'resolved')?.postedMs ?? null);
  return ends.length === 0 || ends.includes(null) ? null : Math.max(...ends.flatMap((end) => end ?? []));
}
