import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attribute } from '@faultline/conventions';
import { startVendors } from '@faultline/simulator';
import { afterEach, expect, test } from 'vitest';
import { run } from '../support/child-process.ts';
import { createCleanup, temporaryFolder } from '../support/cleanup.ts';
import { families } from './families.mjs';
import type { PlainSpan } from './sdk-run.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

const folder = fileURLToPath(new URL('.', import.meta.url));
const streams = 12;
/** The server's clock counts whole milliseconds, at both ends. */
const clockRoundingMs = 2;

/** Reads its streams one after another, so that nothing waits for anything but the vendor. */
const app = `
  import { families } from './families.mjs';
  const [familyName, packageName] = process.argv.slice(1);
  const { open, stream, modelFor } = families[familyName];
  const client = open({ sdk: await import(packageName), url: process.env.VENDOR_URL });
  for (let index = 0; index < ${streams}; index += 1)
    for await (const _ of await stream(client, modelFor(index), {}));`;

test.each([
  ['openai', 'openai'],
  ['anthropic', '@anthropic-ai/sdk'],
  ['google-genai', 'genai-2'],
] as const)(
  'the time to the first content of a stream is the one the vendor wrote down: %s',
  async (familyName, packageName) => {
    const family = families[familyName];
    if (!family) throw new Error(`no family is called ${familyName}`);
    const vendors = await startVendors({ latencyFactor: 0.2 });
    cleanup.add(() => vendors.close());
    const url = vendors.urls[family.provider as keyof typeof vendors.urls];
    const spansFile = join(temporaryFolder(cleanup), 'spans.json');
    const exit = await run(cleanup, {
      command: process.execPath,
      args: ['--import', './observed.mjs', '--input-type=module', '-e', app, familyName, packageName],
      env: {
        VENDOR_URL: url,
        FAULTLINE_PROVIDER_HOSTS: `${new URL(url).host}=${family.provider}`,
        SPANS_FILE: spansFile,
      },
      cwd: folder,
    });
    expect(exit).toMatchObject({ code: 0, stderr: '' });

    const spans = JSON.parse(await readFile(spansFile, 'utf8')) as PlainSpan[];
    const served = vendors.served();
    expect(served).toHaveLength(streams);
    const laterMs = served.map(({ model, startMs, firstContentMs }) => {
      const [call] = spans.filter(({ attributes }) => attributes[attribute.requestModel] === model);
      const seconds = call?.attributes[attribute.timeToFirstChunk];
      if (typeof seconds !== 'number' || firstContentMs === null) throw new Error(`${model} had no content`);
      // What opens a stream comes earlier by half of this, and is not content.
      expect(firstContentMs - startMs).toBeGreaterThan(2 * clockRoundingMs);
      return seconds * 1000 - (firstContentMs - startMs);
    });
    expect(Math.min(...laterMs)).toBeGreaterThanOrEqual(-clockRoundingMs);
    // The machine may be busy now and then, but not each time: the closest shows what is measured.
    expect(Math.min(...laterMs)).toBeLessThanOrEqual(10);
  },
);
