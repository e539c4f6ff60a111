import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';

/** Names of the packages that the programs of a package load when they run. */
export async function packagesLoaded(packageFolder: string): Promise<ReadonlySet<string>> {
  const programs = readdirSync(join(packageFolder, 'dist')).filter((file) => /\.[cm]js$/.test(file));
  const { metafile } = await build({
    absWorkingDir: packageFolder,
    // The CommonJS and the ESM build of one entry would otherwise be written to one place.
    entryPoints: programs.map((file) => ({ in: join('dist', file), out: file })),
    outdir: 'out',
    bundle: true,
    packages: 'external',
    platform: 'node',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const imported = Object.values(metafile.inputs).flatMap(({ imports }) => imports);
  return packageNames(imported.filter(({ external }) => external).map(({ path }) => path));
}

/** Names of the packages that the type declarations of a package refer to. */
export function packagesInTypes(packageFolder: string): ReadonlySet<string> {
  const dist = join(packageFolder, 'dist');
  const declarations = readdirSync(dist).filter((file) => /\.d\.[cm]ts$/.test(file));
  const specifiers = declarations.flatMap((file) =>
    [...readFileSync(join(dist, file), 'utf8').matchAll(/(?:from|import|import\()\s*["']([^"']+)["']/g)].map(
      ([, specifier]) => specifier ?? '',
    ),
  );
  return packageNames(specifiers.filter((specifier) => !specifier.startsWith('.')));
}

function packageNames(specifiers: readonly string[]): ReadonlySet<string> {
  const packages = specifiers.filter((specifier) => !isBuiltin(specifier));
  return new Set(packages.map((specifier) => /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier));
}
