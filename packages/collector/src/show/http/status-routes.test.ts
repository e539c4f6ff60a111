import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sampleTransition } from '../../store/samples.fixture.ts';
import { readXml } from '../status/xml.fixture.ts';
import { bench, outage, over, story } from './status-routes.fixture.ts';

/** What consumers of Statuspage check, as https://metastatuspage.com/api and OpenStatus' reader have it. */
const time = z.iso.datetime({ offset: true });
const status = z.enum([
  'operational',
  'degraded_performance',
  'partial_outage',
  'major_outage',
  'under_maintenance',
]);
const page = z.object({
  id: z.string(),
  name: z.string(),
  url: z.url(),
  time_zone: z.string(),
  updated_at: time,
});
const overall = z.object({
  indicator: z.enum(['none', 'minor', 'major', 'critical', 'maintenance']),
  description: z.string(),
  x_verdict: z.string().optional(),
});
const component = z.object({
  ...{ id: z.string(), name: z.string(), status, created_at: time, updated_at: time },
  ...{ position: z.int(), description: z.string().nullable(), showcase: z.boolean() },
  ...{ group_id: z.string().nullable(), page_id: z.string(), group: z.boolean() },
  ...{
    only_show_if_degraded: z.boolean(),
    components: z.array(z.string()).optional(),
    x_verdict: z.string(),
  },
});
const phase = z.enum(['investigating', 'identified', 'monitoring', 'resolved', 'postmortem']);
const incident = z.object({
  ...{
    id: z.string(),
    name: z.string(),
    status: phase,
    impact: z.enum(['none', 'minor', 'major', 'critical']),
  },
  ...{ created_at: time, updated_at: time, started_at: time, shortlink: z.url(), page_id: z.string() },
  ...{ monitoring_at: time.nullable(), resolved_at: time.nullable(), components: z.array(component) },
  incident_updates: z.array(
    z.object({
      ...{ id: z.string(), incident_id: z.string(), status: phase, body: z.string() },
      ...{ created_at: time, updated_at: time, display_at: time },
      affected_components: z.array(
        z.object({ code: z.string(), name: z.string(), old_status: status, new_status: status }),
      ),
    }),
  ),
});
const summary = z.object({
  ...{ page, status: overall, components: z.array(component), incidents: z.array(incident) },
  scheduled_maintenances: z.array(z.never()),
});
const incidents = z.object({ page, incidents: z.array(incident) });

describe('the status page as Statuspage has it', () => {
  it('shows vendors as groups of their models, all operational while nothing is wrong', async () => {
    const { get } = await bench();
    const { components, incidents: open, status: now } = summary.parse(await get('summary.json'));
    expect([now.indicator, now.description, open]).toEqual(['none', 'All Systems Operational', []]);
    expect(components.map(({ name, group }) => [name, group])).toEqual([
      ['Anthropic', true],
      ['claude-haiku-4-5', false],
      ['claude-opus-4-8', false],
      ['Azure OpenAI', true],
      ['Groq', true],
      ['meta-llama/Llama-4 <&">', false],
    ]);
    const [group, haiku, opus] = components;
    expect(group?.components).toEqual([haiku?.id, opus?.id]);
    expect([haiku?.group_id, opus?.group_id]).toEqual([group?.id, group?.id]);
    // For ever: what consumers remember of an id must stay true.
    expect([group?.id, opus?.id]).toEqual(['2uoc0bs048ifczei', '3urs1iix9xxx0tsv']);
    expect(
      z.object({ page, components: z.array(component) }).parse(await get('components.json')),
    ).toMatchObject({
      components,
    });
    expect(z.object({ page, status: overall }).parse(await get('status.json'))).toMatchObject({
      status: now,
    });
  });

  it('tells an outage in its own words, with what it hits', async () => {
    const { get } = await bench({ transitions: story, open: [sampleTransition(outage)] });
    const { components, incidents: open, status: now } = summary.parse(await get('summary.json'));
    expect(now).toEqual({ indicator: 'critical', description: 'Major Service Outage' });
    expect(components.map(({ name, status: each }) => `${name} ${each}`).slice(0, 3)).toEqual([
      'Anthropic major_outage',
      'claude-haiku-4-5 operational',
      'claude-opus-4-8 major_outage',
    ]);
    expect(open).toMatchObject([
      {
        id: '7KQ2ABCD',
        name: 'Anthropic: elevated errors',
        status: 'identified',
        impact: 'critical',
        resolved_at: null,
        incident_updates: [
          { status: 'identified', body: 'The fault is with Anthropic: 98 % of requests fail on 2 models.' },
          { status: 'investigating' },
        ],
        components: [{ name: 'Anthropic' }, { name: 'claude-opus-4-8' }],
      },
    ]);
    expect(open[0]?.incident_updates[1]?.affected_components).toMatchObject([
      { name: 'claude-opus-4-8', old_status: 'operational', new_status: 'major_outage' },
    ]);
    expect(incidents.parse(await get('incidents/unresolved.json')).incidents).toEqual(open);
  });

  it('keeps what is over among the incidents, with its whole story', async () => {
    const { get } = await bench({ transitions: over });
    expect(incidents.parse(await get('incidents/unresolved.json')).incidents).toEqual([]);
    const [past] = incidents.parse(await get('incidents.json')).incidents;
    expect(past?.incident_updates.map(({ status: each, body }) => `${each}: ${body}`)).toEqual([
      'resolved: Anthropic answers as usual again. It lasted 10 minutes.',
      'monitoring: Anthropic answers again. We keep watching.',
      'identified: The fault is with Anthropic: 98 % of requests fail on 2 models.',
      'investigating: We are looking into it: 98 % of requests fail on 2 models.',
    ]);
    expect(past).toMatchObject({
      status: 'resolved',
      impact: 'critical',
      resolved_at: '2026-06-22T01:00:00.000Z',
    });
  });

  it('says of what is not known that it is not, in place of an all-clear', async () => {
    const { get } = await bench({ lateMs: 61_000 });
    const { components, status: now } = summary.parse(await get('summary.json'));
    expect(now).toEqual({ indicator: 'none', description: 'No Recent Data', x_verdict: 'unknown' });
    for (const each of components)
      expect(each).toMatchObject({ status: 'operational', x_verdict: 'unknown', description: /./ });
  });
});

