import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';

interface Manifest {
  readonly version: string;
  readonly license?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const root = new URL('../', import.meta.url);
const document = readFileSync(new URL('docs/dependencies.md', root), 'utf8');

function manifestOf(folder: string): Manifest {
  return JSON.parse(readFileSync(new URL(`packages/${folder}/package.json`, root), 'utf8')) as Manifest;
}

/** Rows of the table below the heading of a package: name, version, licence, and why. */
function told(name: string): readonly (readonly string[])[] {
  const section = document.split(/^## /m).find((each) => each.startsWith(`\`${name}\``)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) => row.split('|').map((cell) => cell.trim().replaceAll('`', '')));
}

/** As it is installed; a package need not export its manifest. */
function installed(folder: string, name: string): Manifest {
  const [place] = createRequire(new URL(`packages/${folder}/package.json`, root)).resolve.paths(name) ?? [];
  return JSON.parse(readFileSync(`${place}/${name}/package.json`, 'utf8')) as Manifest;
}

describe.each(['collector', 'instrument'])('what @faultline/%s needs at run time', (folder) => {
  const { dependencies, optionalDependencies } = manifestOf(folder);
  const needed = Object.entries({ ...dependencies, ...optionalDependencies });
  const rows = told(`@faultline/${folder}`);

  it('is listed in docs/dependencies.md, in exactly this version, and nothing else is', () => {
    expect(rows.map(([, name, version]) => [name, version])).toEqual(needed);
  });

  it('stands there under its licence, with a reason', () => {
    for (const [, name = '', , licence, , , , reason = ''] of rows) {
      expect([name, licence]).toEqual([name, installed(folder, name).license]);
      expect([name, reason]).toEqual([name, expect.stringMatching(/^.{20,}\.$/)]);
    }
  });

  it('runs no code at install, but for what the workspace keeps from it', () => {
    const workspace = readFileSync(new URL('pnpm-workspace.yaml', root), 'utf8');
    for (const [name] of needed) {
      const scripts = Object.keys(installed(folder, name).scripts ?? {});
      const atInstall = scripts.filter((script) => /^(pre|post)?install$/.test(script));
      expect([name, atInstall.length === 0 || workspace.includes(`  ${name}: false`)]).toEqual([name, true]);
    }
  });
});
