import { Feed } from 'feed';
import type { PublicIncident, PublicUpdate } from './public-incident.ts';
import { incidentLink, type StatusPage } from './statuspage.ts';

export type SyndicationFormat = 'atom' | 'rss' | 'json';

/** Readers keep what they have seen: more would be read by nobody. */
const entriesMax = 100;

/** What happened, newest first: an entry for each update of each incident, so that a reader who saw the beginning sees the end. */
export function syndicate(page: StatusPage, format: SyndicationFormat): string {
  const entries = page.incidents
    .flatMap((incident) => incident.updates.map((update) => ({ incident, update })))
    .sort((a, b) => b.update.atMs - a.update.atMs)
    .slice(0, entriesMax);
  const newestMs = entries[0]?.update.atMs ?? page.sinceMs;
  const { title, url } = page;
  const feed = new Feed({
    ...{ id: url, title, link: url, description: `What happened to ${title}.`, language: 'en' },
    ...{ updated: new Date(newestMs), generator: 'Faultline', author: { name: title } },
    ...{
      copyright: '',
      feedLinks: { atom: `${url}/history.atom`, rss: `${url}/history.rss`, json: `${url}/feed.json` },
    },
  });
  // Atom and RSS take texts for HTML, JSON Feed its title and summary for text.
  const text = format === 'json' ? (plain: string) => plain : escapeMarkup;
  for (const { incident, update } of entries) feed.addItem(entry(incident, update, page, text));
  if (format === 'atom') return feed.atom1();
  return format === 'rss' ? feed.rss2() : feed.json1();
}

function entry(
  incident: PublicIncident,
  { id, status, body, atMs }: PublicUpdate,
  page: StatusPage,
  text: (plain: string) => string,
) {
  const date = new Date(atMs);
  // Of the update, not of the address: it stays when the page moves.
  const name = `urn:faultline:incident:${incident.id}:${id}`;
  const label = `${status[0]?.toUpperCase()}${status.slice(1)}`;
  return {
    ...{ id: name, guid: name, link: incidentLink(incident, page), date, published: date },
    ...{ title: text(`${incident.title} – ${label}`), description: text(body) },
    content: `<p><strong>${label}</strong>: ${escapeMarkup(body)}</p>`,
  };
}

/** What XML 1.0 has no place for (2.2): a feed with one of them is refused as a whole. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what is looked for.
const noCharacters = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** For HTML, XML and attributes in double quotes. */
export function escapeMarkup(text: string): string {
  return text
    .replaceAll(noCharacters, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
