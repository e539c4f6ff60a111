import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { type Consumer, installConsumer, output, readManifest, runTool } from './consumer.ts';
import { attwFindings, publintFindings } from './package-checks.ts';
import { packagesInTypes, packagesLoaded } from './package-imports.ts';

const cleanup = createCleanup();
let consumer: Consumer;

beforeAll(async () => {
  consumer = await installConsumer(cleanup);
});
afterAll(cleanup.run);

test('publint finds nothing to say', async () => {
  expect(await publintFindings(consumer.tarball)).toEqual([]);
});

test('every import and require of it finds its types', async () => {
  expect(await attwFindings(consumer.tarball)).toEqual([]);
});

test('it holds programs, their types, a README and the licence, and nothing else', () => {
  const files = readdirSync(consumer.packageFolder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name).slice(consumer.packageFolder.length + 1));
  const isProgram = (file: string): boolean => /^dist\/[\w-]+\.(cjs|mjs|d\.cts|d\.mts)$/.test(file);
  expect(files.filter((file) => !isProgram(file)).sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
  expect(files.filter(isProgram)).not.toEqual([]);
});

test('its manifest names versions that npm can find', () => {
  const manifest = readFileSync(join(consumer.packageFolder, 'package.json'), 'utf8');
  expect(manifest).not.toMatch(/"(workspace|link|file|catalog):/);
});

describe('its dependencies', () => {
  test('are just what it loads, and an app need not have more', async () => {
    const { dependencies, peerDependencies } = readManifest(join(consumer.packageFolder, 'package.json'));
    const declared = new Set(Object.keys({ ...dependencies, ...peerDependencies }));
    expect(await packagesLoaded(consumer.packageFolder)).toEqual(declared);
    const inTypes = packagesInTypes(consumer.packageFolder);
    expect([...inTypes].filter((name) => !declared.has(name))).toEqual([]);
  });

  test('run on the oldest Node that it supports', async () => {
    const oldest = ':semver(20.19.0, :attr(engines, [node]))';
    const direct = await query('#@faultline/instrument > *');
    expect(direct).toContain('prom-client');
    expect(await query(`#@faultline/instrument > *:not(${oldest})`)).toEqual([]);
    // Some of theirs say nothing of Node; what they say must not exclude it.
    expect(await query(`#@faultline/instrument *:attr(engines, [node]):not(${oldest})`)).toEqual([]);
  });

  /** Names of the installed packages that a selector of `npm query` finds. */
  async function query(selector: string): Promise<readonly string[]> {
    const { folder } = consumer;
    const args = ['query', '--prefix', folder, selector];
    const found = JSON.parse(await output(cleanup, { command: 'npm', args, cwd: folder })) as {
      name: string;
    }[];
    return found.map(({ name }) => name);
  }
});

describe('a TypeScript program', () => {
  const program = `
    import { createServer } from 'node:http';
    import { type ConfigOverrides, instrument, metricsHandler, metricsRegistry, type RegisterOptions, register, type Registration } from '@faultline/instrument';
    import '@faultline/instrument/register';
    import OpenAI from 'openai';
    const overrides: ConfigOverrides = { providerHosts: { 'gw.internal': 'openai' }, metricsPort: 9464 };
    const options: RegisterOptions = { ...overrides, salt: 'pepper' };
    const registration: Registration = register(options);
    const client: OpenAI = instrument(new OpenAI({ apiKey: 'sk-sample' }));
    createServer(metricsHandler);
    export const texts: Promise<string> = registration.flush(100).then(() => metricsRegistry.metrics());
    export const models: OpenAI['models'] = client.models;
    // @ts-expect-error A wrong option must not pass because the types could not be found.
    register({ salt: 1 });
  `;

  test.each([
    ['nodenext, ESM', 'consumer.mts', { module: 'nodenext' }],
    ['nodenext, CommonJS', 'consumer.cts', { module: 'nodenext' }],
    ['bundler', 'consumer.ts', { module: 'esnext', moduleResolution: 'bundler' }],
  ])('compiles against its types, strictly: %s', async (name, file, resolution) => {
    const compilerOptions = {
      ...resolution,
      target: 'es2023',
      lib: ['es2023'],
      types: ['node'],
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedSideEffectImports: true,
      noEmit: true,
    };
    writeFileSync(join(consumer.folder, file), program);
    const project = join(consumer.folder, `tsconfig.${name.replace(/\W+/g, '-')}.json`);
    writeFileSync(project, JSON.stringify({ compilerOptions, files: [file] }));
    expect(await runTool(cleanup, 'tsc', '--project', project)).toBe('');
  });
});
