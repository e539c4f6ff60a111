import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { startAlertmanager } from '../support/alertmanager.ts';
import { type Exit, run } from '../support/child-process.ts';
import { createCleanup, temporaryFolder } from '../support/cleanup.ts';
import { faultlineCommand, startCollector } from '../support/collector.ts';
import { eventually } from '../support/eventually.ts';
import { freePort } from '../support/free-port.ts';
import { startTraffic } from '../support/traffic.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

interface Finding {
  readonly part: string;
  readonly state: string;
  readonly seen: string;
  readonly next: string | null;
}

type Env = Readonly<Record<string, string>>;

/** In a new folder, where it leaves nothing. */
async function doctor(env: Env, args: readonly string[] = [], command = faultlineCommand): Promise<Exit> {
  const cwd = temporaryFolder(cleanup);
  const exit = await run(cleanup, { ...command('doctor', ...args), cwd, env });
  expect(readdirSync(cwd)).toEqual([]);
  return exit;
}

async function findings(env: Env, exitCode: number, command = faultlineCommand): Promise<readonly Finding[]> {
  const { code, stdout, stderr } = await doctor(env, ['--json'], command);
  expect({ code, stderr }).toEqual({ code: exitCode, stderr: '' });
  return (JSON.parse(stdout) as { readonly findings: readonly Finding[] }).findings;
}

function problemsIn(all: readonly Finding[]): readonly string[] {
  return all.filter(({ state }) => state === 'problem').map(({ part, seen }) => `${part}: ${seen}`);
}

/** No engine has to be tried where something else is asked. */
const unreachable = {
  FAULTLINE_CLICKHOUSE_URL: 'http://127.0.0.1:9',
  FAULTLINE_CLICKHOUSE_PASSWORD: 'hush-hush',
};

test('a machine with all that is needed is well, and its engine really starts', async () => {
  const alertmanager = await startAlertmanager(cleanup, 'http://127.0.0.1:9/hook');
  const port = await freePort();
  const env = { FAULTLINE_LISTEN_PORT: String(port), FAULTLINE_ALERTMANAGER_URLS: alertmanager.url };
  const { code, stdout, stderr } = await doctor(env);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toMatch(/✓ ok +clickhouse +the embedded ClickHouse \S+ starts and answers/);
  expect(stdout).toMatch(new RegExp(`✓ ok +port +127\\.0\\.0\\.1:${port} is free`));
  expect(stdout).toMatch(
    new RegExp(`✓ ok +alertmanager +${alertmanager.url} is Alertmanager \\S+ and speaks API v2`),
  );
  expect(stdout).toMatch(/✓ ok +alertmanager +.* goes to "webhook"/);
  expect(stdout).toMatch(new RegExp(`✓ ok +clock +agrees with that of ${alertmanager.url}`));
  expect(stdout).toMatch(/\n0 problems, \d+ warnings?, \d+ ok\n$/);
});

test('what is wrong is told all at once, with what to do, and without secrets', async () => {
  const folder = temporaryFolder(cleanup);
  const file = join(folder, 'data');
  writeFileSync(file, 'a file in the place of the folder');
  const other = createServer();
  const port = await freePort();
  cleanup.add(() => other.close());
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  const config = join(folder, 'faultline.yaml');
  const webhook = `http://127.0.0.1:${await freePort()}/hooks/in-the-path`;
  writeFileSync(config, `webhooks: [{ url: "${webhook}", secret: not-to-be-told-00 }]`);
  const alertmanager = `http://127.0.0.1:${await freePort()}`;
  const { code, stdout } = await doctor(
    {
      ...unreachable,
      FAULTLINE_DATA_DIR: file,
      FAULTLINE_LISTEN_PORT: String(port),
      FAULTLINE_ALERTMANAGER_URLS: alertmanager,
      FAULTLINE_TOKENS: 'a-token-of-senders',
    },
    ['--json', '--config', config],
  );
  expect(code).toBe(1);
  expect(stdout).not.toMatch(/hush|in-the-path|not-to-be-told|a-token-of/);
  const { findings: all } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
  expect(problemsIn(all)).toEqual([
    `data directory: ${file}: ${file} is a file and no folder`,
    expect.stringMatching(/^clickhouse: 127\.0\.0\.1:9: .*ECONNREFUSED/),
    `port: another program listens on 127.0.0.1:${port}`,
    `alertmanager: ${alertmanager} does not answer (ECONNREFUSED)`,
    `webhook: ${new URL(webhook).host} cannot be connected to (ECONNREFUSED)`,
  ]);
  expect(all.filter(({ state }) => state !== 'ok').every(({ next }) => next !== null)).toBe(true);
});

