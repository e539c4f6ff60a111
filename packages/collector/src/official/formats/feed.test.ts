import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture, sampleSource } from '../status-page.fixture.ts';
import { parseFeedDocument } from './feed.ts';

const source = sampleSource({
  id: 'aws.bedrock/us-east-1',
  provider: 'aws.bedrock',
  region: 'us-east-1',
  format: 'feed',
  url: 'https://status.example.com/rss/example-us-east-1.rss',
  components: [],
});

function read(text: string, changes: Partial<typeof source> = {}) {
  const document = parseFeedDocument(text, { ...source, ...changes }, 'current');
  if (document.kind !== 'read') throw new Error(document.problem);
  return document;
}

const at = (time: string): number => Date.parse(time);

describe('a feed', () => {
  it('of RSS tells posts by its words, and which follow each other', () => {
    const { posts } = read(fixture('region.rss'));
    expect(posts.map(({ status, postedMs }) => [status, postedMs])).toEqual([
      ['resolved', at('2026-06-22T18:30:00Z')],
      ['investigating', at('2026-06-22T17:04:00Z')],
      ['update', at('2026-06-02T15:00:00Z')],
    ]);
    const [resolved, first, older] = posts;
    expect(resolved?.incidentId).toBe(first?.incidentId);
    expect(older?.incidentId).not.toBe(first?.incidentId);
    expect(first).toMatchObject({ region: 'us-east-1', models: ['opus 4.8'] });
  });

  it('tells of a state only while its newest post is fresh', () => {
    const feed = read(fixture('region.rss'));
    expect(feed.stateAt(at('2026-06-22T19:00:00Z'))).toBe('operational');
    expect(feed.stateAt(at('2026-06-24T19:00:00Z'))).toBe('unknown');
    const unresolved = read(fixture('region.rss').replace(/<item>[\s\S]*?<\/item>/, ''));
    expect(unresolved.stateAt(at('2026-06-22T17:30:00Z'))).toBe('outage');
    expect(unresolved.stateAt(at('2026-06-24T17:30:00Z'))).toBe('unknown');
  });

  it('that is empty says nothing', () => {
    const feed = read(fixture('empty.rss'));
    expect(feed.posts).toEqual([]);
    expect(feed.stateAt(at('2026-06-22T19:00:00Z'))).toBe('unknown');
  });

  it('of Atom is read by the newest stage in its text, and by what it is about', () => {
    const feed = read(fixture('incidents.atom'), { elsewhere: ['Website'] });
    expect(feed.posts).toEqual([
      expect.objectContaining({
        title: 'Model outage',
        body: 'Identified - The cause is known. Investigating - Requests fail.',
        status: 'identified',
        url: 'https://status.example.com/incidents/31',
      }),
    ]);
    expect(feed.stateAt(at('2026-06-22T14:00:00Z'))).toBe('outage');
    expect(read(fixture('incidents.atom'), { components: ['Website'] }).posts).toHaveLength(1);
  });

  it('never gives a link that is no web page', () => {
    const links = read(fixture('incidents.atom')).posts.map(({ url }) => url);
    expect(links.every((link) => link.startsWith('https://'))).toBe(true);
  });

  it('is unreadable when it is something else', () => {
    for (const text of [fixture('login.html'), '{}', '', '<rss version="2.0"></rss>'])
      expect(parseFeedDocument(text, source, 'current').kind, text).toBe('unreadable');
    const undated = fixture('region.rss').replace(/<pubDate>.*?<\/pubDate>/g, '');
    expect(parseFeedDocument(undated, source, 'current').kind).toBe('unreadable');
  });

  it('expands no entities that it brings along', () => {
    const bomb = ['a', 'b', 'c', 'd', 'e', 'f'].map(
      (name, index, all) => `<!ENTITY ${name} "${index === 0 ? 'boom' : `&${all[index - 1]};`.repeat(50)}">`,
    );
    const text = fixture('region.rss')
      .replace('<rss ', `<!DOCTYPE rss [${bomb.join('')}]><rss `)
      .replace('Informational message', '&f; <b>');
    const document = parseFeedDocument(text, source, 'current');
    expect(JSON.stringify(document).length).toBeLessThan(20_000);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        parseFeedDocument(text, source, 'current');
        parseFeedDocument(fixture('region.rss').replace('Increased error rates', text), source, 'current');
      }),
    );
  });
});
