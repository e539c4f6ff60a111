import { describe, expect, it } from 'vitest';
import { sampleTransition } from '../../store/samples.fixture.ts';
import type { SummaryBody } from '../status/statuspage-body.ts';
import { bench, nowMs, outage, over, secrets, story } from './status-routes.fixture.ts';

describe('what is not for the public', () => {
  const reviews = {
    muted: { mutedBy: 'drill', notTheVendor: null },
    denied: { mutedBy: null, notTheVendor: { author: 'kim', text: '' } },
  };

  it.each([
    ['our limits', { channel: 'rate_limit', class: 'rate_limit', widestClass: 'rate_limit' }],
    ['one of our keys', { class: 'credential', widestClass: 'credential', credential: 'key-alias-7' }],
    ['our requests', { channel: 'client_error', class: 'client_error', widestClass: 'client_error' }],
    ['a suspicion', { state: 'suspected', confirmedMs: null }],
    ['a server of our own', { provider: 'gpu-box-3.corp.internal' }],
  ] as const)('%s: no incident, and no component that is bad for it', async (_, changes) => {
    const hidden = sampleTransition({ ...outage, ...changes });
    const { get } = await bench({ transitions: [hidden], open: [hidden] });
    const { components, incidents: open } = await get<SummaryBody>('summary.json');
    expect([open, (await get<Pick<SummaryBody, 'incidents'>>('incidents.json')).incidents]).toEqual([[], []]);
    expect(new Set(components.map(({ status: each }) => each))).toEqual(new Set(['operational']));
  });

  it('our own network is no incident, and nothing is known of any vendor', async () => {
    const own = {
      channel: 'connection',
      class: 'local_network',
      widestClass: 'local_network',
      provider: null,
    } as const;
    const hidden = sampleTransition({ ...outage, ...own });
    const { get } = await bench({ transitions: [hidden], open: [hidden] });
    const { components, incidents: open } = await get<SummaryBody>('summary.json');
    expect(open).toEqual([]);
    expect(new Set(components.map((each) => each.x_verdict))).toEqual(new Set(['unknown']));
  });

  it('what is muted, denied or merged into another one', async () => {
    const drill = sampleTransition({ ...outage, mutedBy: 'drill', state: 'resolved', resolvedMs: nowMs });
    const { get, store } = await bench({
      transitions: [
        drill,
        sampleTransition({ ...outage, id: 'denied' }),
        sampleTransition({ ...outage, id: 'merged' }),
      ],
      open: [{ ...sampleTransition(outage), review: reviews.muted }],
    });
    const said = { atMs: nowMs, author: 'kim' };
    await store.saveRemark({
      ...said,
      id: '1',
      incidentId: 'denied',
      kind: 'feedback',
      verdict: 'not_the_vendor',
      text: '',
    });
    await store.saveRemark({ ...said, id: '2', incidentId: 'merged', kind: 'merge', into: '7KQ2ABCD' });
    const { components } = await get<SummaryBody>('summary.json');
    expect((await get<Pick<SummaryBody, 'incidents'>>('incidents.json')).incidents).toEqual([]);
    expect(components.find(({ name }) => name === 'claude-opus-4-8')).toMatchObject({
      ...{ status: 'operational', x_verdict: 'unknown' },
    });
  });

  it('names of services, keys, regions, servers, deployments and customers, and how often we call', async () => {
    const own = sampleTransition({ ...outage, region: 'eu-central-9', class: 'vendor_region' });
    for (const told of [
      { transitions: story, open: [sampleTransition(outage)] },
      { transitions: over },
      { transitions: [own], open: [own] },
    ]) {
      const { app } = await bench(told);
      const paths = ['status', 'summary', 'components', 'incidents', 'incidents/unresolved'];
      for (const path of [
        ...paths.map((name) => `api/v2/${name}.json`),
        ...['history.atom', 'history.rss', 'feed.json', 'badge/anthropic.svg'],
      ]) {
        const response = await app.request(`/status/${path}`);
        const body = await response.text();
        expect([path, response.status]).toEqual([path, 200]);
        for (const secret of [...secrets, '4127', '4,127', '4050', '4,050'])
          expect(body).not.toContain(secret);
      }
    }
  });
});
