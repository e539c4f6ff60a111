import { providerDisplayName } from '@faultline/conventions';
import { Hono } from 'hono';
import type { Incident } from '../../model/incident.ts';
import type { OfficialNews, OfficialPost, OfficialSourceStatus } from '../../model/official.ts';
import type { OfficialStore } from '../../store/store.ts';
import { type OfficialStory, officialStory, postsAbout } from '../official/lead-time.ts';

export interface OfficialRoutesOptions {
  /** Left out when nobody reads what vendors say. */
  readonly official?: (() => OfficialNews) | undefined;
  readonly now: () => number;
}

type SourceOf = OfficialSourceStatus['source'];

/** A status page, and how far it can be believed. */
export interface OfficialSourceView extends SourceOf, Omit<OfficialSourceStatus, 'source'> {
  readonly displayName: string;
  /** Since it was read with success last. */
  readonly ageMs: number | null;
}

export interface OfficialAnswer {
  readonly enabled: boolean;
  readonly sources: readonly OfficialSourceView[];
  readonly posts: readonly OfficialPost[];
}

/** The newest that pages list; older ones are told with their incidents. */
const postsMax = 100;

/** `GET /official`: every status page that is read, how far it can be believed, and what vendors posted of late. */
export function createOfficialRoutes({ official, now }: OfficialRoutesOptions): Hono {
  const app = new Hono();
  app.get('/official', (context) => {
    const news = official?.() ?? { sources: [], posts: [] };
    const nowMs = now();
    const posts = [...news.posts].sort((a, b) => b.postedMs - a.postedMs).slice(0, postsMax);
    const sources = news.sources.map(({ source, ...status }) => ({
      ...source,
      displayName: providerDisplayName(source.provider),
      ...status,
      ageMs: status.readAtMs === null ? null : nowMs - status.readAtMs,
    }));
    const answer: OfficialAnswer = { enabled: official !== undefined, sources, posts };
    return context.json(answer);
  });
  return app;
}

/**
 * The vendor's side of an incident, from what was kept and what its page lists now; null when neither its page is read nor
 * anything was kept.
 */
export async function tellOfficial(
  incident: Incident,
  store: OfficialStore,
  { official, now }: OfficialRoutesOptions,
): Promise<OfficialStory | null> {
  const { provider } = incident;
  if (provider === null) return null;
  const nowMs = now();
  const news = official?.();
  const kept = await store.posts(provider, postsAbout(incident, nowMs));
  const all = new Map([...kept, ...(news?.posts ?? [])].map((post) => [post.id, post]));
  const story = officialStory(incident, [...all.values()], nowMs);
  const isRead = news?.sources.some(({ source }) => source.provider === provider) ?? false;
  return isRead || story.posts.length > 0 ? story : null;
}
