import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { contentOf } from '../spool.fixture.ts';
import { clientFor } from './connection/link.ts';
import { createEmbeddedStore, everyTier, isUp, someRows } from './embedded-store.fixture.ts';
import { insertSegment } from './insert.ts';
import { encodeRows, segmentHeader } from './row.ts';

test.each(['calls', 'calls_1h', 'attempts', 'attempts_2s'])(
  'an engine killed after it noted an insert into %s and before it had the rows takes them at the next try',
  { timeout: 60_000 },
  async (table) => {
    const bench = await createEmbeddedStore();
    const content = contentOf(segmentHeader, encodeRows(someRows(50)));
    const insert = async (): Promise<void> => {
      const client = clientFor(await bench.engineAddress());
      const target = { client, database: 'faultline', insertMsMax: 20_000 };
      const result = await insertSegment(target, content, 'segment-1', new AbortController().signal);
      await client.close();
      expect(result).toEqual({ kind: 'inserted' });
    };
    const first = await bench.start();
    await isUp(first);
    await insert();
    // Its part is gone and its token is not: what a kill between the two leaves behind.
    const [part] = (await bench.ask(
      `SELECT path FROM system.parts WHERE database = 'faultline' AND table = '${table}' AND active`,
    )) as [string];
    await first.close();
    await rm(part, { recursive: true });

    await isUp(await bench.start());
    await insert();
    expect(await bench.counted()).toEqual(everyTier(50));
  },
);
