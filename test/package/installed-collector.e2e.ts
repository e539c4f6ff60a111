import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startVendors } from '@faultline/simulator';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type ChildOptions, type Exit, run, startChild } from '../support/child-process.ts';
import { createCleanup, temporaryFolder } from '../support/cleanup.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { install, pack, readManifest } from './consumer.ts';

// What somebody has who was given the two tarballs and nothing else: an empty folder, npm, and Node. FAULTLINE_TEST_NODE
// names another Node than the one that runs the tests.

const node = process.env.FAULTLINE_TEST_NODE ?? process.execPath;
const installed = createCleanup();
const cleanup = createCleanup();
let folder: string;

beforeAll(async () => {
  folder = temporaryFolder(installed);
  const tarballs = [await pack(installed, 'instrument', folder), await pack(installed, 'collector', folder)];
  await install(installed, folder, ...tarballs);
}, 300_000);
afterEach(cleanup.run);
afterAll(installed.run);

function faultline(...args: readonly string[]): ChildOptions {
  // A package manager that runs the tests points NODE_PATH at everything that they have installed.
  return {
    command: node,
    args: [join('node_modules', '.bin', 'faultline'), ...args],
    env: { NODE_PATH: '' },
    cwd: folder,
  };
}

function expectWell(exit: Exit): void {
  expect(exit, exit.stderr).toMatchObject({ code: 0, signal: null });
}

test('it says which version it is, and what a configuration means', async () => {
  const { version } = readManifest(join(folder, 'node_modules/@faultline/collector/package.json'));
  const said = await run(cleanup, faultline('--version'));
  expectWell(said);
  expect(said.stdout).toContain(`faultline/${version} `);
  const checked = await run(cleanup, faultline('check'));
  expectWell(checked);
  expect(JSON.parse(checked.stdout)).toMatchObject({ listen: { port: 4318 }, dataDir: 'faultline-data' });
});

test('serve takes the calls of a script that is observed by the other tarball, and shows them', async () => {
  const vendors = await startVendors({ latencyFactor: 0 });
  cleanup.add(vendors.close);
  const url = `http://127.0.0.1:${await freePort()}`;
  const server = startChild(cleanup, faultline('serve', '--port', new URL(url).port));
  await server.whileAlive(eventually('it listens', () => server.said().stdout.includes(`listens on ${url}`)));

  const body = JSON.stringify({ model: 'gpt-5.5', messages: [{ role: 'user', content: 'Hi' }] });
  writeFileSync(
    join(folder, 'script.mjs'),
    `const answer = await fetch('${vendors.urls.openai}/v1/chat/completions', { method: 'POST', body: ${JSON.stringify(body)} });
     console.log((await answer.json()).choices.length);`,
  );
  const script = await run(cleanup, {
    command: node,
    args: ['--import', '@faultline/instrument/register', 'script.mjs'],
    env: { NODE_PATH: '', OTEL_SERVICE_NAME: 'nightly', OTEL_EXPORTER_OTLP_ENDPOINT: url },
    cwd: folder,
  });
  expect(script, script.stderr).toMatchObject({ code: 0, stdout: '1\n', stderr: '' });
  const calls = await server.whileAlive(
    eventually('the call is shown', async () => {
      const response = await fetch(`${url}/api/v1/calls`);
      const shown = response.ok ? ((await response.json()) as { calls: readonly object[] }).calls : [];
      return shown.length > 0 && shown;
    }),
  );
  expect(calls).toMatchObject([{ service: 'nightly', model: 'gpt-5.5', outcome: 'ok', attemptCount: 1 }]);
  await server.whileAlive(
    eventually('the wall shows its model', async () => (await (await fetch(url)).text()).includes('gpt-5.5')),
  );
  server.signal('SIGTERM');
  expect(await server.exit).toMatchObject({ code: 0 });
});

test('the demo plays without the repository, and leaves what this machine is set up for alone', async () => {
  const flags = ['--once', '--json', '--scenario', 'own-network', '--from', '22m'];
  const demo = faultline('demo', ...flags);
  // Neither is read: an invented outage has no business in a real database.
  writeFileSync(join(folder, 'faultline.yaml'), 'clickhouse: { url: "http://127.0.0.1:9" }\n');
  const exit = await run(cleanup, { ...demo, env: { ...demo.env, FAULTLINE_LISTEN_HOST: '0.0.0.0' } });
  expectWell(exit);
  const report = JSON.parse(exit.stdout) as { calls: number; attempts: number };
  expect(report).toMatchObject({ incidents: [{ class: 'local_network', provider: null }] });
  // The bundled SDKs are followed through their retries.
  expect(report.attempts).toBeGreaterThan(report.calls);
});
