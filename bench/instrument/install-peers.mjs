import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Installs what a folder's package.json pins, once. Peers are optional dependencies there: one that cannot be installed
 * is left out by npm, and fails as a row of the table when it is loaded.
 * @param {string} folder
 * @returns {string | undefined} why not
 */
export function installPeers(folder) {
  const wanted = readFileSync(join(folder, 'package.json'), 'utf8');
  const stamp = join(folder, 'node_modules', '.installed-from.json');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return undefined;
  console.log(`installing ${folder}`);
  const { status, error } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (error || status !== 0) return `npm install failed: ${error?.message ?? `exit code ${status}`}`;
  writeFileSync(stamp, wanted);
  return undefined;
}

/** @returns {string} Empty when the package is not installed. */
export function installedVersion(folder, packageName) {
  const path = join(folder, 'node_modules', packageName, 'package.json');
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')).version : '';
}
