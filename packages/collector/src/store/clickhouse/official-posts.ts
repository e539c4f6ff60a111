import { byPosting, type OfficialPost } from '../../model/official.ts';
import type { OfficialStore } from '../store.ts';
import { encodePosts } from './incident-row.ts';
import { type KeptOptions, keep } from './keep.ts';
import { NewestVersions } from './newest-versions.ts';
import { moment, quoted } from './sql.ts';

interface OfficialPostsOptions extends KeptOptions<OfficialPost> {
  readonly now: () => number;
}

/** A vendor that posts every ten minutes for a week. */
const postsMax = 1_000;

export function createUnsavedPosts(): NewestVersions<OfficialPost> {
  return new NewestVersions(({ id }) => id, postsMax);
}

/** Through the spool, as incidents: what a vendor posts in an outage of the database is kept all the same. */
export function createOfficialPosts({
  query,
  database,
  spool,
  unsaved,
  now,
}: OfficialPostsOptions): OfficialStore {
  return {
    async savePosts(posts) {
      const atMs = now();
      await keep(spool, encodePosts(posts, atMs), 'posts');
      for (const post of posts) unsaved.add(atMs, post);
    },

    async posts(provider, { sinceMs, untilMs }) {
      const rows = await query<{ readonly version: number; readonly body: string }>(`
        SELECT version, body FROM ${database}.official_posts FINAL
        WHERE provider = ${quoted(provider)} AND posted >= ${moment(sinceMs)} AND posted < ${moment(untilMs)}
        ORDER BY posted DESC LIMIT ${postsMax}`);
      return unsaved
        .over(rows.map(({ version, body }) => ({ version, item: JSON.parse(body) as OfficialPost })))
        .filter((post) => post.provider === provider && post.postedMs >= sinceMs && post.postedMs < untilMs)
        .sort(byPosting);
    },
  };
}
