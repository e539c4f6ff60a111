import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { defaultRetention } from '../store/clickhouse/store-options.ts';
import { ConfigError, loadConfig } from './load.ts';
import { environmentVariables } from './schema.ts';

const folder = mkdtempSync(join(tmpdir(), 'faultline-config-'));

function file(text: string): string {
  const path = join(folder, `${Math.random().toString(36).slice(2)}.yaml`);
  writeFileSync(path, text);
  return path;
}

function problemsOf(load: () => unknown): readonly string[] {
  try {
    load();
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe('configuration', () => {
  it('needs nothing: every setting has a default that listens on this machine only', () => {
    const { config } = loadConfig({ environment: {}, flags: {} });
    expect(config.listen).toEqual({ host: '127.0.0.1', port: 4318 });
    expect(config.alertmanager.urls).toEqual([]);
  });

  it('takes a flag over the environment over the file', () => {
    const path = file('listen: { port: 1001 }\ndataDir: from-file\nlogLevel: warn\n');
    const environment = { FAULTLINE_LISTEN_PORT: '1002', FAULTLINE_DATA_DIR: 'from-environment' };
    const { config } = loadConfig({ file: path, environment, flags: { listen: { port: 1003 } } });
    expect(config.listen.port).toBe(1003);
    expect(config.dataDir).toBe('from-environment');
    expect(config.logLevel).toBe('warn');
  });

  it('lists every problem at once, with its place and what came', () => {
    const path = file('listen: { port: high }\ndataDirr: x\nalertmanager: { urls: [not-a-url] }\n');
    const problems = problemsOf(() => loadConfig({ file: path, environment: {}, flags: {} }));
    expect(problems).toHaveLength(3);
    expect(problems.join('\n')).toMatch(/listen\.port: .*got "high"/);
    expect(problems.join('\n')).toContain('dataDirr: no such setting; did you mean dataDir?');
    expect(problems.join('\n')).toMatch(/alertmanager\.urls\.0: .*got "not-a-url"/);
  });

  it.each([
    ['alertmanager: { urls: "http://a:9093" }', 'alertmanager.urls: expected a list, got "http://a:9093"'],
    [
      'alertmanager: { urls: ["a:9093"] }',
      'alertmanager.urls.0: expected an address that begins with http:// or https://, got "a:9093"',
    ],
    [
      'slo: { objectives: [{ name: chat, per: model, counts: availability, target: 99, period: 28 }] }',
      'slo.objectives.0.period: expected full days such as "28d", or a calendar such as { every: month }, got 28',
    ],
    [
      'slo: { objectives: [{ name: chat, per: model, counts: availability, target: "0.999" }] }',
      'slo.objectives.0.target: expected a percentage (perhaps "99.9"), got "0.999"',
    ],
  ])('says of %s what was expected, in words of YAML', (text, problem) => {
    expect(problemsOf(() => loadConfig({ file: file(text), environment: {}, flags: {} }))).toEqual([problem]);
  });

  it('notices a variable that is nearly one of ours, and leaves those of the instrumentation alone', () => {
    const environment = { FAULTLINE_ALERTMANAGER_URL: 'http://a:9093', FAULTLINE_PROVIDER_HOSTS: 'a=openai' };
    expect(loadConfig({ environment, flags: {} }).notices).toEqual([
      'FAULTLINE_ALERTMANAGER_URL: no such variable; did you mean FAULTLINE_ALERTMANAGER_URLS?',
    ]);
  });

  it('names only those sources that there are', () => {
    const flags = { listen: { port: 99_999, host: undefined } };
    expect(() => loadConfig({ environment: {}, flags })).toThrow(
      /^Configuration \(environment, command line\) cannot be used/,
    );
  });

  it('calls no status page unasked, and says what is missing of one that it is told to read', () => {
    expect(loadConfig({ environment: {}, flags: {} }).config.official).toEqual({
      enabled: false,
      sources: [],
    });
    const environment = { FAULTLINE_OFFICIAL_ENABLED: 'true' };
    const path = file(
      'official: { sources: [{ provider: openai, enabled: false }, { provider: llm.internal, format: feed, url: "https://a.example/rss" }] }',
    );
    expect(loadConfig({ file: path, environment, flags: {} }).config.official).toEqual({
      enabled: true,
      sources: [
        { enabled: false, provider: 'openai' },
        { enabled: true, provider: 'llm.internal', format: 'feed', url: 'https://a.example/rss' },
      ],
    });
    const wrong = file(
      'official: { sources: [{ provider: openai, url: "https://a.example", components: API }] }',
    );
    const problems = problemsOf(() => loadConfig({ file: wrong, environment: {}, flags: {} }));
    expect(problems).toEqual([expect.stringMatching(/^official\.sources\.0\.components: .*got "API"$/)]);
    const half = file('official: { sources: [{ provider: openai, url: "https://a.example" }] }');
    expect(problemsOf(() => loadConfig({ file: half, environment: {}, flags: {} }))).toEqual([
      'official.sources.0.format: expected one, or enabled: false, got nothing',
    ]);
  });

  it('takes maintenance in which nobody is paged, and lists all that is wrong with it', () => {
    const path = file(
      'incidents: { mute: [{ match: { provider: openai }, start: "2026-06-22T02:00", duration: 1h, reason: drill }] }\n',
    );
    const { config } = loadConfig({ file: path, environment: {}, flags: {} });
    expect(config.incidents.mute).toMatchObject([
      { match: { provider: 'openai' }, durationSeconds: 3600, timeZone: 'UTC', rrule: null },
    ]);
    const wrong = file(
      'incidents: { mute: [{ match: { service: shop }, start: tonight, duration: long, rrule: "FREQ=NEVER" }] }\n',
    );
    const problems = problemsOf(() => loadConfig({ file: wrong, environment: {}, flags: {} }));
    expect(problems.map((problem) => problem.split(':')[0])).toEqual([
      'incidents.mute.0.match.service',
      'incidents.mute.0.start',
      'incidents.mute.0.duration',
      'incidents.mute.0.reason',
    ]);
  });

  it.each([
    ['alertmanger: {}', 'alertmanger: no such setting; did you mean alertmanager?'],
    ['listen: { prot: 1 }', 'listen.prot: no such setting; did you mean port?'],
    [
      'slo: { objectives: [{ name: a, per: model, counts: user_visible, target: 99, matches: {} }] }',
      'slo.objectives.0.matches: no such setting; did you mean match?',
    ],
    ['elephant: grey', 'elephant: no such setting'],
  ])('a setting that does not exist is told with the one that was meant: %s', (text, problem) => {
    expect(problemsOf(() => loadConfig({ file: file(`${text}\n`), environment: {}, flags: {} }))).toEqual([
      problem,
    ]);
  });

  it('says that a file that was asked for is missing, and what is wrong with broken YAML', () => {
    expect(problemsOf(() => loadConfig({ file: join(folder, 'none'), environment: {}, flags: {} }))).toEqual([
      'the file does not exist',
    ]);
    const broken = file('listen: [unclosed\n');
    expect(problemsOf(() => loadConfig({ file: broken, environment: {}, flags: {} }))).not.toEqual([]);
  });

  it('reads a secret from a file and never repeats one', () => {
    const secret = file('a-token-of-enough-length\n');
    const { config } = loadConfig({ environment: { FAULTLINE_TOKENS_FILE: secret }, flags: {} });
    expect(config.tokens).toEqual(['a-token-of-enough-length']);
    const problems = problemsOf(() =>
      loadConfig({ environment: {}, flags: { clickhouse: { password: { nested: 'hunter2' } } } }),
    );
    expect(problems.join()).not.toContain('hunter2');
  });

  it('refuses a login in the address of a receiver, which would stand in the log with each failure', () => {
    const path = file(
      'alertmanager: { urls: ["http://me:pass-9@am:9093"] }\n' +
        'webhooks: [{ url: "https://me:pass-9@hook/x", secret: 0123456789abcdef }]\n',
    );
    expect(problemsOf(() => loadConfig({ file: path, environment: {}, flags: {} }))).toEqual([
      'alertmanager.urls.0: expected no login in it; where one is asked for, let a proxy add it, got a secret',
      'webhooks.0.url: expected no login in it; where one is asked for, let a proxy add it, got a secret',
    ]);
  });

  it('never repeats a login that somebody put into an address', () => {
    const url = 'https://faultline:hunter2@clickhouse:8443';
    const problems = problemsOf(() =>
      loadConfig({ environment: { FAULTLINE_CLICKHOUSE_URL: url }, flags: {} }),
    );
    expect(problems).toEqual([
      'clickhouse.url: expected no login in it, but clickhouse.username and clickhouse.password, got a secret',
    ]);
  });

  it.each([
    [{ cluster: 'main' }, 'clickhouse.cluster: expected clickhouse.url beside it, got "main"'],
    [{ url: 'http://a:8123', nodes: ['http://a:8123'] }, 'clickhouse.nodes: expected clickhouse.cluster'],
    [{ url: 'http://a:8123', caFile: '.' }, 'clickhouse.caFile: expected an https address'],
    [
      { url: 'https://a:8443', certFile: '.', keyFile: '.' },
      'clickhouse.certFile: expected clickhouse.certFile, keyFile',
    ],
    [
      { url: 'https://a:8443', caFile: '.', certFile: '.', keyFile: '.', password: 'hunter2' },
      'clickhouse.password: expected none beside clickhouse.certFile, which takes its place, got a secret',
    ],
    [
      { url: 'https://a:8443', caFile: 'nowhere.pem' },
      'clickhouse.caFile: expected a readable file, got "nowhere.pem"',
    ],
    [
      { url: 'http://a:8123', reader: { key: 'a-key-of-enough-length' } },
      'clickhouse.reader.key: is for the embedded engine',
    ],
    [{ reader: { key: 'short' } }, 'clickhouse.reader.key: expected at least 16 characters, got a secret'],
  ])('says what is missing beside a setting of ClickHouse: %j', (clickhouse, problem) => {
    expect(problemsOf(() => loadConfig({ environment: {}, flags: { clickhouse } }))).toEqual([
      expect.stringContaining(problem),
    ]);
  });

  it('keeps rows and counts as long as it is told to', () => {
    const environment = { FAULTLINE_RETENTION_RAW_DAYS: '30', FAULTLINE_RETENTION_MINUTES_DAYS: '90' };
    const { retention } = loadConfig({ environment, flags: { retention: { hoursDays: 400 } } }).config;
    expect(retention).toEqual({ ...defaultRetention, rawDays: 30, minutesDays: 90, hoursDays: 400 });
  });

  it('refuses a retention that something else needs longer', () => {
    const retention = { rawDays: 0, minutesDays: 1.5, hoursDays: 10, daysDays: 9_999 };
    expect(problemsOf(() => loadConfig({ environment: {}, flags: { retention } }))).toHaveLength(4);
    expect(
      problemsOf(() => loadConfig({ environment: {}, flags: { retention: { hoursDays: 40 } } })),
    ).toEqual(['retention.hoursDays: expected at least 45, as long as retention.minutesDays, got 40']);
  });

  it('refuses to listen on other machines without a token unless told', () => {
    const open = { listen: { host: '0.0.0.0' } };
    expect(problemsOf(() => loadConfig({ environment: {}, flags: open })).join()).toContain(
      'FAULTLINE_TOKENS',
    );
    expect(() =>
      loadConfig({ environment: {}, flags: { ...open, allowUnauthenticated: true } }),
    ).not.toThrow();
  });
});

describe('the examples of the documentation', () => {
  const examples = ['configuration.md', 'operating.md'].flatMap((page) => {
    const text = readFileSync(new URL(`../../../../docs/${page}`, import.meta.url), 'utf8');
    const blocks = [...text.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, example = '']) => example);
    // Documents of OpenSLO are read elsewhere.
    return blocks
      .filter((example) => !example.startsWith('apiVersion:'))
      .map((each) => [page, each] as const);
  });

  it.each(examples)('in %s are a configuration', (_, example) => {
    const environment = { FAULTLINE_TOKENS: 'a-token-of-enough-length' };
    const problems = problemsOf(() => loadConfig({ file: file(example), environment, flags: {} }));
    // The files it names are on the reader's machine.
    expect(problems.filter((problem) => !problem.includes('expected a readable file'))).toEqual([]);
  });
});

