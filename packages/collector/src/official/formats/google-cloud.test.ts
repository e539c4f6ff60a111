import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fixture, sampleSource } from '../status-page.fixture.ts';
import { parseGoogleCloud } from './google-cloud.ts';

const source = sampleSource({
  id: 'gcp.vertex_ai',
  provider: 'gcp.vertex_ai',
  format: 'google_cloud',
  url: 'https://status.example.com/incidents.json',
  components: ['Vertex Gemini API'],
});

function parse(text: string) {
  return parseGoogleCloud(text, source, 'current');
}

describe('incidents of Google Cloud', () => {
  it('are those of our product: the open one says how it is', () => {
    const document = parse(fixture('google-cloud.json'));
    if (document.kind !== 'read') throw new Error(document.problem);
    expect(document.stateAt(0)).toBe('outage');
    expect(document.posts.map(({ status, postedMs }) => [status, new Date(postedMs).toISOString()])).toEqual([
      ['update', '2026-06-22T10:31:12.000Z'],
      // Posted later than the beginning that it names.
      ['investigating', '2026-06-22T10:02:45.000Z'],
      ['resolved', '2026-06-10T03:00:00.000Z'],
      ['investigating', '2026-06-10T01:20:00.000Z'],
    ]);
    expect(document.posts[0]).toMatchObject({
      startedMs: Date.parse('2026-06-22T09:40:00Z'),
      models: ['gemini 2.5 pro'],
      url: 'https://status.example.com/incidents/aBcDeFgH1',
    });
  });

  it('without an open one of our product mean that all is well', () => {
    const incidents = JSON.parse(fixture('google-cloud.json')) as object[];
    const document = parse(JSON.stringify(incidents.slice(1)));
    expect(document.kind === 'read' && document.stateAt(0)).toBe('operational');
  });

  it('that are none at all are no all-clear', () => {
    expect(parse('[]')).toEqual({ kind: 'unreadable', problem: 'the list of incidents is empty' });
    expect(parse('{"incidents": []}').kind).toBe('unreadable');
  });

  it('never throw', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parse(text)));
  });
});
