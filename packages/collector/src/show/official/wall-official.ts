import { providerDisplayName, type WallOfficial } from '@faultline/conventions';
import { type Incident, isVendorFault } from '../../model/incident.ts';
import {
  isNews,
  type OfficialNews,
  type OfficialPost,
  type OfficialSourceState,
  type OfficialSourceStatus,
  worstOf,
} from '../../model/official.ts';
import { sayDuration } from '../wall/duration.ts';
import { isInRegion, officialStory } from './lead-time.ts';

/** What a vendor says of itself, for its row on the wall; null when nobody reads its page. */
export function wallOfficial(
  provider: string,
  { sources, posts }: OfficialNews,
  nowMs: number,
): WallOfficial | null {
  const own = sources.filter(({ source }) => source.provider === provider);
  if (own.length === 0) return null;
  const page = worstPage(own);
  const readAtMs = readAt(own);
  if (page !== 'ok') return { state: 'unknown', page, readAtMs };
  const newest = newestOpen(
    posts.filter((post) => post.provider === provider),
    nowMs,
  );
  const where = newest?.region ? `${newest.region}: ` : '';
  const title = newest ? { title: shortened(`${where}${newest.title}`) } : {};
  return { state: worstOf(own.map(({ reading }) => reading)), page, readAtMs, ...title };
}

/**
 * One sentence more about an incident: what the vendor says of it, and who was first. Empty when nobody reads the vendor's
 * page, or it cannot be read: silence of a page that nobody sees is no silence of the vendor.
 */
export function officialClause(incident: Incident, news: OfficialNews, nowMs: number): string {
  const { provider } = incident;
  const own = news.sources.filter(
    ({ source }) => source.provider === provider && isInRegion(incident, source),
  );
  const readAtMs = readAt(own);
  if (provider === null || readAtMs === null || worstPage(own) !== 'ok') return '';
  const page = `${providerDisplayName(provider)}’s status page`;
  const { posts, firstPostMs, leadMs } = officialStory(incident, news.posts, nowMs);
  const read = `(read ${sayAge(nowMs - readAtMs)} ago)`;
  const first = posts.find((post) => post.postedMs === firstPostMs && isNews(post));
  if (first && leadMs !== null) {
    const when = leadMs >= 0 ? 'after us' : 'before us';
    return `${page} posted ${sayDuration(Math.abs(leadMs))} ${when}: “${shortened(first.title)}”.`;
  }
  // Of our own keys, limits and requests no vendor has to say anything.
  if (!isVendorFault(incident)) return '';
  const state = worstOf(own.map(({ reading }) => reading));
  return state === 'degraded' || state === 'outage'
    ? `${page} says ${state} ${read}.`
    : `${page} says nothing yet ${read}.`;
}

const pageOrder: readonly OfficialSourceState[] = ['ok', 'stale', 'moved', 'unreadable'];

/** Of several pages, one for each region, the one that can be believed least. */
function worstPage(statuses: readonly OfficialSourceStatus[]): OfficialSourceState {
  const worst = Math.max(0, ...statuses.map(({ state }) => pageOrder.indexOf(state)));
  return pageOrder[worst] ?? 'unreadable';
}

/** As old as the oldest of them. */
function readAt(statuses: readonly OfficialSourceStatus[]): number | null {
  const times = statuses.map(({ readAtMs }) => readAtMs);
  return times.length === 0 || times.includes(null) ? null : Math.min(...times.flatMap((ms) => ms ?? []));
}

/** What was not called over for so long was forgotten. */
const openMsMax = 48 * 3600_000;

/** The newest post of what the vendor has not called over, and of what it does not merely plan. */
function newestOpen(posts: readonly OfficialPost[], nowMs: number): OfficialPost | undefined {
  const isOver = ({ status }: OfficialPost): boolean => status === 'resolved' || status === 'postmortem';
  const over = new Set(posts.filter(isOver).map(({ incidentId }) => incidentId));
  return [...posts]
    .sort((a, b) => b.postedMs - a.postedMs)
    .find(
      ({ incidentId, postedMs, status }) =>
        !over.has(incidentId) && status !== 'maintenance' && nowMs - postedMs < openMsMax,
    );
}

const titleMax = 80;

function shortened(title: string): string {
  const characters = [...title];
  return characters.length <= titleMax ? title : `${characters.slice(0, titleMax - 1).join('')}…`;
}

/** "40 s": shorter than elsewhere, it stands in brackets. */
function sayAge(ageMs: number): string {
  return `${Math.max(0, Math.round(ageMs / 1000))} s`;
}
