import { copyFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { attemptRole, attribute } from '@faultline/conventions';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCleanup, temporaryFolder } from '../support/cleanup.ts';
import type { NodeVersion } from '../support/node-binary.ts';
import { type AppRun, runApp } from './app-run.ts';
import { bundle, bundles } from './bundles.ts';
import { type Consumer, installConsumer } from './consumer.ts';

const esmApp = fileURLToPath(new URL('../pipeline/apps/sample-app.mjs', import.meta.url));
const commonJsApp = fileURLToPath(new URL('../pipeline/apps/sample-app.cjs', import.meta.url));
const bundledApp = fileURLToPath(new URL('./bundled-app.mjs', import.meta.url));
const register = '@faultline/instrument/register';

const installed = createCleanup();
let consumer: Consumer;
let bare: AppRun;

beforeAll(async () => {
  consumer = await installConsumer(installed);
  for (const app of [esmApp, commonJsApp, bundledApp])
    copyFileSync(app, join(consumer.folder, basename(app)));
  bare = await runApp(installed, { node: 20, args: [basename(esmApp)], folder: consumer.folder });
  expect(bare).toMatchObject({ exit: { code: 3, signal: null, stderr: '' }, spans: [] });
});
afterAll(installed.run);

const cleanup = createCleanup();
afterEach(cleanup.run);

describe.each<NodeVersion>([20, 24])('installed from the tarball, on Node %i', (node) => {
  test.each([
    ['a CommonJS app', '--require', commonJsApp],
    ['an ESM app', '--import', esmApp],
  ])('%s behaves as before, and each call and failed attempt arrives once', async (_, flag, app) => {
    const { folder } = consumer;
    const { exit, spans } = await runApp(cleanup, { node, args: [flag, register, basename(app)], folder });
    expect(exit).toEqual(bare.exit);
    expectEachOnce(spans);
  });

  test.each(bundles.map((one) => [one.name, one] as const))(
    'a bundled app behaves as before, and each call and failed attempt arrives once: %s',
    async (_, one) => {
      const folder = one.isSelfContained ? temporaryFolder(cleanup) : consumer.folder;
      await bundle(one, consumer.folder, basename(bundledApp), folder);
      const { exit, spans } = await runApp(cleanup, { node, args: [one.outputFile], folder });
      expect(exit).toEqual(bare.exit);
      expectEachOnce(spans);
    },
  );
});

const shownAttributes = [
  attribute.provider,
  attribute.requestModel,
  attribute.outcome,
  attribute.httpStatus,
  attribute.attempts,
  attribute.spanRole,
];

/** One call that failed and was retried, the attempt that failed under it, and one streamed call. */
function expectEachOnce(spans: AppRun['spans']): void {
  const call = spans.find(({ attributes }) => attributes[attribute.attempts] === 2);
  const shown = spans.map(({ name, parentId, attributes }) => ({
    name,
    parentId,
    attributes: shownAttributes.map((attributeName) => attributes[attributeName]),
  }));
  // A failed attempt is sent when it fails, and its call later; the order of the batches is not promised.
  expect(new Set(shown)).toEqual(
    new Set([
      {
        name: 'attempt gpt-5.5',
        parentId: call?.id,
        attributes: ['openai', 'gpt-5.5', 'vendor_error', 500, undefined, attemptRole],
      },
      { name: 'chat gpt-5.5', parentId: '', attributes: ['openai', 'gpt-5.5', 'ok', 200, 2, undefined] },
      {
        name: 'chat claude-opus-4-8',
        parentId: '',
        attributes: ['anthropic', 'claude-opus-4-8', 'ok', 200, 1, undefined],
      },
    ]),
  );
}
