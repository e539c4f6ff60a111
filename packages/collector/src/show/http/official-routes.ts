import { providerDisplayName } from '@faultline/conventions';
import { Hono } from 'hono';
import type { OfficialPost, OfficialSourceStatus } from '../../model/official.ts';
import type { OfficialSide } from '../official/tell-official.ts';

export type OfficialRoutesOptions = Pick<OfficialSide, 'official' | 'now'>;

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
