import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type NodeVersion = 20 | 24;

/**
 * The Node that runs the tests stands for the oldest we support, as which it is meant to be installed; the newest comes
 * from npm, as any other dependency of theirs. `npm run test:matrix` runs them on each: then the newest is that one.
 */
export function nodeBinary(version: NodeVersion): string {
  if (version === 20 || process.versions.node.startsWith(`${version}.`)) return process.execPath;
  return join(dirname(createRequire(import.meta.url).resolve('node-24/package.json')), 'bin', 'node');
}
