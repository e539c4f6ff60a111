import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export type NodeVersion = 20 | 24;

/** The Node that runs the tests is the oldest we support; the newest comes from npm, as any other dependency of theirs. */
export function nodeBinary(version: NodeVersion): string {
  if (version === 20) return process.execPath;
  return join(dirname(createRequire(import.meta.url).resolve('node-24/package.json')), 'bin', 'node');
}
