// `npm run fuzz -- --seed 7 --minutes 5`: Node 20 runs no TypeScript, so what is next to this file is bundled first.
// With `--publish` the counts go into SECURITY.md.
import { spawnSync } from 'node:child_process';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { describeMachine } from '../../bench/machine.mjs';
import { publish } from '../../bench/publish.mjs';

const entry = fileURLToPath(new URL('./main.ts', import.meta.url));
// Below `test`, so that the collector of this checkout is found from there.
const bundle = fileURLToPath(new URL('../node_modules/.cache/fuzz/main.mjs', import.meta.url));
buildSync({
  entryPoints: [entry],
  outfile: bundle,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
});

const isPublished = process.argv.includes('--publish');
const args = process.argv.slice(2).filter((arg) => arg !== '--publish');
const loadAtStart = loadavg();
const { status, stdout } = spawnSync(process.execPath, [bundle, ...args], {
  stdio: ['ignore', 'pipe', 'inherit'],
  encoding: 'utf8',
});
process.stdout.write(stdout);
process.exitCode = status ?? 1;
if (isPublished && stdout !== '') {
  const command = `- \`npm run fuzz -- ${args.join(' ')}\`, ${describeMachine(loadAtStart)}`;
  publish(
    fileURLToPath(new URL('../../SECURITY.md', import.meta.url)),
    'fuzz',
    `${command}\n${stdout.trim()}`,
  );
}
