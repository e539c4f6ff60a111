import { describe, expect, it } from 'vitest';
import { dashboards, fileOf } from './catalogue.ts';
import { dashboardJson } from './classic/dashboard-json.ts';
import { panelsOf } from './dashboard.ts';
import { type DashboardFile, rules } from './lint.ts';

const files = dashboards.map(
  (dashboard) => [fileOf(dashboard), JSON.parse(dashboardJson(dashboard)) as DashboardFile] as const,
);
const [prometheusFile, clickHouseFile] = ['prometheus/overview.json', 'clickhouse/overview.json'].map(
  (name) => files.find(([file]) => file === name)?.[1] ?? {},
);

describe.each(Object.entries(rules))('every dashboard %s', (_, rule) => {
  it.each(files)('%s', (_, file) => {
    expect(rule(file)).toEqual([]);
  });
});

describe('the rules would catch', () => {
  const broken = (
    file: DashboardFile = {},
    [from, to]: readonly [string | RegExp, string],
  ): DashboardFile => {
    const before = JSON.stringify(file);
    const after = before.replace(from, () => to);
    expect(after).not.toBe(before);
    return JSON.parse(after) as DashboardFile;
  };
  const problems = (file: DashboardFile): string =>
    Object.values(rules)
      .flatMap((rule) => rule(file))
      .join('\n');

  it.each([
    ['a literal data source', ['${prometheus}', 'PBFA97CFB590B2093'], 'is no variable'],
    ['a rate over a fixed time', ['$__rate_interval', '5m'], 'fits every zoom'],
    [
      'a counter without a rate',
      [/rate\(([^[]+)\[\$__rate_interval\]\)/g, 'llm_attempts_total{job=~\\"$job\\"}'],
      'by its rate',
    ],
    [
      'a counter beside a rate',
      [/rate\(([^[]+)\[\$__rate_interval\]\)/, 'llm_attempts_total{job=~\\"$job\\"}'],
      'by its rate',
    ],
    [
      'a query over all jobs',
      ['llm_vendor_health_state{job=~\\"$job\\", ', 'llm_vendor_health_state{'],
      'chosen jobs',
    ],
    ['a variable that nobody defined', ['$provider', '$vendor'], 'not defined'],
    [
      'a panel without words',
      [/"description":"The state[^"]*"/, '"description":""'],
      'needs title and description',
    ],
    ['a panel without a unit', ['"unit":"percentunit"', '"unit":""'], 'has no unit'],
    ['panels on one another', ['"x":6,', '"x":4,'], 'lies on another'],
    ['a panel that is too wide', ['"w":24', '"w":25'], 'outside of the grid'],
    ['two panels of one id', ['"id":2,', '"id":1,'], 'no id of its own'],
    ['values of all series', [/label_values\([^,]+, provider\)/, 'label_values(provider)'], 'all series'],
    ['a dashboard of one Grafana', ['"id":null', '"id":7'], 'must be null'],
  ] as const)('%s', (_, change, problem) => {
    expect(problems(broken(prometheusFile, change))).toContain(problem);
  });

  it.each([
    ['a macro that came late', ['$__timeFilter(', '$__timeGroup('], 'not known to every version'],
    ['text that is not escaped', ['${provider:singlequote}', '$provider'], 'is not escaped'],
    ['a second statement', ['LIMIT 50', 'LIMIT 50; DROP TABLE calls'], 'one statement'],
  ] as const)('%s', (_, change, problem) => {
    expect(problems(broken(clickHouseFile, change))).toContain(problem);
  });
});

describe('the catalogue', () => {
  it('names every panel once in a dashboard', () => {
    for (const dashboard of dashboards) {
      const ids = panelsOf(dashboard).map(({ id }) => id);
      expect(new Set(ids).size, dashboard.title).toBe(ids.length);
    }
  });

  it('has few panels that may be empty in an outage, each for a reason', () => {
    const excused = dashboards.flatMap((dashboard) =>
      panelsOf(dashboard)
        .filter(({ emptyInOutage }) => emptyInOutage !== undefined)
        .map(({ id }) => `${fileOf(dashboard)} ${id}`),
    );
    expect(excused).toEqual([
      'prometheus/incident.json overrides',
      'prometheus/collector.json official',
      'clickhouse/incident.json posts',
    ]);
  });

  it('draws both sets of the same five subjects', () => {
    const namesIn = (source: string): readonly string[] =>
      dashboards.filter((each) => each.source === source).map(({ name }) => name);
    expect(namesIn('prometheus')).toEqual([...namesIn('clickhouse'), 'collector']);
  });
});
