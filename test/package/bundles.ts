import { join } from 'node:path';
import { type BuildOptions, build } from 'esbuild';

/** A way in which people bundle a program for Node. */
export interface Bundle {
  readonly name: string;
  readonly outputFile: string;
  /** Everything is in it, so it runs where nothing is installed. */
  readonly isSelfContained: boolean;
  readonly options: BuildOptions;
}

/** What ends up as CommonJS in an ESM bundle asks for Node's modules with a `require` that ESM has not. */
const requireForEsm =
  "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);";

export const bundles: readonly Bundle[] = [
  {
    name: 'CommonJS',
    outputFile: 'bundle.cjs',
    isSelfContained: true,
    options: { format: 'cjs' },
  },
  {
    name: 'CommonJS, minified',
    outputFile: 'minified.cjs',
    isSelfContained: true,
    options: { format: 'cjs', minify: true },
  },
  {
    name: 'ESM, with require for what is CommonJS in it',
    outputFile: 'bundle.mjs',
    isSelfContained: true,
    options: { format: 'esm', banner: { js: requireForEsm } },
  },
  {
    name: 'ESM, with the instrumentation left outside',
    outputFile: 'external.mjs',
    isSelfContained: false,
    options: { format: 'esm', external: ['@faultline/instrument'] },
  },
];

/** Bundles a program that lies in `folder` into `outputFolder`. */
export async function bundle(
  { outputFile, options }: Bundle,
  folder: string,
  source: string,
  outputFolder: string,
): Promise<void> {
  await build({
    absWorkingDir: folder,
    entryPoints: [source],
    outfile: join(outputFolder, outputFile),
    bundle: true,
    platform: 'node',
    logLevel: 'silent',
    ...options,
  });
}
