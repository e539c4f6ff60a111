import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { loadConfig } from './load.ts';
import { environmentVariables } from './schema.ts';

// What charts/faultline tells the collector, as Helm has rendered it, against the settings that there are; test/chart.test.ts
// has the rest.

const fixtures = fileURLToPath(new URL('../../../../test/fixtures/chart', import.meta.url));

interface Rendered {
  readonly kind: string;
  readonly data?: Readonly<Record<string, string>>;
  readonly spec?: {
    readonly template?: {
      readonly spec: {
        readonly containers: readonly [{ readonly env: readonly { name: string; value: string }[] }];
      };
    };
  };
}

it.each(['embedded', 'embedded-grafana', 'server'])('the chart starts a collector: %s', (name) => {
  const documents = parseAllDocuments(readFileSync(join(fixtures, `${name}.rendered.yaml`), 'utf8'));
  const resources = documents.map((document) => document.toJS() as Rendered | null);
  const variables = resources.flatMap((resource) => resource?.spec?.template?.spec.containers[0].env ?? []);
  const unknown = variables.filter(
    (variable) =>
      !(variable.name.replace(/_FILE$/, '') in environmentVariables || variable.name in environmentVariables),
  );
  expect(variables.length).toBeGreaterThan(3);
  expect(unknown).toEqual([]);

  const folder = mkdtempSync(join(tmpdir(), 'faultline-chart-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const secrets = join(folder, 'secrets');
  mkdirSync(secrets);
  const environment = Object.fromEntries(
    variables.map((variable) => [variable.name, variable.value.replace('/run/faultline', secrets)]),
  );
  for (const path of Object.values(environment).filter((value) => value.startsWith(secrets)))
    writeFileSync(path, `a-secret-for-${path.split('/').at(-1)}`);
  const file = join(folder, 'faultline.yaml');
  writeFileSync(file, resources.map((resource) => resource?.data?.['faultline.yaml'] ?? '').join(''));
  const { config, notices } = loadConfig({ file, environment, flags: {} });
  expect(notices).toEqual([]);
  expect(config.tokens).toEqual(['a-secret-for-tokens']);
  expect(config.clickhouse.url !== undefined).toBe(name === 'server');
});
