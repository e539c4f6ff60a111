// `npm run fuzz`: Node 20 runs no TypeScript, so what is next to this file is bundled first.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';

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
const { status } = spawnSync(process.execPath, [bundle, ...process.argv.slice(2)], { stdio: 'inherit' });
process.exitCode = status ?? 1;
