import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { probeCollector } from './running-collector.ts';

type Pages = Readonly<Record<string, unknown>>;

/** Answers these paths; says which of them came with a token. */
async function serve(pages: Pages, token?: string) {
  const withToken: string[] = [];
  const server = createServer(({ url = '', headers: { authorization } }, response) => {
    const path = url.split('?')[0] ?? '';
    if (authorization !== undefined) withToken.push(path);
    const page = pages[path];
    const isLetIn = path === '/readyz' || token === undefined || authorization === `Bearer ${token}`;
    response.statusCode = isLetIn ? (page === undefined ? 404 : 200) : 401;
    response.end(isLetIn ? (typeof page === 'string' ? page : JSON.stringify(page ?? {})) : '{}');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close().closeAllConnections());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, withToken };
}

const pages: Pages = {
  '/readyz': { ready: true, engine: 'up', spooledRows: 3, spooledBytes: 900, detail: '' },
  '/api/v1/self': {
    version: '1.2.3',
    startedMs: 1,
    dataAtMs: 2,
    evaluation: { state: 'ok', detail: '' },
    store: {},
  },
  '/api/v1/sources': {
    sources: [
      { service: 'checkout', calls: 4, source: 'a' },
      { service: 'checkout', calls: 3, source: 'b' },
    ],
  },
  '/metrics': `# HELP faultline_receive_dropped_total Spans
faultline_receive_dropped_total{signal="traces",reason="not_llm"} 5
faultline_receive_dropped_total{signal="logs",reason="not_llm"} 2
faultline_receive_requests_total{signal="traces",code="200"} 90
faultline_receive_requests_total{signal="traces",code="401"} 4
faultline_receive_requests_total{signal="traces",code="503"} 1
faultline_store_appends_refused_total{reason="starting"} 8
faultline_store_appends_refused_total{reason="spool_full"} 0
faultline_alerts_sent_total{receiver="alertmanager",result="accepted"} 7
faultline_alerts_sent_total{receiver="webhook",result="unreachable"} 6
`,
};

test('a collector tells how it is, who sends, and what was not taken', async () => {
  const { url } = await serve(pages);
  expect(await probeCollector(url, undefined, 30_000)).toMatchObject({
    version: '1.2.3',
    facts: {
      spooledRows: 3,
      inside: {
        recent: { calls: 7, services: ['checkout'] },
        dropped: { not_llm: 7 },
        requestsRefused: { 401: 4 },
        sentBack: { spool_full: 0 },
        alertsFailed: { unreachable: 6 },
      },
    },
  });
});

test('one that wants a token is asked with ours, and without one still says whether it is ready', async () => {
  const { url } = await serve(pages, 'of-a-person');
  expect(await probeCollector(url, 'of-a-person', 30_000)).toMatchObject({ version: '1.2.3' });
  expect(await probeCollector(url, undefined, 30_000)).toMatchObject({
    version: null,
    facts: { inside: null },
  });
});

test('what is no Faultline is none, and is not shown our token', async () => {
  const { url, withToken } = await serve({ '/readyz': 'ok' });
  expect(await probeCollector(url, 'of-a-person', 30_000)).toBeNull();
  expect(withToken).toEqual([]);
});

test('nobody there is none', async () => {
  expect(await probeCollector('http://127.0.0.1:9', undefined, 30_000)).toBeNull();
});
