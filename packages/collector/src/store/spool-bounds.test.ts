import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { namesIn } from './spool.fixture.ts';
import { openSpool, type Spool } from './spool.ts';
import type { SpoolRow } from './spool-line.ts';
import { segmentBytesMax } from './spool-pieces.ts';

const quiet = { info: () => {}, warn: () => {}, error: () => {} };

interface Bench {
  readonly spool: Spool;
  /** Rows of each inserted segment. */
  readonly segments: number[];
  /** And their size. */
  readonly bytes: number[];
  readonly directory: string;
}

async function bench(prepare: (directory: string) => Promise<void> = async () => {}): Promise<Bench> {
  const directory = await mkdtemp(join(tmpdir(), 'faultline-spool-'));
  await prepare(directory);
  const segments: number[] = [];
  const bytes: number[] = [];
  const spool = await openSpool({
    directory,
    header: '{}',
    segmentRowsMax: 100,
    segmentAgeMsMax: 5,
    rowsMax: 100_000,
    bytesMax: 1e9,
    identitiesMax: 100_000,
    insert: async (content) => {
      segments.push(namesIn(content).length);
      bytes.push(content.lines.length);
      return { kind: 'inserted' };
    },
    onRecovered: (_table, [id]) => String(id),
    now: Date.now,
    logger: quiet,
  });
  onTestFinished(async () => {
    await spool.close(0);
    await rm(directory, { recursive: true, force: true });
  });
  spool.open();
  spool.drain();
  return { spool, segments, bytes, directory };
}

const row = (id: string, length = 10): SpoolRow => ({
  table: 'named',
  values: [id.padEnd(length)],
  identity: id,
});

it('one request with very many rows becomes many segments of bounded size', async () => {
  const { spool, segments } = await bench();
  const rows = Array.from({ length: 1050 }, (_, index) => row(`r${index}`));
  expect(await spool.append(rows)).toEqual({ kind: 'durable' });
  await vi.waitUntil(() => spool.counts().spooledRows === 0, 30_000);
  expect(segments.reduce((sum, count) => sum + count, 0)).toBe(1050);
  expect(Math.max(...segments)).toBeLessThanOrEqual(100);
});

it('very long rows become segments that ClickHouse can take', async () => {
  const { spool, segments, bytes } = await bench();
  const rows = Array.from({ length: 12 }, (_, index) => row(`r${index}`, 3 * 2 ** 20));
  expect(await spool.append(rows)).toEqual({ kind: 'durable' });
  await vi.waitUntil(() => spool.counts().spooledRows === 0, 30_000);
  expect(segments.reduce((sum, count) => sum + count, 0)).toBe(12);
  expect(Math.max(...bytes)).toBeLessThanOrEqual(segmentBytesMax);
});

it('appends that come one after the other fill segments no further than that', async () => {
  const { spool, segments, bytes } = await bench();
  for (let index = 0; index < 12; index += 1) await spool.append([row(`r${index}`, 3 * 2 ** 20)]);
  await vi.waitUntil(() => spool.counts().spooledRows === 0, 30_000);
  expect(segments.reduce((sum, count) => sum + count, 0)).toBe(12);
  expect(Math.max(...bytes)).toBeLessThanOrEqual(segmentBytesMax);
});

it('a segment that cannot be read keeps neither the start nor the rows behind it from working', async () => {
  const { spool, segments, directory } = await bench(async (folder) => {
    await writeFile(join(folder, '0000000000001-aaaaaaaaaaaa-00000001.1.14.ndjson'), '{}\nnot json!!\n');
  });
  expect(await spool.append([row('after')])).toEqual({ kind: 'durable' });
  await vi.waitUntil(() => spool.counts().spooledRows === 0, 30_000);
  expect(segments).toEqual([1]);
  expect(await readdir(join(directory, 'rejected'))).toHaveLength(1);
});

it.each([
  ['sealed, lost its end', '0-a-1.2.40.ndjson', '{}\n{"named":[["a"],["b'],
  ['grew, holds lines that are none of ours', '0-a-1.open', '{}\n{"calls":["a","b"]}\n{"ca'],
])('a segment that %s is kept for a person to look at', async (_, name, content) => {
  const { spool, segments, directory } = await bench((folder) => writeFile(join(folder, name), content));
  expect(await spool.append([row('after')])).toEqual({ kind: 'durable' });
  await vi.waitUntil(() => spool.counts().spooledRows === 0, 30_000);
  expect(segments).toEqual([1]);
  expect(await readFile(join(directory, 'rejected', name), 'utf8')).toBe(content);
});

it('rows that nobody could count are not kept, and are taken when they come again', async () => {
  const { spool, segments } = await bench();
  const uncountable = (): never => {
    throw new Error('uncountable');
  };
  await expect(spool.append([row('a')], uncountable)).rejects.toThrow('uncountable');
  expect(spool.counts()).toMatchObject({ rowsDuplicate: 0, spooledRows: 0 });
  expect(await spool.append([row('a')])).toEqual({ kind: 'durable' });
  await vi.waitUntil(() => segments.length === 1, 30_000);
  expect(spool.counts()).toMatchObject({ rowsDuplicate: 0, rowsAppended: 1 });
});
