import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { dashboards } from './catalogue.ts';
import { pluginOf } from './classic/data-source.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8');

interface DataSource {
  readonly name: string;
  readonly type: string;
  readonly jsonData?: Readonly<Record<string, unknown>>;
  readonly secureJsonData?: Readonly<Record<string, string>>;
}

const sourcesFile = read('provisioning/datasources/faultline.yml');
const { datasources } = parse(sourcesFile) as { readonly datasources: readonly DataSource[] };
const { providers } = parse(read('provisioning/dashboards/faultline.yml')) as {
  readonly providers: readonly { readonly options: { readonly path: string } }[];
};

describe('what Grafana is given at its start', () => {
  it('has a data source for every dashboard', () => {
    const types = datasources.map(({ type }) => type);
    for (const { source } of dashboards) expect(types).toContain(pluginOf[source]);
  });

  it('finds every dashboard', () => {
    const paths = providers.map(({ options }) => options.path.replace('/var/lib/grafana/', ''));
    expect(paths.sort()).toEqual([...new Set(dashboards.map(({ source }) => `dashboards/${source}`))].sort());
    for (const path of paths) expect(existsSync(`${root}/${path}`)).toBe(true);
  });

  it('holds no secret', () => {
    const secrets = datasources.flatMap(({ secureJsonData = {} }) => Object.values(secureJsonData));
    expect(secrets).not.toEqual([]);
    for (const secret of secrets) expect(secret).toMatch(/^\$(__file\{[^}]+\}|[A-Z_]+)$/);
  });

  it('reads only variables that the README explains', () => {
    const names = [...sourcesFile.matchAll(/\$(FAULTLINE_\w+)/g)].map(([, name]) => name ?? '');
    const readme = read('README.md');
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(readme).toContain(`\`${name}\``);
  });
});
