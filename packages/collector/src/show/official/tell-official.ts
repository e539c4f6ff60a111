import type { Incident } from '../../model/incident.ts';
import type { OfficialNews } from '../../model/official.ts';
import type { OfficialStore } from '../../store/store.ts';
import { type OfficialStory, officialStory, postsAbout } from './lead-time.ts';

export interface OfficialSide {
  readonly store: OfficialStore;
  /** Left out when nobody reads what vendors say. */
  readonly official?: (() => OfficialNews) | undefined;
  readonly now: () => number;
}

/**
 * The vendor's side of an incident, from what was kept and what its page lists now; null when neither its page is read nor
 * anything was kept.
 */
export async function tellOfficial(
  incident: Incident,
  { store, official, now }: OfficialSide,
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
