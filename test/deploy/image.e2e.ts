import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { isAlive, run, startChild } from '../support/child-process.ts';
import { createCleanup, temporaryFolder } from '../support/cleanup.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { createReplay, type Replay, type ReplayedImage } from '../support/image-replay.ts';

// There is no Docker here: the steps of the Dockerfile are run in folders, and what each target would start is started.

const repository = fileURLToPath(new URL('../..', import.meta.url));
const token = 'a-token-of-a-sender';
const forAll = createCleanup();
const cleanup = createCleanup();
let replay: Replay;

beforeAll(() => {
  const folder = temporaryFolder(forAll);
  // The image's user is not the one who runs the tests.
  chmodSync(folder, 0o755);
  replay = createReplay(repository, folder);
});
afterEach(cleanup.run);
afterAll(forAll.run);

interface Served {
  readonly url: string;
  readonly port: number;
  readonly child: ReturnType<typeof startChild>;
}

async function serve(image: ReplayedImage): Promise<Served> {
  const port = await freePort();
  const env = {
    FAULTLINE_LISTEN_HOST: '127.0.0.1',
    FAULTLINE_LISTEN_PORT: String(port),
    FAULTLINE_TOKENS: token,
  };
  const child = startChild(cleanup, image.start(image.command, env));
  const url = `http://127.0.0.1:${port}`;
  await child.whileAlive(eventually('it listens', () => child.said().stdout.includes(`listens on ${url}`)));
  return { url, port, child };
}

/** The exit code of the image's own health check, 0 or 1 as Docker wants it. */
async function health(image: ReplayedImage, port: number): Promise<number | null> {
  const env = { FAULTLINE_LISTEN_PORT: String(port) };
  return (await run(cleanup, image.start(image.healthcheck, env))).code;
}

test('full runs with the embedded engine as a user who owns nothing but the data, until SIGTERM', async () => {
  const image = replay.build('full');
  const { url, port, child } = await serve(image);
  await child.whileAlive(
    eventually('rows can be taken and read', async () => {
      const body = (await (await fetch(`${url}/readyz`)).json()) as { ready: boolean; engine: string };
      return body.ready && body.engine === 'up';
    }),
  );
  expect(await health(image, port)).toBe(0);
  expect((await fetch(url, { headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
  child.signal('SIGTERM');
  expect(await child.exit).toMatchObject({ code: 0 });
  expect(isAlive(child.pid)).toBe(false);
  expect(await health(image, port)).toBe(1);
});

test('slim lacks the embedded engine, says so and what to set, and is not healthy', async () => {
  const image = replay.build('slim');
  const { url, port } = await serve(image);
  const detail = await eventually('it says why', async () => {
    const body = (await (await fetch(`${url}/readyz`)).json()) as { detail: string };
    return body.detail.includes('FAULTLINE_CLICKHOUSE_URL') && body.detail;
  });
  expect(detail).toMatch(/no embedded ClickHouse .* Set FAULTLINE_CLICKHOUSE_URL to use a ClickHouse server/);
  expect(await health(image, port)).toBe(1);
});

test.each(['slim', 'full'])('%s holds the versions of the lock file, and nothing else', (target) => {
  const packagesOf = (path: string): readonly string[] =>
    Object.keys((parse(readFileSync(path, 'utf8')) as { packages: object }).packages);
  const installed = packagesOf(join(replay.build(target).folder, 'app/node_modules/.pnpm/lock.yaml'));
  const locked = packagesOf(join(repository, 'pnpm-lock.yaml'));
  const others = installed.filter((name) => !locked.includes(name));
  expect(installed.length).toBeGreaterThan(20);
  expect(others).toEqual([]);
});

test.each(['slim', 'full'])('%s refuses to listen to everybody without tokens', async (target) => {
  const image = replay.build(target);
  const { code, stderr } = await run(cleanup, image.start(image.command, { FAULTLINE_LISTEN_PORT: '0' }));
  expect(code).toBe(1);
  expect(stderr).toMatch(/0\.0\.0\.0 is reachable from other machines; set tokens \(FAULTLINE_TOKENS\)/);
});

test('slim has the demo, which knows what it can play', async () => {
  const image = replay.build('slim');
  const [node = '', launcher = ''] = image.command;
  const exit = await run(cleanup, image.start([node, launcher, 'demo', '--scenario', 'june-31'], {}));
  expect(exit.stderr).toMatch(/there are .*june-22/);
});

test('what new volumes inherit belongs to the user of the image, and to nobody else', () => {
  const { folder } = replay.build('slim');
  const modeOf = (path: string) => (statSync(join(folder, path)).mode & 0o777).toString(8);
  expect(modeOf('var/lib/faultline')).toBe('700');
  expect(
    ['collector', 'clickhouse', 'grafana', 'prometheus', 'demo'].map((of) => modeOf(`run/faultline/${of}`)),
  ).toEqual(Array(5).fill('750'));
});
