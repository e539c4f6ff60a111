import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { documentedGrants } from '../store/clickhouse/connection/documented-sql.fixture.ts';
import { loadConfig } from './load.ts';
import { environmentVariables } from './schema.ts';

// What docker-compose.yml tells the collector, against the settings that there are; test/compose.test.ts has the rest.

const root = fileURLToPath(new URL('../../../..', import.meta.url));
const { services } = parse(readFileSync(join(root, 'docker-compose.yml'), 'utf8'), { merge: true }) as {
  services: Record<string, { environment: Record<string, string> }>;
};

/** Tokens and passwords, made as at the first start. */
function madeSecrets(): string {
  const folder = mkdtempSync(join(tmpdir(), 'faultline-compose-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  execFileSync(process.execPath, [join(root, 'deploy/make-secrets.mjs'), folder]);
  return folder;
}

describe.each(['collector', 'standalone'])('what docker-compose.yml tells the %s', (name) => {
  const environment = services[name]?.environment ?? {};

  it('are settings that there are', () => {
    const settings = Object.keys(environment).map((each) =>
      each in environmentVariables ? each : each.replace(/_FILE$/, ''),
    );
    expect(settings.length).toBeGreaterThan(3);
    expect(settings.filter((each) => !(each in environmentVariables))).toEqual([]);
  });

  it('is a configuration to start with: nothing is open, and nothing is complained of', () => {
    const folder = madeSecrets();
    const given = Object.entries(environment).map(([each, value]): [string, string] => [
      each,
      value.replace('/run/faultline', folder).replace(/^\$\{\w+:-(.*)\}$/, '$1'),
    ]);
    const { config, notices } = loadConfig({
      environment: { ...Object.fromEntries(given), FAULTLINE_LISTEN_HOST: '0.0.0.0' },
      flags: {},
    });
    expect(notices).toEqual([]);
    expect([config.tokens.length, config.access.operate.length]).toEqual([1, 1]);
    expect(config.allowUnauthenticated).toBe(false);
  });
});

describe('the users that docker-compose.yml makes in ClickHouse', () => {
  const rightsIn = (users: string, user: string): readonly (string | undefined)[] => {
    const own = new RegExp(`<${user}>\\s*<password_sha256_hex>([\\s\\S]*?)</${user}>`).exec(users)?.[1] ?? '';
    return [...own.matchAll(/<query>(.*)<\/query>/g)].map((match) => match[1]);
  };

  it('have the rights that docs/operating.md gives them, and are known by hashes', () => {
    const folder = madeSecrets();
    const users = readFileSync(join(folder, 'clickhouse/faultline.xml'), 'utf8');
    // A cluster needs one more.
    const single = documentedGrants('faultline').filter((grant) => !grant.includes('CLUSTER'));
    expect(rightsIn(users, 'faultline')).toEqual(single);
    expect(rightsIn(users, 'faultline_grafana')).toEqual(documentedGrants('faultline_grafana'));
    for (const name of ['collector', 'grafana'])
      expect(users).not.toContain(readFileSync(join(folder, name, 'clickhouse-password'), 'utf8').trim());
  });
});
