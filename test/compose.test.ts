import { execFileSync } from 'node:child_process';
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createCleanup, temporaryFolder } from './support/cleanup.ts';
import { type ComposeService, mountsOf, readComposeFile, servicesWith } from './support/compose-file.ts';
import { lineage, parseDockerfile } from './support/dockerfile.ts';
import { literalSecrets } from './support/literal-secrets.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const path = join(root, 'docker-compose.yml');
const file = readComposeFile(path);
const services = Object.entries(file.services);
/** `secrets` ends before the others begin. */
const lasting = services.filter(([name]) => name !== 'secrets');
const profiles = [[], ['demo'], ['standalone']];

const cleanup = createCleanup();
afterEach(cleanup.run);

/** Not root, whom no mode of a file stops. Only root can choose another one. */
const user = process.getuid?.() === 0 ? { uid: 10_001, gid: 10_001 } : {};

function makeSecrets(folder: string, as: typeof user = {}): string {
  return execFileSync(process.execPath, [join(root, 'deploy/make-secrets.mjs'), folder], {
    encoding: 'utf8',
    ...as,
  });
}

describe('docker-compose.yml', () => {
  it('starts the whole stack without a profile, and more or less with one', () => {
    expect(profiles.map((some) => servicesWith(file, some).length)).toEqual([6, 7, 7]);
    expect(servicesWith(file, [])).toEqual([
      'secrets',
      'clickhouse',
      'collector',
      'prometheus',
      'alertmanager',
      'grafana',
    ]);
  });

  it.each(profiles)('has, with the profile %s, everything that a service waits for', (...some) => {
    const started = servicesWith(file, some);
    const waited = started.flatMap((name) => Object.keys(file.services[name]?.depends_on ?? {}));
    expect(waited.filter((name) => !started.includes(name))).toEqual([]);
  });

  it('waits for health, and for secrets to be made by those who read them', () => {
    for (const [name, { depends_on, volumes }] of services) {
      for (const [other, { condition }] of Object.entries(depends_on))
        expect([name, other, condition]).toEqual([
          name,
          other,
          other === 'secrets' ? 'service_completed_successfully' : 'service_healthy',
        ]);
      const reads = name !== 'secrets' && JSON.stringify(volumes).includes('-secrets');
      const waits = (of: string): boolean =>
        Object.keys(file.services[of]?.depends_on ?? {}).some((other) => other === 'secrets' || waits(other));
      if (reads) expect([name, waits(name)]).toEqual([name, true]);
    }
  });

  it.each(lasting)('%s has a health check', (_, { healthcheck }) => {
    expect(healthcheck?.test[0]).toBe('CMD');
  });

  it.each(services)('%s is a pinned image of a user who is not root', (_, { image, build, user }) => {
    expect(image).toMatch(/^[\w./-]+:v?\d+\.\d+[\w.-]*$/);
    expect(image.startsWith('faultline:')).toBe(build !== undefined);
    expect(user).toMatch(/^[1-9]\d*:\d+$/);
  });

  it.each(services)('%s is reachable from this machine alone, if at all', (name, { ports, network_mode }) => {
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
    if (name === 'clickhouse' || name === 'secrets') expect(ports).toEqual([]);
    if (name === 'secrets') expect(network_mode).toBe('none');
  });

  it('publishes no port twice in what is started together', () => {
    const published = (names: readonly string[]): readonly string[] =>
      names.flatMap((name) => file.services[name]?.ports ?? []);
    const together = [servicesWith(file, ['demo']), ['secrets', 'standalone']];
    for (const names of together) expect(new Set(published(names)).size).toBe(published(names).length);
  });

  it('mounts what is in the repository, to be read, and volumes that it names', () => {
    const mounts = services.flatMap(([, each]) => mountsOf(each));
    const binds = mounts.filter(({ isBind }) => isBind);
    expect(binds.filter(({ isReadOnly }) => !isReadOnly)).toEqual([]);
    expect(binds.filter(({ source }) => !existsSync(join(root, source)))).toEqual([]);
    const used = new Set(mounts.filter(({ isBind }) => !isBind).map(({ source }) => source));
    expect([...used].sort()).toEqual(Object.keys(file.volumes).sort());
  });

  it('gives Grafana every address and file that its provisioning asks for', () => {
    const grafana = file.services.grafana as ComposeService;
    const texts = provisioning().map((each) =>
      readFileSync(join(root, each), 'utf8').replaceAll(/^\s*#.*$/gm, ''),
    );
    const variables = [...texts.join('\n').matchAll(/(?<!\$)\$([A-Z][A-Z_]+)/g)].map(
      (match) => match[1] ?? '',
    );
    expect(variables.length).toBeGreaterThan(3);
    expect(variables.filter((name) => !(name in grafana.environment))).toEqual([]);
    const targets = mountsOf(grafana).map(({ target }) => target);
    const paths = [...texts.join('\n').matchAll(/\$__file\{(.*?)\}|path: (.*)/g)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    expect(paths.filter((path) => !targets.some((target) => `${path}/`.startsWith(`${target}/`)))).toEqual(
      [],
    );
  });

  it('has no secret in it, nor have the files beside it', () => {
    const trees = ['docker-compose.yml', 'deploy/prometheus.yml', ...provisioning()].map((each) =>
      parse(readFileSync(join(root, each), 'utf8'), { merge: true }),
    );
    expect(literalSecrets(trees)).toEqual([]);
  });

  it.each([
    [{ POSTGRES_PASSWORD: 'postgres' }],
    [{ ENCRYPTION_KEY: '0000000000000000' }],
    [{ url: 'http://faultline:q8Zr0vYw3LkT6mXcB1nPsD4f@clickhouse:8123' }],
    [{ command: ['--web.token', 'f3a9c1e57b2d8046af13'] }],
  ])('would be found out with %j', (tree) => {
    expect(literalSecrets(tree)).toHaveLength(1);
  });
});

function provisioning(): readonly string[] {
  const folder = 'grafana/provisioning';
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files.filter((name) => /\.ya?ml$/.test(name)).map((name) => join(folder, name));
}

describe('secrets', () => {
  it('every file that a service is pointed at lies in what is mounted into it', () => {
    const folder = temporaryFolder(cleanup);
    makeSecrets(folder);
    for (const [name, service] of services) {
      const targets = mountsOf(service).map(({ target }) => target);
      for (const at of JSON.stringify(service.environment).match(/\/run\/faultline\/[\w/-]+/g) ?? []) {
        expect([name, at, targets.some((target) => at.startsWith(`${target}/`))]).toEqual([name, at, true]);
        expect(existsSync(at.replace('/run/faultline', folder))).toBe(true);
      }
    }
  });

  const filesBelow = (folder: string): readonly string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => statSync(join(folder, name)).isFile())
      .sort();
  const readAll = (folder: string): Record<string, string> =>
    Object.fromEntries(filesBelow(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));

  it('are made once, long enough, for their owner and group alone, and never printed', () => {
    const folder = temporaryFolder(cleanup);
    const said = makeSecrets(folder);
    const made = readAll(folder);
    expect(makeSecrets(folder)).toBe(said);
    expect(readAll(folder)).toEqual(made);
    for (const [name, text] of Object.entries(made)) {
      expect((statSync(join(folder, name)).mode & 0o777).toString(8)).toBe('440');
      if (!name.endsWith('.xml')) expect(text).toMatch(/^[\w,-]{32,}\n$/);
      expect(said).not.toContain(text.trim());
    }
    const another = temporaryFolder(cleanup);
    makeSecrets(another);
    expect(Object.values(readAll(another)).filter((text) => Object.values(made).includes(text))).toEqual([]);
  });

  it('one that is removed is made anew, and all that depends on it', () => {
    const folder = temporaryFolder(cleanup);
    makeSecrets(folder);
    const before = readAll(folder);
    rmSync(join(folder, 'collector/clickhouse-password'));
    makeSecrets(folder);
    const after = readAll(folder);
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(changed).toEqual(['clickhouse/faultline.xml', 'collector/clickhouse-password']);
  });

  it('are made although the start before was ended in the middle of one', () => {
    const folder = temporaryFolder(cleanup);
    if (user.uid !== undefined) chownSync(folder, user.uid, user.gid);
    makeSecrets(folder, user);
    const file = join(folder, 'grafana/secret-key');
    renameSync(file, `${file}.new`);
    const half = readFileSync(`${file}.new`, 'utf8');
    makeSecrets(folder, user);
    expect(readFileSync(file, 'utf8')).toMatch(/^[\w-]{32}\n$/);
    expect(readFileSync(file, 'utf8')).not.toBe(half);
    expect(existsSync(`${file}.new`)).toBe(false);
  });

  it('lie in folders that the image has, so that new volumes belong to who writes them', () => {
    const stages = lineage(parseDockerfile(readFileSync(join(root, 'Dockerfile'), 'utf8')), 'sources');
    const made = /mkdir -p (.*)/.exec(
      stages.flatMap(({ instructions }) => instructions.map(({ rest }) => rest)).join('\n'),
    );
    const folders = (made?.[1] ?? '').split(' ').filter((each) => each.includes('/secrets/'));
    const mounted = mountsOf(file.services.secrets as ComposeService)
      .filter(({ isBind }) => !isBind)
      .map(({ target }) => target.replace('/run/faultline/', '../out/secrets/'));
    expect(folders.sort()).toEqual(mounted.sort());
  });
});
