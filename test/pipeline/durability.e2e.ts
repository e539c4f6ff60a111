import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { isAlive } from '../support/child-process.ts';
import { createCleanup } from '../support/cleanup.ts';
import { type Collector, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { type Ingest, startIngest } from '../support/ingest.ts';
import { createRandom } from '../support/random.ts';
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
  expect(differences(acknowledged, stored.calls)).toEqual({ missing: [], doubled: [], invented: [] });
  expect(differences(acknowledged, stored.attempts)).toEqual({ missing: [], doubled: [], invented: [] });
  expect(stored.wrongCells).toEqual({
    attempts_2s: 0,
    attempts_1m: 0,
    attempts_1h: 0,
    calls_1m: 0,
    calls_1h: 0,
    calls_1d: 0,
  });
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

test('30 kills of collector and engine in the middle of everything lose and double nothing', async () => {
  const random = createRandom();
  const collector = await startCollector(cleanup);
  const ingest = startIngest(cleanup, collector.url);
  for (let round = 1; round <= 30; round += 1) {
    // By progress or by time: the latter also finds a collector that still reads its spool, an engine that starts.
    if (random.oneOf([true, false])) await ingest.more(random.below(2 * calls));
    else await sleep(random.below(1_000));
    if (random.oneOf(['collector', 'engine']) === 'engine') await killEngine(collector);
    else {
      expect(await collector.kill()).toMatchObject({ signal: 'SIGKILL' });
      collector.startAgain();
      // A sender whose answer got lost in the kill.
      if (random.oneOf([true, false])) await ingest.repeatNewest();
    }
  }

  await expectExactlyOnce(collector, ingest);
});

async function killEngine(collector: Collector): Promise<void> {
  const pid = await eventually('an engine runs', () => collector.enginePid(), { everyMs: 5 });
  process.kill(pid, 'SIGKILL');
}

test('a collector told to stop while spans come in keeps what it has acknowledged', async () => {
  const collector = await startCollector(cleanup);
  const ingest = startIngest(cleanup, collector.url);
  await ingest.more(calls);
  const engine = await eventually('the engine runs', () => collector.enginePid());
  // Somebody is looking at the wall: that connection would stay open for ever.
  await fetch(`${collector.url}/api/v1/wall/stream`);

  const toldAtMs = Date.now();
  const { code, stderr } = await collector.terminate();
  expect({ code, said: linesSince(toldAtMs, stderr) }).toEqual({ code: 0, said: [] });
  expect(Date.now() - toldAtMs).toBeLessThan(shutdownMsMax);
  expect(isAlive(engine)).toBe(false);

  await collector.restart();
  await ingest.more(calls);
  await expectExactlyOnce(collector, ingest);
});

/** Of its log: an engine that took long to start may have been told of before. */
function linesSince(sinceMs: number, log: string): readonly string[] {
  const timeOf = (line: string): number => Date.parse((JSON.parse(line) as { readonly time: string }).time);
  return log.split('\n').filter((line) => line !== '' && timeOf(line) >= sinceMs);
}

test('a killed collector leaves no engine behind', async () => {
  const collector = await startCollector(cleanup);
  const engine = await eventually('the engine runs', () => collector.enginePid());
  await collector.kill();
  await eventually('the engine is gone', () => !isAlive(engine));
});
