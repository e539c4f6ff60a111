import { readFileSync } from 'node:fs';

const manifest = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  readonly version: string;
  readonly engines: { readonly node: string };
};

/** Of this collector, as it was published. */
export const version: string = manifest.version;

/** The oldest Node it runs on. */
export const nodeVersionMin: string = manifest.engines.node.replace('>=', '');
