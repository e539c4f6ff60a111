import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';

// Of what Helm has made of the chart, and that it was this chart: scripts/render-chart.mjs writes it down.

const root = fileURLToPath(new URL('..', import.meta.url));
const chart = join(root, 'charts/faultline');
const fixtures = join(root, 'test/fixtures/chart');
const names = readdirSync(fixtures);

interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
  readonly livenessProbe: unknown;
  readonly readinessProbe: unknown;
  readonly securityContext: unknown;
}

interface Resource {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>> & {
    readonly template: {
      readonly metadata: { readonly labels: Readonly<Record<string, string>> };
      readonly spec: Readonly<Record<string, unknown>> & { readonly containers: readonly [Container] };
    };
  };
}

function rendered(name: string): readonly Resource[] {
  const text = readFileSync(join(fixtures, `${name}.rendered.yaml`), 'utf8');
  return parseAllDocuments(text)
    .map((document) => document.toJS() as Resource | null)
    .filter((resource) => resource !== null);
}

function only(name: string, kind: string): Resource {
  const found = rendered(name).filter((resource) => resource.kind === kind);
  expect([name, kind, found.length]).toEqual([name, kind, 1]);
  return found[0] as Resource;
}

const kindsOf = (name: string): readonly string[] => rendered(name).map(({ kind }) => kind);
const container = (name: string): Container => only(name, 'StatefulSet').spec.template.spec.containers[0];
const environmentOf = (name: string): Record<string, string> =>
  Object.fromEntries(container(name).env.map((variable) => [variable.name, variable.value]));

const all = ['embedded', 'embedded-grafana', 'server'];

/** Whether anything has changed since Helm rendered it. */
function checkRendered(): readonly [status: number | null, stderr: string] {
  const script = join(root, 'scripts/render-chart.mjs');
  const { status, stderr } = spawnSync(process.execPath, [script, '--check'], { encoding: 'utf8' });
  return [status, stderr];
}

