import {
  type Chosen,
  chooseInPromql,
  chooseInSql,
  clickHouseDashboards,
  expandIntervals,
  expandMacros,
  implausible,
  type Measured,
  type Panel,
  panelsOf,
  prometheusDashboards,
  type Shown,
  type Unit,
} from '@faultline/grafana';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCleanup } from '../support/cleanup.ts';
import { startWatchedOutage, type WatchedOutage } from '../support/watched-outage.ts';

// Every query of every dashboard, as Grafana would ask it, on an outage: a real collector with its engine, a real app under
// the instrumentation, a real Prometheus that scrapes both.

const cleanup = createCleanup();
afterAll(cleanup.run);

let outage: WatchedOutage;
const shown = (intervalSeconds = 5): Shown => ({
  fromMs: outage.fromMs,
  untilMs: outage.untilMs,
  intervalSeconds,
});

beforeAll(async () => {
  outage = await startWatchedOutage(cleanup);
});

/**
 * Values that Grafana's variables can have: all, one, and one that a careless query would break on. Backslashes are left
 * out: Grafana's own format does not escape them.
 */
const choices = [
  ['everything', {}],
  ['one vendor and model', { provider: ['anthropic'], model: ['claude-opus-4-8'], service: ['steady'] }],
  [
    'several',
    {
      provider: ['anthropic', 'openai'],
      model: ['claude-opus-4-8', 'gpt-5.5'],
      service: ['steady', 'synthetic'],
    },
  ],
  ['a name with quotes', { provider: [`o'"hara`], model: [`it's (1.5) "new"`], service: ["x'y"] }],
] as const satisfies readonly (readonly [string, Chosen])[];

/** What a panel shows: its numbers, each with its unit. */
interface Answer {
  readonly rows: number;
  readonly measured: readonly Measured[];
}

function judge({ id, emptyInOutage }: Panel, what: string, { rows, measured }: Answer): void {
  const wrong = measured.flatMap((each) => implausible(each) ?? []);
  expect(wrong, id).toEqual([]);
  if (what === 'everything' && emptyInOutage === undefined) expect(rows, `${id} is empty`).toBeGreaterThan(0);
}

describe.each(prometheusDashboards.map((dashboard) => [dashboard.name, dashboard] as const))(
  'Prometheus: %s',
  (_, dashboard) => {
    const allValues = Object.fromEntries(
      dashboard.variables.map((each) => [
        each.name,
        (each.kind === 'query' ? each.allValue : each.value) ?? '',
      ]),
    );
    const asked = (expr: string, chosen: Chosen): string =>
      expandIntervals(chooseInPromql(expr, chosen, allValues), shown(), outage.scrapeSeconds);

    test.each(panelsOf(dashboard).map((panel) => [panel.id, panel] as const))('%s', async (_, panel) => {
      for (const [what, chosen] of choices)
        for (const query of panel.queries) {
          const expr = asked(query.expr, chosen);
          const range = { ...shown(), stepSeconds: shown().intervalSeconds };
          const series = query.instant
            ? await outage.prometheus.instant(expr)
            : await outage.prometheus.range(expr, range);
          const values = series.flatMap((each) => each.values);
          const unit = unitOfValue(panel);
          judge(panel, what, { rows: values.length, measured: values.map((value) => ({ unit, value })) });
        }
    });

    test('offers something to choose, and its annotations can be read', async () => {
      for (const variable of dashboard.variables) {
        if (variable.kind !== 'query') continue;
        const [, selector = '', label = ''] = /^label_values\((.*), (\w+)\)$/.exec(variable.query) ?? [];
        expect(await outage.prometheus.labelValues(label, asked(selector, {}))).not.toEqual([]);
      }
      for (const { expr } of dashboard.annotations)
        expect(await outage.prometheus.range(asked(expr, {}), { ...shown(), stepSeconds: 5 })).not.toEqual(
          [],
        );
    });
  },
);

function unitOfValue({ look, columns, unit }: Panel): Unit {
  return look === 'table' ? (columns?.find(({ name }) => name === 'Value')?.unit ?? 'none') : unit;
}

/** What was sent for hours before is there, too. */
const overHours = (intervalSeconds: number): Shown => ({
  ...shown(intervalSeconds),
  fromMs: outage.untilMs - 3 * 3_600_000,
});

