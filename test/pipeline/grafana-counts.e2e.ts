import { chooseInSql, clickHouseDashboards, expandMacros, panelsOf } from '@faultline/grafana';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ClickhouseLogin, selectRows } from '../support/ask-clickhouse.ts';
import { createCleanup } from '../support/cleanup.ts';
import { startCollector } from '../support/collector.ts';
import { freePort } from '../support/free-port.ts';
import { metricsJson } from '../support/metered-calls.ts';
import { sendCalls } from '../support/otlp-sender.ts';
import { createCall } from '../support/synthetic-calls.ts';

// Calls that are told twice, one by one and counted, and calls that are only counted: dashboards count each once.

const cleanup = createCleanup();
afterAll(cleanup.run);

const dayMs = 86_400_000;
const nowMs = Date.now();
let reader: ClickhouseLogin;

beforeAll(async () => {
  const port = await freePort();
  const password = 'a-key-of-enough-length';
  const collector = await startCollector(cleanup, {
    FAULTLINE_CLICKHOUSE_READER_KEY: password,
    FAULTLINE_CLICKHOUSE_READER_PORT: String(port),
  });
  reader = { url: `http://127.0.0.1:${port}`, user: 'faultline_reader', password, database: 'faultline' };
  const anthropic = { provider: 'anthropic', model: 'claude-opus-4-8' };
  const openai = { provider: 'openai', model: 'gpt-5.5' };
  const told = [
    ...Array.from({ length: 6 }, () => createCall({ ...anthropic, outcome: 'ok' })),
    ...Array.from({ length: 4 }, () => createCall({ ...anthropic, outcome: 'vendor_error' })),
    ...Array.from({ length: 10 }, () => createCall({ ...openai, outcome: 'ok' })),
  ];
  await sendCalls(
    collector.url,
    told.map((call) => ({ ...call, endMs: nowMs })),
    AbortSignal.timeout(60_000),
  );
  for (const service of ['synthetic', 'counted']) {
    const answer = await fetch(`${collector.url}/v1/metrics`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: metricsJson({ ...anthropic, service, endMs: nowMs, counts: [{ calls: 10 }] }),
    });
    expect(answer.status).toBe(200);
  }
  await collector.drained();
});

/** What a panel answers for some vendors, of the hour until then. */
function answered(dashboard: string, panel: string, provider: string[], untilMs: number) {
  const panels = clickHouseDashboards
    .filter(({ name }) => name === dashboard)
    .flatMap((each) => panelsOf(each));
  const sql = panels.find(({ id }) => id === panel)?.queries[0]?.sql ?? '';
  const shown = { fromMs: untilMs - 3_600_000, untilMs, intervalSeconds: 60 };
  return selectRows(reader, expandMacros(chooseInSql(sql, { provider }), shown));
}

const both = ['anthropic', 'openai'];

test('a day has each call once', async () => {
  expect(await answered('budgets', 'days', both, nowMs + 60_000)).toMatchObject([
    { provider: 'anthropic', calls_all: 20, good: 0.8 },
    { provider: 'openai', calls_all: 10, good: 1 },
  ]);
});

test('the share that fails now is of the chosen vendors and has each attempt once, whatever time is shown', async () => {
  for (const untilMs of [nowMs + 60_000, nowMs - 7 * dayMs]) {
    expect(await answered('overview', 'failed-now', ['anthropic'], untilMs)).toEqual([{ failed: 4 / 20 }]);
    expect(await answered('overview', 'failed-now', both, untilMs)).toEqual([{ failed: 4 / 30 }]);
    expect(await answered('overview', 'failed-now', ['nobody'], untilMs)).toEqual([]);
  }
});
