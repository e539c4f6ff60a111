import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { type Exit, run } from '../support/child-process.ts';
import { createCleanup, temporaryFolder } from '../support/cleanup.ts';
import { faultlineCommand } from '../support/collector.ts';
import { freePort } from '../support/free-port.ts';

const cleanup = createCleanup();
afterEach(cleanup.run);

function serve(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Exit> {
  const cwd = temporaryFolder(cleanup);
  return run(cleanup, {
    ...faultlineCommand('serve', ...args),
    env: { FAULTLINE_DATA_DIR: cwd, ...env },
    cwd,
  });
}

function configFile(text: string): string {
  const file = join(temporaryFolder(cleanup), 'faultline.yaml');
  writeFileSync(file, text);
  return file;
}

/** A person reads it: no stack, no start, and nothing that a program could take for a result. */
function expectExplained({ code, stdout, stderr }: Exit): void {
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).not.toMatch(/^\s+at /m);
}

test.each([
  ['is no YAML', 'listen: { port: 4318', /faultline\.yaml cannot be used/],
  ['has a setting that does not exist', 'alertmanger: {}', /alertmanger: no such setting/],
  ['has a value of the wrong kind', 'listen: { port: http }', /listen\.port: .*got "http"/],
  ['has a short token', 'tokens: [short]', /tokens\.0: .*16 characters/],
])('a configuration file that %s is refused by name', async (_, text, explanation) => {
  const exit = await serve(['--config', configFile(text)]);
  expectExplained(exit);
  expect(exit.stderr).toMatch(explanation);
});

test('all mistakes of file and environment are told at once', async () => {
  const exit = await serve(['--config', configFile('dataDir: 3\nlogLevel: loud')], {
    FAULTLINE_DATA_DIR: '',
    FAULTLINE_STRIP_SECONDS: 'long',
    FAULTLINE_ALERTMANAGER_URLS: 'alertmanager:9093',
  });
  expectExplained(exit);
  expect(exit.stderr.match(/^ {2}- \w+/gm)).toHaveLength(4);
  expect(exit.stderr).toMatch(/stripSeconds: .*got "long"/);
  expect(exit.stderr).toMatch(/alertmanager\.urls\.0: .*got "alertmanager:9093"/);
});

test('a configuration file that is asked for and missing is an error', async () => {
  const exit = await serve(['--config', '/nowhere/faultline.yaml']);
  expectExplained(exit);
  expect(exit.stderr).toContain('/nowhere/faultline.yaml');
  expect(exit.stderr).toContain('the file does not exist');
});

test('a public address without tokens is refused', async () => {
  const exit = await serve(['--host', '0.0.0.0', '--port', '0']);
  expectExplained(exit);
  expect(exit.stderr).toMatch(/listen\.host: .*FAULTLINE_TOKENS/);
});

test('a port for readers is refused without their password, and for a server, which has users of its own', async () => {
  const port = ['--clickhouse-readonly-port', '8123'];
  const closed = await serve(port);
  expectExplained(closed);
  expect(closed.stderr).toMatch(/--clickhouse-readonly-port .*\n.*FAULTLINE_CLICKHOUSE_READER_KEY_FILE/);
  const server = await serve(port, { FAULTLINE_CLICKHOUSE_URL: 'http://127.0.0.1:9' });
  expectExplained(server);
  expect(server.stderr).toMatch(/--clickhouse-readonly-port .*\n.*is for the embedded engine/);
});

test('a busy port is told with the way out', async () => {
  const port = await freePort();
  const other = createServer();
  cleanup.add(() => other.close());
  await new Promise<void>((resolve) => other.listen(port, '127.0.0.1', resolve));
  const exit = await serve(['--port', String(port)]);
  expectExplained(exit);
  expect(exit.stderr).toMatch(new RegExp(`127\\.0\\.0\\.1:${port}.*--port`));
});

test('a format that only objects know is none', async () => {
  const cwd = temporaryFolder(cleanup);
  const exit = await run(cleanup, { ...faultlineCommand('rules', '--format', 'constructor'), cwd });
  expectExplained(exit);
  expect(exit.stderr).toContain('expected one of prometheus');
});

test('a command that does not exist is told, with the one that was meant', async () => {
  const exit = await run(cleanup, faultlineCommand('serv'));
  expect(exit).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringMatching(/no command serv\..*mean serve\?/),
  });
});

test('check says which file it read, and what is nearly a variable; what it prints is JSON', async () => {
  const cwd = temporaryFolder(cleanup);
  const env = { FAULTLINE_ALERTMANAGER_URL: 'http://127.0.0.1:9093' };
  const check = { ...faultlineCommand('check'), cwd, env };
  expect((await run(cleanup, check)).stderr).toMatch(
    /no faultline\.yaml here[\s\S]*did you mean FAULTLINE_ALERTMANAGER_URLS\?/,
  );
  writeFileSync(join(cwd, 'faultline.yaml'), 'logLevel: warn\n');
  const exit = await run(cleanup, check);
  expect(exit.stderr).toContain('faultline.yaml is good.');
  expect(JSON.parse(exit.stdout)).toMatchObject({ logLevel: 'warn' });
});

test('the demo knows which scenarios there are', async () => {
  const exit = await run(cleanup, faultlineCommand('demo', '--once', '--json', '--scenario', 'june-31'));
  expect(exit).toMatchObject({ code: 2, stdout: '' });
  expect(exit.stderr).toMatch(/--scenario: no "june-31".*june-22/);
  expect(exit.stderr).not.toMatch(/^\s+at /m);
});
