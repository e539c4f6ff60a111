import { type FileHandle, mkdtemp, open, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { namesIn, namedRow as row } from './spool.fixture.ts';
import { openSpool, type Spool, type SpoolOptions } from './spool.ts';

const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
const durable = { kind: 'durable' };

interface Bench {
  readonly directory: string;
  /** Ids of the rows that the database has. */
  readonly stored: string[];
  start(options?: Partial<SpoolOptions>): Promise<Spool>;
}

async function bench(): Promise<Bench> {
  const directory = await mkdtemp(join(tmpdir(), 'faultline-disk-'));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  const stored: string[] = [];
  return {
    directory,
    stored,
    async start(options = {}) {
      const spool = await openSpool({
        directory,
        header: '{"columns":{}}',
        segmentRowsMax: 100,
        segmentAgeMsMax: 60_000,
        rowsMax: 10_000,
        bytesMax: 10_000_000,
        identitiesMax: 10_000,
        insert: async (content) => {
          stored.push(...namesIn(content));
          return { kind: 'inserted' };
        },
        onRecovered: (_table, [id]) => String(id),
        now: Date.now,
        logger: quiet,
        ...options,
      });
      onTestFinished(() => spool.close(0));
      spool.open();
      return spool;
    },
  };
}

/** A disk that takes the first half of what is written and then says what the system says of a full one. */
async function fillDisk(): Promise<{ makeRoom(): void }> {
  const handle = await open('/dev/null', 'a');
  const prototype: FileHandle = Object.getPrototypeOf(handle);
  await handle.close();
  const appendFile = prototype.appendFile;
  const full = vi.spyOn(prototype, 'appendFile').mockImplementation(async function (this: FileHandle, data) {
    await appendFile.call(this, (data as Buffer).subarray(0, data.length / 2));
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  });
  onTestFinished(() => full.mockRestore());
  return { makeRoom: () => full.mockRestore() };
}

test('a full disk sends senders away with nothing lost, and rows are taken again when there is room', async () => {
  const { stored, start } = await bench();
  const spool = await start();
  expect(await spool.append([row('before')])).toEqual(durable);

  const disk = await fillDisk();
  const refused = await Promise.all([spool.append([row('a')]), spool.append([row('b')])]);
  for (const answer of refused) expect(answer).toMatchObject({ kind: 'retry', afterSeconds: 3 });
  expect(spool.refusal()).toBe('the spool cannot be written: Error: ENOSPC: no space left on device, write');
  expect(spool.counts()).toMatchObject({ appendsRefused: { disk_full: 2 }, spooledRows: 1 });

  disk.makeRoom();
  expect(await Promise.all([spool.append([row('a')]), spool.append([row('b')])])).toEqual([durable, durable]);
  expect(spool.refusal()).toBeNull();
  spool.drain();
  await spool.close(5_000);
  expect(stored).toEqual(['before', 'a', 'b']);
});

test('a full disk is no reason not to be ready for ever: only a sender can show that there is room', async () => {
  const { start } = await bench();
  let nowMs = 1_000_000;
  const spool = await start({ now: () => nowMs });
  await fillDisk();
  await spool.append([row('a')]);
  expect(spool.refusal()).not.toBeNull();

  nowMs += 10_000;
  expect(spool.refusal()).toBeNull();
});

test('a full disk sends nobody away for minutes because the clock was set back meanwhile', async () => {
  const { start } = await bench();
  let nowMs = 1_000_000;
  const spool = await start({ now: () => nowMs });
  const disk = await fillDisk();
  await spool.append([row('a')]);
  expect(spool.refusal()).not.toBeNull();
  disk.makeRoom();

  nowMs -= 300_000;
  expect(spool.refusal()).toBeNull();
});

test('a new start after a crash on a full disk needs no room for what is there', async () => {
  const { directory, stored, start } = await bench();
  const crashed = await start();
  await crashed.append([row('before')]);
  const [segment = ''] = await readdir(directory);
  const { ino } = await stat(join(directory, segment));
  await fillDisk();
  await crashed.append([row('a')]);

  const next = await start();
  const [recovered = ''] = await readdir(directory);
  // The very file, not a copy of it.
  expect((await stat(join(directory, recovered))).ino).toBe(ino);
  expect(next.counts()).toMatchObject({ tornLines: 1, spooledRows: 1 });
  next.drain();
  await next.close(5_000);
  expect(stored).toEqual(['before']);
});
