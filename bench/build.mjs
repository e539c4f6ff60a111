import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const collector = fileURLToPath(new URL('../packages/collector', import.meta.url));

/**
 * Bundles the collector's sources as its own build does, where its dependencies can be found.
 * @param {string} entry a TypeScript file @returns {string}
 */
export function build(entry) {
  const name = basename(entry, '.ts');
  const outDir = join(collector, 'node_modules', '.cache', 'bench', name);
  const flags = ['--no-config', '--format', 'esm', '--platform', 'node', '--no-dts', '--log-level', 'error'];
  execFileSync(join(collector, 'node_modules', '.bin', 'tsdown'), [entry, '--out-dir', outDir, ...flags], {
    cwd: collector,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  return join(outDir, `${name}.mjs`);
}
