import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { createCleanup, temporaryFolder } from './support/cleanup.ts';
import { lastOf, lineage, parseDockerfile } from './support/dockerfile.ts';
import { createDockerignore } from './support/dockerignore.ts';
import { createReplay } from './support/image-replay.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const stages = parseDockerfile(read('Dockerfile'));
const targets = ['slim', 'full'];
const cleanup = createCleanup();
afterEach(cleanup.run);

describe('the Dockerfile', () => {
  it('stands on the Node that the tests run on beside the oldest one, pinned, with glibc', () => {
    const { optionalDependencies } = JSON.parse(read('test/package.json')) as {
      optionalDependencies: Record<string, string>;
    };
    const version = optionalDependencies['node-24']?.split('@').at(-1);
    const images = stages.map(({ from }) => from).filter((from) => !stages.some(({ name }) => name === from));
    expect(new Set(images)).toEqual(new Set([`node:${version}-bookworm-slim`]));
  });

  it('builds `full` when nobody says what', () => {
    expect(stages.at(-1)?.name).toBe('full');
  });

  it.each(targets)(
    '%s runs as a user who is not root, ends by SIGTERM and has nothing run in it',
    (target) => {
      expect(lastOf(stages, target, 'USER')?.rest).toBe('10001:10001');
      expect(lastOf(stages, target, 'STOPSIGNAL')?.rest).toBe('SIGTERM');
      expect(lastOf(stages, target, 'ENTRYPOINT')?.rest).toMatch(/^\["node", /);
      // What is built stays behind: a layer holds files that were copied.
      expect(lastOf(stages, target, 'RUN')).toBeUndefined();
    },
  );

  it.each(['slim', 'full'])('%s asks itself for its health, and nobody else', (target) => {
    const check = lastOf(stages, target, 'HEALTHCHECK')?.rest ?? '';
    expect(check.match(/https?:\/\/[^/']+/g)).toEqual(['http://127.0.0.1:']);
    expect(check).toContain('/readyz');
  });

  it.each(targets)('%s has no secret in it', (target) => {
    const instructions = lineage(stages, target).flatMap((stage) => stage.instructions);
    const given = instructions.filter(({ name }) => name === 'ENV' || name === 'ARG').map(({ rest }) => rest);
    expect(given.join('\n')).not.toMatch(/TOKEN|PASSWORD|SECRET|KEY/);
  });
});

describe('a replay of a Dockerfile', () => {
  it('runs its steps, and starts what it holds, where the newest WORKDIR says', () => {
    const folder = temporaryFolder(cleanup);
    const text = `
FROM node:24 AS base
RUN touch above
WORKDIR /app
FROM base AS own
RUN touch inherited
WORKDIR /app/own
RUN touch chosen
`;
    writeFileSync(join(folder, 'Dockerfile'), text);
    const image = createReplay(folder, folder).build('own');
    for (const file of ['above', 'app/inherited', 'app/own/chosen'])
      expect([file, existsSync(join(image.folder, file))]).toEqual([file, true]);
    expect(image.start(['true'], {}).cwd).toBe(join(image.folder, 'app/own'));
  });
});

describe('.dockerignore', () => {
  const isIgnored = createDockerignore(read('.dockerignore'));

  it.each([
    '.git/config',
    '.env',
    'faultline-data/session.key',
    'packages/collector/node_modules/hono/package.json',
    'packages/collector/dist/main.js',
    'node_modules/x/index.js',
    'docs/deploying.md',
  ])('keeps %s out', (path) => {
    expect(isIgnored(path)).toBe(true);
  });

  it.each([
    'package.json',
    'pnpm-lock.yaml',
    'packages/collector/src/main.ts',
    'packages/simulator/scenarios/june-22.yaml',
  ])('lets %s in', (path) => {
    expect(isIgnored(path)).toBe(false);
  });
});