describe('docs/configuration.md', () => {
  it('names every setting and every environment variable, and no others', () => {
    const page = readFileSync(new URL('../../../../docs/configuration.md', import.meta.url), 'utf8');
    const rows = [...page.matchAll(/^\| `([\w.]+)` +\| `(FAULTLINE_\w+)` +\|/gm)].map((row) => [
      row[2],
      row[1],
    ]);
    const known = Object.entries(environmentVariables).map(([name, { path }]) => [name, path.join('.')]);
    expect(rows).toEqual(known);
  });
});

describe('what is wrong with a configuration is told without its secrets', () => {
  const hidden = 'Sup3r-Secret-Value-0123456789';

  it.each([
    ['a list where a mapping is expected', `- tokens: [${hidden}]`],
    ['a mapping where a list is expected', `webhooks: { url: "http://a.example", secret: ${hidden} }`],
    ['a mapping in place of a text', `logLevel: { password: ${hidden} }`],
    ['a list in place of a mapping', `clickhouse: [{ password: ${hidden} }]`],
    ['a text that looks like an alias', `tokens: [*${hidden}]`],
    ['a text that looks like a tag', `logLevel: !${hidden}`],
    ['a text that looks like a block', `clickhouse:\n  password: >${hidden}\n`],
    ['a text that is not closed', `clickhouse: { password: "${hidden} }`],
    ['a login in an address', `alertmanager: { urls: ["http://prometheus:${hidden}@a.example:9093"] }`],
    ['a login in half an address', `alertmanager: { urls: ["prometheus:${hidden}@a.example:9093"] }`],
    ['a login of a database', `clickhouse: { url: "http://default:${hidden}@a.example:8123" }`],
    ['a short one', `tokens: [${hidden.slice(0, 15)}]`],
  ])('%s', (_, text) => {
    const load = () => loadConfig({ file: file(text), environment: {}, flags: {} });
    const problems = problemsOf(load);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.join('\n')).not.toContain(hidden.slice(0, 12));
  });
});
