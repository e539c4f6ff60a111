import { afterEach, expect, test } from 'vitest';
import { isAlive } from '../support/child-process.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { type Ingest, startIngest } from '../support/ingest.ts';
import { readStoredRows } from '../support/stored-rows.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

/** Enough for segments to be written, waiting, on their way to ClickHouse and inserted, all at the same moment. */
const calls = 1500;
/** Drain of requests, last inserts and the engine's end have bounds of their own; together they stay below this. */
const shutdownMsMax = 30_000;

/** Ends everything in order, then asks ClickHouse itself: each acknowledged call once, in every table that counts it. */
async function expectExactlyOnce(collector: Collector, ingest: Ingest): Promise<void> {
  await ingest.finish();
  await collector.drained();
  expect(await collector.terminate()).toMatchObject({ code: 0 });

  const stored = await readStoredRows(cleanup, collector.dataDir);
  const acknowledged = [...ingest.acknowledged()].sort();
  const count = acknowledged.length;
  expect(differences(acknowledged, stored.calls)).toEqual({ missing: [], doubled: [], invented: [] });
  expect(differences(acknowledged, stored.attempts)).toEqual({ missing: [], doubled: [], invented: [] });
  expect(stored.callRollups).toEqual({ '1m': count, '1h': count, '1d': count });
  expect(stored.attemptRollups).toEqual({ '2s': count, '1m': count, '1h': count });
}

function differences(sent: readonly string[], stored: readonly string[]): Record<string, readonly string[]> {
  const known = new Set(sent);
  const seen = new Set<string>();
  const doubled = stored.filter((id) => {
    const again = seen.has(id);
    seen.add(id);
    return again;
  });
  return {
    missing: sent.filter((id) => !seen.has(id)),
    doubled,
    invented: stored.filter((id) => !known.has(id)),
  };
}

test('a collector that is killed again and again while spans come in loses and doubles nothing', async () => {
  const collector = await startCollector(cleanup);
  const ingest = startIngest(cleanup, collector.url);
  for (let kill = 1; kill <= 3; kill += 1) {
    await ingest.more(calls);
    expect(await collector.kill()).toMatchObject({ signal: 'SIGKILL' });
    await collector.restart();
    await ingest.repeatNewest();
  }
  await ingest.more(calls);

  await expectExactlyOnce(collector, ingest);
});

test('an engine that is killed while spans come in is started again and misses nothing', async () => {
  const collector = await startCollector(cleanup);
  const ingest = startIngest(cleanup, collector.url);
  for (let kill = 1; kill <= 2; kill += 1) {
    await ingest.more(calls);
    const pid = await eventually('the engine runs', () => collector.enginePid());
    process.kill(pid, 'SIGKILL');
    // Taken on while ClickHouse is away: that is what the spool is for.
    await ingest.more(calls);
    const appended = await collector.metric('faultline_store_rows_appended_total');
    await eventually(
      'what came while the engine was away is in ClickHouse',
      async () => (await collector.metric('faultline_store_rows_inserted_total')) >= appended,
    );
    expect(await collector.metric('faultline_store_engine_restarts_total')).toBe(kill);
  }

  await expectExactlyOnce(collector, ingest);
});

test('a collector told to stop while spans come in keeps what it has acknowledged', async () => {
  const collector = await startCollector(cleanup);
  const ingest = startIngest(cleanup, collector.url);
  await ingest.more(calls);
  const engine = await eventually('the engine runs', () => collector.enginePid());
  // Somebody is looking at the wall: that connection would stay open for ever.
  await fetch(`${collector.url}/api/v1/wall/stream`);

  const toldAtMs = Date.now();
  expect(await collector.terminate()).toMatchObject({ code: 0, stderr: '' });
  expect(Date.now() - toldAtMs).toBeLessThan(shutdownMsMax);
  expect(isAlive(engine)).toBe(false);

  await collector.restart();
  await ingest.more(calls);
  await expectExactlyOnce(collector, ingest);
});

test('a killed collector leaves no engine behind', async () => {
  const collector = await startCollector(cleanup);
  const engine = await eventually('the engine runs', () => collector.enginePid());
  await collector.kill();
  await eventually('the engine is gone', () => !isAlive(engine));
});