test('a configuration that cannot be used is told problem by problem, with what needs none', async () => {
  const all = await findings({ FAULTLINE_STRIP_SECONDS: 'long', FAULTLINE_LOG_LEVEL: 'loud' }, 1);
  expect(problemsIn(all)).toHaveLength(2);
  expect(all.some(({ part, state }) => part === 'platform' && state === 'ok')).toBe(true);
});

test('an option that nobody knows is no diagnosis', async () => {
  const { code, stdout, stderr } = await doctor({}, ['--jsn']);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('--jsn');
});

test('a collector that was installed without its optional packages is told which are missing', async () => {
  const launcher = installedWithout(['chdb', 'ffi-rs']);
  const command = (...args: readonly string[]) => ({ command: process.execPath, args: [launcher, ...args] });
  // pnpm's own launchers name a folder there in which everything is found.
  const env = { NODE_PATH: '', FAULTLINE_LISTEN_PORT: String(await freePort()) };
  const all = await findings(env, 1, command);
  expect(problemsIn(all)).toEqual([expect.stringMatching(/^clickhouse: .*@chdb\/lib-\S+ is not installed/)]);
  expect(all.find(({ state }) => state === 'problem')?.next).toContain('--include=optional');
});

const runningAndWell = [
  /ok +port +Faultline \d+\.\d+\.\d+ listens/,
  /ok +data directory +.* in use by the collector that runs here/,
  /ok +clickhouse +the engine of the running collector answers/,
  /ok +collector +evaluated until /,
  /ok +senders +\d+ calls in the last 10 minutes, from /,
];

test('a running collector is asked how it is and who sends, and its lock is left alone', async () => {
  const collector = await startCollector(cleanup);
  startTraffic(cleanup, collector.url);
  await eventually('calls', async () => (await collector.metric('faultline_receive_accepted_total')) > 0);
  await collector.drained();
  await eventually('an evaluation', async () => (await collector.wall()).collector.state === 'ok');
  const env = { FAULTLINE_DATA_DIR: collector.dataDir, FAULTLINE_LISTEN_PORT: new URL(collector.url).port };
  // Again, where a busy machine kept an answer waiting for longer than doctor does.
  await eventually('doctor sees it all', async () => {
    const { stdout } = await doctor(env);
    return runningAndWell.every((line) => line.test(stdout));
  });

  // The same data directory and another port: somebody is about to start a second one.
  const second = await findings(
    { ...env, ...unreachable, FAULTLINE_LISTEN_PORT: String(await freePort()) },
    1,
  );
  expect(problemsIn(second)).toContainEqual(
    expect.stringMatching(/in use by a collector that does not answer/),
  );
  expect((await fetch(`${collector.url}/readyz`)).ok).toBe(true);
});

/** The built collector as npm would have installed it, but for these. Returns its launcher. */
function installedWithout(missing: readonly string[]): string {
  const { command: _, args } = faultlineCommand();
  const home = dirname(dirname(args[0] ?? ''));
  const folder = join(temporaryFolder(cleanup), 'collector');
  const modules = join(folder, 'node_modules');
  for (const name of ['bin', 'dist', 'package.json'])
    cpSync(join(home, name), join(folder, name), { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  for (const name of Object.keys(dependencies).filter((each) => !missing.includes(each))) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(home, 'node_modules', name), join(modules, name));
  }
  return join(folder, 'bin', 'faultline.js');
}
