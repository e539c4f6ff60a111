import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sdkVersions } from './versions.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

/** Rows of the generated table: a package and its newest major that is followed. */
const followed = [
  ...read('../../docs/clients.md').matchAll(/^\| `([^`]+)` +\| (?:\d+\.x to )?(\d+)\.x /gm),
].map(([, name = '', newest = '']) => [name, Number(newest)] as const);

/** A name in `package.json`, which may stand for another package: `"openai-4": "npm:openai@4.104.0"`. */
function installed(name: string): string {
  const { dependencies } = JSON.parse(read('../package.json')) as {
    readonly dependencies: Readonly<Record<string, string>>;
  };
  const version = dependencies[name] ?? '';
  const [packageName, number] = version.startsWith('npm:')
    ? [version.slice(4, version.lastIndexOf('@')), version.slice(version.lastIndexOf('@') + 1)]
    : [name, version];
  return `${packageName} ${number.split('.')[0]}`;
}

const loaded = sdkVersions.flatMap(({ packages }) => packages).map(installed);

/** Not imported by an app that uses it: `@langchain/openai` brings it along. */
const within: Readonly<Record<string, string>> = { '@langchain/core': '@langchain/openai' };

describe('every SDK whose calls are followed', () => {
  it.each(followed)('is run with us and without in its newest major: %s %i', (name, newest) => {
    expect(loaded).toContain(`${within[name] ?? name} ${newest}`);
  });

  it('stands in the table of the documentation', () => {
    expect(followed.length).toBeGreaterThanOrEqual(10);
  });
});
