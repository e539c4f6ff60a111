import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OfficialPost } from '../../model/official.ts';
import { fixture, sampleSource } from '../status-page.fixture.ts';
import { parseIncidentIo } from './incident-io.ts';
import type { ParseDocument } from './parsed.ts';
import { parseStatuspage } from './statuspage.ts';

const source = sampleSource();

function state(parse: ParseDocument, text: string, changes: Partial<typeof source> = {}): unknown {
  const document = parse(text, { ...source, ...changes }, 'current');
  return document.kind === 'read' ? document.stateAt(0) : document.problem;
}

function posts(
  parse: ParseDocument,
  text: string,
  part: 'current' | 'history',
  changes: Partial<typeof source> = {},
): readonly OfficialPost[] {
  const document = parse(text, { ...source, ...changes }, part);
  if (document.kind !== 'read') throw new Error(document.problem);
  return document.posts;
}

describe('a page of Statuspage', () => {
  it('is as its API component is, whatever the page as a whole says', () => {
    expect(state(parseStatuspage, fixture('statuspage-summary.json'))).toBe('outage');
    expect(state(parseStatuspage, fixture('statuspage-calm.json'))).toBe('operational');
  });

  it('says nothing without the component, and is never judged by the rest of the page', () => {
    const components = ['Realtime API'];
    expect(state(parseStatuspage, fixture('statuspage-summary.json'), { components })).toContain(
      'none of its components is called "Realtime API"',
    );
    const two = ['Model API', 'Realtime API'];
    expect(state(parseStatuspage, fixture('statuspage-calm.json'), { components: two })).toBe('unknown');
    expect(state(parseStatuspage, fixture('statuspage-summary.json'), { components: two })).toBe('outage');
  });

  it('does not know a status that it has never heard of', () => {
    const text = fixture('statuspage-calm.json').replace('"operational"', '"constructor"');
    expect(state(parseStatuspage, text)).toBe('unknown');
  });

  it('tells each update about the API, newest first, by when it was posted and not by when it is said to have begun', () => {
    const [identified, first, ...others] = posts(
      parseStatuspage,
      fixture('statuspage-summary.json'),
      'current',
    );
    expect(others).toEqual([]);
    expect(first).toMatchObject({
      provider: 'anthropic',
      title: 'Elevated errors on Opus 4.8 & Sonnet 4.6',
      status: 'investigating',
      postedMs: Date.parse('2026-06-22T00:37:06.221Z'),
      startedMs: Date.parse('2026-06-22T00:20:00Z'),
      models: ['opus 4.8', 'sonnet 4.6'],
      url: 'https://stspg.example.com/k0m4fp19xw2d',
    });
    expect(identified).toMatchObject({ status: 'identified', incidentId: first?.incidentId });
  });

  it('names posts the same when ids churn and titles are edited', () => {
    const name = ({ id, incidentId }: OfficialPost): string => `${incidentId} ${id}`;
    const before = posts(parseStatuspage, fixture('statuspage-history.json'), 'history');
    const after = posts(parseStatuspage, fixture('statuspage-history-new-ids.json'), 'history');
    expect(before).toHaveLength(3);
    expect(after.map(name)).toEqual(before.map(name));
    // The page and its history speak of the same posts.
    const now = posts(parseStatuspage, fixture('statuspage-summary.json'), 'current');
    expect(before.map(name)).toEqual(expect.arrayContaining(now.map(name)));
  });

  it('with nothing on it, of another shape, or broken is unreadable', () => {
    expect(state(parseStatuspage, fixture('incident-io-empty.json'))).toBe('the page lists no components');
    expect(state(parseStatuspage, '{"page": {}, "components": [{"id": 1}]}')).toContain('another shape');
    expect(state(parseStatuspage, fixture('statuspage-summary.json').slice(0, 300))).toBe('it is not JSON');
  });

  it('never throws, whatever it is given', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        for (const part of ['current', 'history'] as const) {
          parseStatuspage(text, source, part);
          parseIncidentIo(text, source, part);
        }
      }),
    );
  });
});

describe('a page of incident.io', () => {
  const labs = { components: ['Completions'], elsewhere: ['App'] };

  it('is read although its incidents name no components', () => {
    const text = fixture('incident-io-summary.json');
    expect(state(parseIncidentIo, text, labs)).toBe('degraded');
    expect(posts(parseIncidentIo, text, 'current', labs)).toEqual([
      expect.objectContaining({
        title: 'API: slow answers on GPT-4.1',
        body: 'Answers take longer than usual & some time out.',
        models: ['gpt 4.1'],
        url: 'https://status.example.com/',
      }),
    ]);
  });

  it('that answers with nothing in it is unreadable, not well', () => {
    expect(state(parseIncidentIo, fixture('incident-io-empty.json'), labs)).toBe(
      'the page lists no components',
    );
    expect(state(parseIncidentIo, '{}', { components: [] })).toBe('the page lists no components');
  });
});
