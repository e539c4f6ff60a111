import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { minVersion, satisfies } from 'semver';
import { expect, test } from 'vitest';

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly engines?: { readonly node?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const published = ['packages/collector', 'packages/instrument'];

function manifestIn(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
}

/** As Node looks for it; undefined for an optional package of another platform. */
function folderOf(name: string, from: string): string | undefined {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return realpathSync(folder);
  return dirname(from) === from ? undefined : folderOf(name, dirname(from));
}

/** Everything that comes with a package when it is installed, itself included. */
function installedWith(folder: string, seen: Map<string, Manifest> = new Map()): Map<string, Manifest> {
  if (seen.has(folder)) return seen;
  const manifest = manifestIn(folder);
  seen.set(folder, manifest);
  for (const name of Object.keys(manifest.dependencies ?? {})) {
    const found = folderOf(name, folder);
    if (found === undefined) throw new Error(`${manifest.name} needs ${name}, which is not installed`);
    installedWith(found, seen);
  }
  for (const name of Object.keys(manifest.optionalDependencies ?? {})) {
    const found = folderOf(name, folder);
    if (found !== undefined) installedWith(found, seen);
  }
  return seen;
}

test.each(published)('%s and all it brings along run on every Node of the matrix', (folder) => {
  const matrix = [...read('scripts/test-matrix.mjs').matchAll(/\d+: '(\d+\.\d+\.\d+)'/g)].map(
    ([, each]) => each,
  );
  expect(matrix).toHaveLength(3);
  const oldest = minVersion(manifestIn(join(root, folder)).engines?.node ?? '*')?.version;
  expect(matrix[0]).toBe(oldest);
  const packages = [...installedWith(realpathSync(join(root, folder))).values()];
  expect(packages.length).toBeGreaterThan(5);
  const refusing = packages.flatMap(({ name, version, engines }) =>
    matrix.flatMap((node) =>
      satisfies(node ?? '', engines?.node ?? '*')
        ? []
        : [`${name}@${version} wants Node ${engines?.node}, not ${node}`],
    ),
  );
  expect(refusing).toEqual([]);
});