describe('the feeds', () => {
  it('have an entry for each update, under an id that stays', async () => {
    const { app } = await bench({ transitions: over });
    const atom = readXml(await (await app.request('/status/history.atom')).text());
    const rss = readXml(await (await app.request('/status/history.rss')).text());
    const json = z
      .object({
        version: z.url(),
        items: z.array(z.object({ id: z.string(), title: z.string(), summary: z.string() })),
      })
      .parse(await (await app.request('/status/feed.json')).json());
    const ids = json.items.map(({ id }) => id);
    expect(atom.get('feed/entry/id')).toEqual(ids);
    expect(rss.get('rss/channel/item/guid')).toEqual(ids);
    expect(new Set(ids).size).toBe(4);
    expect(ids[3]).toBe('urn:faultline:incident:7KQ2ABCD:2vaof7993xnbz2qp');
    expect(json.items[0]).toMatchObject({
      title: 'Anthropic: elevated errors – Resolved',
      summary: 'Anthropic answers as usual again. It lasted 10 minutes.',
    });
    expect(atom.get('feed/title')).toEqual(['Vendors &lt;&amp;&gt; "us"']);
    // An earlier reader knows the first two already.
    const { app: earlier } = await bench({ transitions: story });
    const before = readXml(await (await earlier.request('/status/history.atom')).text());
    expect(before.get('feed/entry/id')).toEqual(ids.slice(2));
  });

  it('are well-formed with nothing to tell', async () => {
    const { app } = await bench();
    for (const path of ['history.atom', 'history.rss']) {
      const response = await app.request(`/status/${path}`);
      expect(response.headers.get('content-type')).toMatch(/^application\/(atom|rss)\+xml/);
      readXml(await response.text());
    }
  });
});

describe('badges', () => {
  it('say in words how a vendor or model is, whatever its name', async () => {
    const { app } = await bench({ open: [sampleTransition(outage)] });
    const badge = async (path: string): Promise<[number, string | undefined]> => {
      const response = await app.request(`/status/badge/${path}.svg`);
      expect(response.headers.get('content-type')).toMatch(/^image\/svg\+xml/);
      return [response.status, readXml(await response.text()).get('svg/title')?.[0]];
    };
    expect(await badge('anthropic')).toEqual([200, 'Anthropic: major outage']);
    expect(await badge('anthropic/claude-haiku-4-5')).toEqual([200, 'claude-haiku-4-5: operational']);
    const awkward = encodeURIComponent('meta-llama/Llama-4 <&">');
    expect(await badge(`groq/${awkward}`)).toEqual([
      200,
      'meta-llama/Llama-4 &lt;&amp;&quot;&gt;: operational',
    ]);
    // Neither tells whether we call it.
    expect(await badge('gpu-box-3.corp.internal/llama')).toEqual([404, 'llama: no recent data']);
    expect(await badge('mistral_ai')).toEqual([404, 'Mistral: no recent data']);
  });
});

describe('access', () => {
  it('from pages of other sites only where it is public', async () => {
    const open = await (await bench()).app.request('/status/api/v2/status.json');
    expect(open.headers.get('access-control-allow-origin')).toBe('*');
    expect(open.headers.get('cache-control')).toBe('public, max-age=15');
    const closed = await (await bench({ options: { isPublic: false } })).app.request('/status/history.atom');
    expect(closed.headers.get('access-control-allow-origin')).toBeNull();
    expect(closed.headers.get('cache-control')).toBe('private, max-age=15');
  });

  it('without an address of its own, links lead to where it was asked', async () => {
    const { get } = await bench({ options: { url: null } });
    expect(z.object({ page }).parse(await get('status.json')).page.url).toBe('http://localhost/status');
  });

  it('asks to come again while there is nothing to tell, and does not tell why', async () => {
    const starting = (await bench({ options: { source: async () => null } })).app;
    const broken = (await bench({ options: { source: () => Promise.reject(new Error('svc-checkout')) } }))
      .app;
    for (const app of [starting, broken]) {
      const response = await app.request('/status/api/v2/summary.json');
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await response.text()).not.toContain('svc-checkout');
    }
  });
});
