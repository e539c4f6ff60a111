// A fresh clone with only Node and npm becomes a working checkout: `npm test`, `npm run demo` and `npm start` run this
// first. It installs with the pnpm that package.json pins, builds when asked, and does nothing when nothing changed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const flags = new Set(process.argv.slice(2));
const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

// pnpm runs `prepare` itself at the end of its install; installing again from there would never end.
const insidePnpmPrepare =
  process.env.npm_lifecycle_event === 'prepare' && process.env.npm_config_user_agent?.startsWith('pnpm');
if (insidePnpmPrepare) process.exit(0);

function run(command, args) {
  const shell = process.platform === 'win32';
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', shell });
  if (error) throw error;
  if (status !== 0) process.exit(status ?? 1);
}

function read(path) {
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

const wanted = read(join(root, 'pnpm-lock.yaml'));
const installed = read(join(root, 'node_modules', '.pnpm', 'lock.yaml'));
if (wanted !== installed) run('npx', ['--yes', packageManager, 'install', '--frozen-lockfile']);
if (flags.has('--build')) run('npx', ['--no', 'pnpm', '--', '--recursive', '--silent', 'run', 'build']);
if (flags.has('--system')) run('node', [join(root, 'scripts', 'system-packages.mjs')]);
