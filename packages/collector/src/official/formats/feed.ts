import { parseFeed } from 'feedsmith';
import type {
  OfficialPost,
  OfficialPostStatus,
  OfficialSource,
  OfficialState,
} from '../../model/official.ts';
import { concernsApi } from './concern.ts';
import { newestFirst, type ParseDocument, unreadable } from './parsed.ts';
import { holdsPhrase, plainText } from './plain-text.ts';
import { postOf } from './post.ts';

// RSS and Atom: news without a state. What a vendor's trouble is called and how far it is stands in the words alone.

interface Entry {
  readonly title: string;
  readonly body: string;
  readonly link: string | undefined;
  readonly postedMs: number;
  readonly updatedMs: number | null;
}

/** What nobody called resolved is believed to last this long. */
const lastsMs = 24 * 3600 * 1000;
/** Posts of one incident follow each other sooner than this. */
const incidentGapMs = 6 * 3600 * 1000;
/** As far as the newest stage stands at the beginning of a text that lists all of them. */
const stageCharacters = 200;

export const parseFeedDocument: ParseDocument = (text, source) => {
  const entries = readEntries(text);
  if (entries === null) return unreadable('it is not RSS or Atom');
  const dated = entries.filter(({ postedMs }) => Number.isFinite(postedMs));
  if (dated.length === 0 && entries.length > 0) return unreadable('no entry has a date');
  const posts = newestFirst(
    postsOf(
      dated.filter((entry) => isOwn(entry, source)),
      source,
    ),
  );
  return { kind: 'read', posts, stateAt: (nowMs) => stateOf(posts[0], nowMs) };
};

function readEntries(text: string): readonly Entry[] | null {
  try {
    const { format, feed } = parseFeed(text);
    if (format === 'rss') {
      return (feed.items ?? []).map(({ title = '', description = '', link, pubDate = '' }) => ({
        ...{ title, body: description, link, postedMs: Date.parse(pubDate), updatedMs: null },
      }));
    }
    if (format === 'atom') {
      return (feed.entries ?? []).map((entry) => ({
        title: entry.title?.value ?? '',
        body: entry.content?.value ?? entry.summary?.value ?? '',
        link: entry.links?.find(({ rel = 'alternate' }) => rel === 'alternate')?.href,
        postedMs: Date.parse(entry.published ?? entry.updated ?? ''),
        updatedMs: entry.updated ? Date.parse(entry.updated) : null,
      }));
    }
    return null;
  } catch {
    return null;
  }
}

function isOwn({ title, body }: Entry, source: OfficialSource): boolean {
  const { components } = source;
  const isNamed = components.some((phrase) => holdsPhrase(`${title}\n${body}`, phrase));
  return (components.length === 0 || isNamed) && concernsApi(source, title, []);
}

/** Entries do not say which of them belong together: those that follow each other until one ends it. */
function postsOf(entries: readonly Entry[], source: OfficialSource): readonly OfficialPost[] {
  const posts: OfficialPost[] = [];
  let incidentKey = '';
  let last: OfficialPost | undefined;
  for (const entry of [...entries].sort((a, b) => a.postedMs - b.postedMs)) {
    const postKey = `${entry.postedMs} ${entry.title}`;
    const goesOn = last && last.status !== 'resolved' && entry.postedMs - last.postedMs <= incidentGapMs;
    if (!goesOn) incidentKey = postKey;
    const { title, body, postedMs, updatedMs, link: url } = entry;
    const status = stageIn(entry);
    last = postOf(
      { incidentKey, postKey, title, body, status, postedMs, updatedMs, startedMs: null, url },
      source,
    );
    posts.push(last);
  }
  return posts;
}

const stageWords: readonly (readonly [OfficialPostStatus, RegExp])[] = [
  ['resolved', /\b(resolved|operating normally|recovered|completed|mitigated)\b/i],
  ['monitoring', /\bmonitoring\b/i],
  ['identified', /\bidentified\b/i],
  ['investigating', /\binvestigating\b/i],
  ['maintenance', /\bmaintenance\b/i],
];

/** The title first; of a text that tells the whole story the newest stage stands first. */
function stageIn({ title, body }: Entry): OfficialPostStatus {
  const beginning = plainText(body, stageCharacters);
  const inTitle = stageWords.find(([, words]) => words.test(title));
  if (inTitle) return inTitle[0];
  const found = stageWords
    .map(([stage, words]) => ({ stage, at: beginning.search(words) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at);
  return found[0]?.stage ?? 'update';
}

/** An empty feed may be a quiet week or a broken feed. */
function stateOf(newest: OfficialPost | undefined, nowMs: number): OfficialState {
  if (!newest || nowMs - newest.postedMs > lastsMs) return 'unknown';
  if (newest.status === 'resolved' || newest.status === 'postmortem') return 'operational';
  if (newest.status === 'maintenance') return 'maintenance';
  return /\b(outage|unavailable|disruption)\b/i.test(newest.title) ? 'outage' : 'degraded';
}
