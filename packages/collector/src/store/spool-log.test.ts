import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { namedRow as row } from './spool.fixture.ts';
import { openSpool, type Spool, type SpoolOptions } from './spool.ts';
import type { InsertResult } from './spool-drain.ts';

// What an operator reads while something lasts: what is wrong and what to do, once, and that it is over.

interface Watched {
  readonly spool: Spool;
  readonly lines: readonly (readonly [level: string, message: string, details: object])[];
}

async function start(options: Partial<SpoolOptions>): Promise<Watched> {
  const directory = await mkdtemp(join(tmpdir(), 'faultline-log-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const lines: [string, string, object][] = [];
  const logTo =
    (level: string) =>
    (details: object, message: string): void =>
      void lines.push([level, message, details]);
  const spool = await openSpool({
    directory,
    header: '{"columns":{}}',
    segmentRowsMax: 1,
    segmentAgeMsMax: 5,
    rowsMax: 10_000,
    bytesMax: 10_000_000,
    identitiesMax: 10_000,
    insert: async () => ({ kind: 'inserted' }),
    onRecovered: (_table, [id]) => String(id),
    now: Date.now,
    logger: { info: logTo('info'), warn: logTo('warn'), error: logTo('error') },
    ...options,
  });
  onTestFinished(() => spool.close(0));
  spool.open();
  spool.drain();
  return { spool, lines };
}

test('a ClickHouse that takes nothing for many tries is told of once, with what to do, and once more when all is in', async () => {
  const results: InsertResult[] = [1, 2, 3, 4].map((free) => ({
    kind: 'retry',
    failure: 'disk_full',
    reason: `Code: 243, ${free} bytes are free`,
  }));
  const { spool, lines } = await start({ insert: async () => results.shift() ?? { kind: 'inserted' } });
  await Promise.all([spool.append([row('a')]), spool.append([row('b')])]);

  await vi.waitUntil(() => spool.counts().rowsInserted === 2, 10_000);
  expect(lines.map(([level, message]) => [level, message])).toEqual([
    ['warn', 'ClickHouse takes no rows; they wait in the spool and are tried again'],
    ['info', 'ClickHouse has taken all rows that waited'],
  ]);
  expect(lines[0]?.[2]).toMatchObject({ failure: 'disk_full', todo: expect.stringContaining('make room') });
});

test('a disk that takes a row now and then is told of once, and once more when it has worked for a while', async () => {
  let nowMs = 1_000_000;
  const { spool, lines } = await start({ now: () => nowMs });
  const handle = await open('/dev/null', 'a');
  const prototype: FileHandle = Object.getPrototypeOf(handle);
  await handle.close();
  let isFull = false;
  const appendFile = prototype.appendFile;
  const writes = vi.spyOn(prototype, 'appendFile').mockImplementation(function (this: FileHandle, data) {
    if (isFull) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    return appendFile.call(this, data);
  });
  onTestFinished(() => writes.mockRestore());

  for (let round = 0; round < 3; round += 1) {
    isFull = true;
    await spool.append([row(`refused ${round}`)]);
    isFull = false;
    await spool.append([row(`taken ${round}`)]);
    nowMs += 1000;
  }
  expect(lines).toHaveLength(1);
  expect(lines[0]?.[0]).toBe('error');

  nowMs += 10_000;
  await spool.append([row('later')]);
  expect(lines.map(([, message]) => message)).toEqual([
    expect.stringContaining('ENOSPC'),
    'the spool can be written again',
  ]);
});
