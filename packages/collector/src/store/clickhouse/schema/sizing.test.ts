import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Attempt, Call } from '../../../model/call.ts';
import { dayMs } from '../../grid.ts';
import { sampleAttempt, sampleCall } from '../../samples.fixture.ts';
import { contentOf } from '../../spool.fixture.ts';
import { type ForeignServer, startForeignServer } from '../connection/foreign-server.fixture.ts';
import { clientFor } from '../connection/link.ts';
import { insertSegment } from '../insert.ts';
import { encodeRows, segmentHeader } from '../row.ts';
import { defaultRetention } from '../store-options.ts';
import { migrate } from './migrate.ts';
import { migrations } from './schema.ts';

// What docs/operating.md says a row weighs on disk, weighed.

/** Yesterday's two-second counts are to stay for the scales. */
const retention = { ...defaultRetention, secondsDays: 7 };

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
let directory: string;
let server: ForeignServer;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'faultline-sizing-'));
  server = await startForeignServer({ directory });
}, 40_000);

afterAll(async () => {
  await server.kill();
  await rm(directory, { recursive: true, force: true });
});

const hex = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });

/** Yesterday's traffic: five models, eight services, one failure in fifty, ids as random as ids are. */
const traffic = fc.record({
  agoMs: fc.integer({ min: 0, max: dayMs - 1 }),
  durationMs: fc.integer({ min: 0, max: 1_000 }).map((step) => Math.round(400 * 1.005 ** step)),
  firstChunkMs: fc.integer({ min: 150, max: 3_000 }),
  model: fc.constantFrom('claude-opus-4-8', 'claude-sonnet-4-6', 'claude-haiku-4-5', 'gpt-6', 'gpt-6-mini'),
  service: fc.constantFrom('checkout', 'search', 'chat', 'support', 'triage', 'summary', 'agents', 'batch'),
  failure: fc.integer({ min: 0, max: 49 }).map((one) => one === 0),
  inputTokens: fc.integer({ min: 50, max: 30_000 }),
  outputTokens: fc.integer({ min: 1, max: 4_000 }),
  traceId: hex(32),
  spanId: hex(16),
  requestId: hex(24),
});

type Traffic = typeof traffic extends fc.Arbitrary<infer Sample> ? Sample : never;

function rowOf(sample: Traffic): { readonly call: Call; readonly attempt: Attempt } {
  const { agoMs, firstChunkMs, failure, requestId, inputTokens, outputTokens, ...rest } = sample;
  const origin = {
    ...rest,
    endMs: Math.floor(Date.now() / dayMs) * dayMs - 1 - agoMs,
    provider: rest.model.startsWith('gpt') ? 'openai' : 'anthropic',
    outcome: failure ? ('overloaded' as const) : ('ok' as const),
    httpStatus: failure ? 529 : 200,
    timeToFirstChunkMs: failure ? null : firstChunkMs,
    vendorRequestId: `req_${requestId}`,
  };
  return {
    call: sampleCall({
      ...origin,
      inputTokens,
      outputTokens,
      streaming: true,
      responseId: `msg_${requestId}`,
    }),
    attempt: sampleAttempt({ ...origin, fingerprint: requestId.slice(0, 16) }),
  };
}

test('a row weighs on disk what docs/operating.md says', { timeout: 120_000 }, async () => {
  const client = clientFor({ url: server.url, pathname: '/', headers: {} });
  const place = { database: 'faultline' };
  await migrate(client, {
    place,
    migrations: migrations(place, retention),
    retention,
    logger: quiet,
  });
  const target = { client, database: 'faultline', insertMsMax: 60_000 };
  for (let seed = 1; seed <= 2; seed += 1) {
    const pairs = fc.sample(traffic, { numRuns: 10_000, seed }).map(rowOf);
    const rows = encodeRows({
      calls: pairs.map(({ call }) => call),
      attempts: pairs.map(({ attempt }) => attempt),
    });
    const content = contentOf(segmentHeader, rows);
    expect(await insertSegment(target, content, `${seed}`, new AbortController().signal)).toEqual({
      kind: 'inserted',
    });
  }
  const documented = await documentedBytes();
  for (const table of documented.keys())
    await client.command({ query: `OPTIMIZE TABLE faultline.${table} FINAL` });
  await client.close();

  const weighed = await server.ask(
    `SELECT table, sum(bytes_on_disk) / sum(rows) FROM system.parts
     WHERE active AND database = 'faultline' AND match(table, '^(calls|attempts)') GROUP BY table`,
  );
  const bytes = new Map(weighed.split('\n').map((line) => line.split('\t') as [string, string]));
  expect([...documented.keys()].sort()).toEqual([...bytes.keys()].sort());
  const off = [...documented].filter(([table, said]) => Math.abs(Number(bytes.get(table)) / said - 1) > 0.2);
  expect(off.map(([table, said]) => `${table}: ${said} documented, ${bytes.get(table)} weighed`)).toEqual([]);
});

async function documentedBytes(): Promise<ReadonlyMap<string, number>> {
  const page = await readFile(new URL('../../../../../../docs/operating.md', import.meta.url), 'utf8');
  const rows = page.matchAll(/^\| `((?:calls|attempts)\w*)` .*\| +(\d+) \|$/gm);
  return new Map([...rows].map(([, table = '', bytes]) => [table, Number(bytes)]));
}