describe.each(clickHouseDashboards.map((dashboard) => [dashboard.name, dashboard] as const))(
  'ClickHouse: %s',
  (_, dashboard) => {
    const asked = (sql: string, chosen: Chosen, intervalSeconds: number): string =>
      expandMacros(chooseInSql(sql, chosen), overHours(intervalSeconds));
    const texts = Object.fromEntries(
      dashboard.variables.flatMap((each) => (each.kind === 'text' ? [[each.name, [each.value]]] : [])),
    );

    const everything: Record<string, readonly string[]> = { ...texts };
    /** In order: later ones depend on what is chosen in those before. */
    beforeAll(async () => {
      for (const variable of dashboard.variables) {
        if (variable.kind !== 'query') continue;
        const rows = await outage.select(asked(variable.query, everything, 60));
        everything[variable.name] = rows.map((row) => String(Object.values(row)[0]));
        expect(rows, variable.name).not.toEqual([]);
      }
    });

    test.each(panelsOf(dashboard).map((panel) => [panel.id, panel] as const))('%s', async (_, panel) => {
      const interval = Math.max(30, secondsOf(panel.intervalMin));
      for (const [what, chosen] of choices)
        for (const { sql } of panel.queries) {
          const rows = await outage.select(asked(sql, { ...everything, ...chosen }, interval));
          judge(panel, what, { rows: rows.length, measured: rows.flatMap((row) => numbersOf(panel, row)) });
        }
    });

    const overTime = panelsOf(dashboard).filter(({ look }) => look === 'lines' || look === 'stacked');
    test.each(overTime.map((panel) => [panel.id, panel] as const))(
      '%s answers a time, labels and one number: what Grafana makes lines of',
      async (_, { queries }) => {
        for (const { sql } of queries) {
          const columns = await outage.select(`DESCRIBE (${asked(sql, everything, 60)})`);
          const types = columns.map(({ type }) => String(type));
          expect(types[0]).toMatch(/^DateTime/);
          expect(types.at(-1)).toMatch(/^(U?Int|Float)\d+$/);
          expect(types.slice(1, -1).filter((type) => !type.includes('String'))).toEqual([]);
        }
      },
    );

    test('has annotations with the columns that Grafana looks for', async () => {
      for (const { name, sql, enabled } of dashboard.annotations) {
        const rows = await outage.select(asked(sql, everything, 60));
        if (enabled) expect(rows, name).not.toEqual([]);
        for (const row of rows) expect(Object.keys(row)).toEqual(['time', 'timeEnd', 'text', 'tags']);
      }
    });
  },
);

function secondsOf(interval = '1s'): number {
  const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
  return Number(interval.slice(0, -1)) * (unitSeconds[interval.slice(-1)] ?? Number.NaN);
}

/** Over time all numbers are of the panel's unit; in a table columns have their own. */
function numbersOf(
  { look, unit, columns = [] }: Panel,
  row: Readonly<Record<string, unknown>>,
): Answer['measured'] {
  return Object.entries(row).flatMap(([name, value]) => {
    const own = look === 'table' ? columns.find((column) => column.name === name)?.unit : unit;
    const isNumber =
      typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value));
    if (own === undefined || own === 'dateTimeAsIso' || !isNumber) return [];
    return [{ unit: own, value: Number(value) }];
  });
}

describe('links to the console', () => {
  /** What Grafana knows of the value that was clicked. */
  async function known(): Promise<Readonly<Record<string, string>>> {
    const [incident] = await outage.select('SELECT id FROM incidents FINAL');
    const [call] = await outage.select(
      "SELECT provider, model, service, lower(hex(trace_id)) AS trace FROM calls WHERE service = 'steady' LIMIT 1",
    );
    const row: Readonly<Record<string, unknown>> = { ...incident, ...call, outcome: 'overloaded' };
    const fields = Object.entries(row).flatMap(([name, value]) => [
      [`__data.fields.${name}`, String(value)],
      [`__field.labels.${name}`, String(value)],
    ]);
    return {
      ...Object.fromEntries(fields),
      console: outage.collector.url,
      '__from:date:iso': new Date(outage.fromMs).toISOString(),
      '__to:date:iso': new Date(outage.untilMs).toISOString(),
    };
  }
  const panels: readonly Panel[] = [...prometheusDashboards, ...clickHouseDashboards].flatMap(panelsOf);
  const links = panels.flatMap(({ links: own = [], columns = [] }) => [
    ...own,
    ...columns.flatMap(({ link }) => link ?? []),
  ]);

  test.each([...new Set(links.map(({ url }) => url))])('%s leads to a page', async (url) => {
    const values = await known();
    const filled = url.replaceAll(/\$\{([^}]+)\}/g, (whole, name: string) => values[name] ?? whole);
    expect(filled).not.toContain('$');
    const { pathname, search } = new URL(filled);
    const page = await fetch(filled);
    expect(page.status).toBe(200);
    // What the page is drawn from, and that it is not the page of a mistake.
    const drawn = await fetch(`${outage.collector.url}/api/v1/pages${pathname}${search}`);
    expect(((await drawn.json()) as { readonly kind: string }).kind).not.toBe('problem');
  });

  test('exemplars of the app lead to its calls', async () => {
    const query = new URLSearchParams({
      query: 'llm_client_call_duration_seconds_bucket',
      start: String(outage.fromMs / 1000),
      end: String(outage.untilMs / 1000),
    });
    const answer = await fetch(`${outage.prometheus.url}/api/v1/query_exemplars?${query}`);
    const { data } = (await answer.json()) as {
      readonly data: readonly {
        readonly exemplars: readonly { readonly labels: { readonly trace_id: string } }[];
      }[];
    };
    const traceId = data[0]?.exemplars[0]?.labels.trace_id;
    expect((await fetch(`${outage.collector.url}/calls/${traceId}`)).status).toBe(200);
  });
});