describe('the chart', () => {
  it('is the one that Helm has rendered', () => {
    expect(checkRendered()).toEqual([0, '']);
  });

  it('with these rules and dashboards in place of all', () => {
    const planted = join(fixtures, 'files/rules/planted.rules.yml');
    onTestFinished(() => rmSync(planted));
    writeFileSync(planted, 'groups: []\n');
    expect(checkRendered()).toEqual([1, expect.stringContaining('run npm run chart')]);
  });

  it('brings the rules and dashboards of this repository, and finds them where they lie', () => {
    for (const [name, folder] of [
      ['rules', 'prometheus'],
      ['dashboards', 'grafana/dashboards'],
    ] as const) {
      const link = join(chart, 'files', name);
      expect(lstatSync(link).isSymbolicLink()).toBe(true);
      expect(realpathSync(link)).toBe(realpathSync(join(root, folder)));
    }
    const rules = readdirSync(join(chart, 'files/rules')).filter((name) => name.endsWith('.rules.yml'));
    const read = readFileSync(join(chart, 'templates/monitoring.yaml'), 'utf8');
    expect(rules.filter((name) => !read.includes(name))).toEqual([]);
    const dashboards = readdirSync(join(chart, 'files/dashboards'), { recursive: true, encoding: 'utf8' });
    const { dashboards: settings } = parse(readFileSync(join(chart, 'values.yaml'), 'utf8')) as {
      dashboards: { sets: readonly string[] };
    };
    const place = new RegExp(`^(${settings.sets.join('|')})/[\\w-]+\\.json$`);
    expect(dashboards.filter((name) => name.endsWith('.json') && !place.test(name))).toEqual([]);
  });

  it('has no secret in it, and makes none', () => {
    for (const name of all) {
      expect(kindsOf(name)).not.toContain('Secret');
      const environment = environmentOf(name);
      const telling = Object.keys(environment).filter((each) => /TOKEN|PASSWORD|KEY|ACCESS/.test(each));
      for (const each of telling)
        expect([each, environment[each]]).toEqual([
          `${each.replace(/_FILE$/, '')}_FILE`,
          expect.stringMatching(/^\/run\/faultline\//),
        ]);
    }
  });
});

describe.each(all)('%s', (name) => {
  it('runs as nobody, on a read-only root, with a volume of its own', () => {
    const { spec } = only(name, 'StatefulSet');
    expect(spec.template.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, runAsUser: 10_001, fsGroup: 10_001 },
    });
    expect(container(name).securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(spec.volumeClaimTemplates).toMatchObject([
      { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'] } },
    ]);
    const { FAULTLINE_DATA_DIR: data } = environmentOf(name);
    expect(container(name).volumeMounts).toContainEqual({ name: 'data', mountPath: data });
    expect(container(name).image).toMatch(/^registry\.example\.org\/faultline[:@](?!latest)/);
  });

  it('is asked whether it lives and whether it takes rows, and nothing that would call a vendor', () => {
    expect(container(name).livenessProbe).toMatchObject({ httpGet: { path: '/livez', port: 'http' } });
    expect(container(name).readinessProbe).toMatchObject({ httpGet: { path: '/readyz', port: 'http' } });
  });

  it('is what its services and policies select', () => {
    const { labels } = only(name, 'StatefulSet').spec.template.metadata;
    for (const { kind, spec } of rendered(name)) {
      const selector =
        kind === 'Service'
          ? spec.selector
          : ((spec?.podSelector ?? spec?.selector) as { matchLabels?: object } | undefined)?.matchLabels;
      if (['Service', 'NetworkPolicy', 'PodDisruptionBudget', 'StatefulSet'].includes(kind))
        expect(labels).toMatchObject(selector as object);
    }
  });
});

describe('what an installation chooses', () => {
  it('embedded: one collector, no server, nothing of Prometheus or Grafana unless asked', () => {
    expect(only('embedded', 'StatefulSet').spec.replicas).toBe(1);
    expect([...kindsOf('embedded')].sort()).toEqual(['ConfigMap', 'Service', 'Service', 'StatefulSet']);
    expect(container('embedded').image).toBe('registry.example.org/faultline:0.0.0-full');
    expect(environmentOf('embedded')).not.toHaveProperty('FAULTLINE_CLICKHOUSE_URL');
    expect(environmentOf('embedded')).not.toHaveProperty('FAULTLINE_CLICKHOUSE_READER_HOST');
  });

  it('with a key for readers: a port that only they may reach', () => {
    expect(container('embedded-grafana').ports).toContainEqual({ name: 'reader', containerPort: 8123 });
    expect(only('embedded-grafana', 'NetworkPolicy').spec).toMatchObject({
      policyTypes: ['Ingress'],
      ingress: [
        { ports: [{ port: 'http' }], from: [{ podSelector: {} }] },
        { ports: [{ port: 'reader' }], from: [{ namespaceSelector: {} }] },
      ],
    });
  });

  it('server: several, one of which is taken away at a time', () => {
    expect(only('server', 'StatefulSet').spec.replicas).toBe(3);
    expect(only('server', 'PodDisruptionBudget').spec).toMatchObject({ maxUnavailable: 1 });
    expect(environmentOf('server')).toMatchObject({
      FAULTLINE_CLICKHOUSE_URL: 'https://clickhouse.example.org:8443',
      FAULTLINE_CLICKHOUSE_PASSWORD_FILE: '/run/faultline/clickhouse-password',
    });
    // Its faultline.yaml is in a Secret.
    expect(kindsOf('server')).not.toContain('ConfigMap');
    expect(only('server', 'NetworkPolicy').spec.policyTypes).toEqual(['Ingress', 'Egress']);
  });

  it('Prometheus scrapes each pod once, with a token that is referred to', () => {
    const { spec } = only('embedded-grafana', 'ServiceMonitor');
    const { matchLabels } = spec.selector as { matchLabels: Record<string, string> };
    const isSelected = ({ kind, metadata: { labels } }: Resource): boolean =>
      kind === 'Service' && Object.entries(matchLabels).every(([label, value]) => labels[label] === value);
    expect(rendered('embedded-grafana').filter(isSelected)).toHaveLength(1);
    expect(spec.endpoints).toMatchObject([
      { port: 'http', path: '/metrics', authorization: { credentials: { key: 'metrics-token' } } },
    ]);
  });

  it('the rules that were chosen, word for word', () => {
    const groupsOf = (name: string) =>
      (only(name, 'PrometheusRule').spec.groups as { name: string; rules: object[] }[]).map(
        (group) => group.name,
      );
    expect(groupsOf('embedded-grafana')).toEqual(['gauges', 'recordings']);
    expect(groupsOf('server')).toEqual(['counters', 'recordings']);
    expect(JSON.stringify(only('embedded-grafana', 'PrometheusRule'))).toContain(
      '{{ $labels.instance }} is blind.',
    );
  });

  it('dashboards as ConfigMaps that the sidecar finds, word for word', () => {
    const found = rendered('embedded-grafana').filter(
      ({ metadata }) => metadata.labels.grafana_dashboard === '1',
    );
    const texts = Object.assign({}, ...found.map(({ data }) => data)) as Record<string, string>;
    expect(Object.keys(texts).sort()).toEqual([
      'faultline-clickhouse-vendor.json',
      'faultline-prometheus-overview.json',
    ]);
    const source = readFileSync(join(fixtures, 'files/dashboards/prometheus/overview.json'), 'utf8');
    expect(JSON.parse(texts['faultline-prometheus-overview.json'] ?? '')).toEqual(JSON.parse(source));
  });
});

describe('what cannot work is refused', () => {
  it.each([
    ['embedded-replicas', /\/replicas': value must be 1/, /embedded ClickHouse belongs to one collector/],
    ['server-without-url', /\/clickhouse\/url': minLength/, /mode: server needs the HTTP address/],
    ['without-secret', /\/existingSecret': minLength/, /name a Secret with the tokens/],
    ['without-image', /\/image\/repository': minLength/, /no image is published yet/],
    ['secret-in-config', /\/config\/clickhouse\/password/, /a ConfigMap is no place for secrets/],
  ])('%s, by its schema and by its templates', (name, bySchema, byTemplates) => {
    const [schema = '', templates = ''] = readFileSync(join(fixtures, `refused-${name}.txt`), 'utf8').split(
      'Without the schema:',
    );
    expect(schema).toMatch(bySchema);
    expect(templates).toMatch(byTemplates);
  });

  it('each in the cases that Helm was asked about', () => {
    expect(names.filter((name) => name.startsWith('refused-') && name.endsWith('.txt'))).toHaveLength(5);
  });
});
