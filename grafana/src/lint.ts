import { isMacro } from './expand/macros.ts';

/** A dashboard as its file has it: what the rules look at. */
export interface DashboardFile {
  readonly uid?: string;
  readonly title?: string;
  readonly description?: string;
  readonly id?: unknown;
  readonly tags?: readonly string[];
  readonly panels?: readonly PanelFile[];
  readonly templating?: { readonly list: readonly VariableFile[] };
  readonly annotations?: { readonly list: readonly AnnotationFile[] };
}

interface Sourced {
  readonly datasource?: { readonly type?: string; readonly uid?: string } | null;
}

interface PanelFile extends Sourced {
  readonly id?: number;
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly gridPos?: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly (Sourced & TargetFile)[];
  readonly fieldConfig?: {
    readonly defaults?: {
      readonly unit?: string;
      readonly min?: number;
      readonly max?: number;
      readonly noValue?: string;
    };
  };
}

interface TargetFile {
  readonly refId?: string;
  readonly expr?: string;
  readonly rawSql?: string;
}

interface VariableFile extends Sourced {
  readonly name: string;
  readonly type: string;
  readonly query?: unknown;
}

interface AnnotationFile extends Sourced {
  readonly name?: string;
  readonly expr?: string;
  readonly target?: TargetFile;
}

/** Looks at a dashboard and answers with one sentence for each violation. */
export type Rule = (dashboard: DashboardFile) => readonly string[];

const drawn = ({ panels = [] }: DashboardFile): readonly PanelFile[] =>
  panels.filter(({ type }) => type !== 'row');

const identity: Rule = ({ uid = '', title = '', description = '', id, tags = [] }) => [
  ...(/^faultline-[a-z-]+$/.test(uid) && uid.length <= 40 ? [] : [`uid "${uid}" is not stable and short`]),
  ...(title === '' || description === '' ? ['a dashboard needs title and description'] : []),
  ...(id === null ? [] : ['id must be null: each Grafana gives its own']),
  ...(tags.includes('faultline') ? [] : ['the tag that links go by is missing']),
];

const described: Rule = (dashboard) =>
  drawn(dashboard).flatMap(({ title = '', description = '', fieldConfig }) => [
    ...(title === '' || description.length < 20 ? [`panel "${title}" needs title and description`] : []),
    ...(fieldConfig?.defaults?.unit ? [] : [`panel "${title}" has no unit`]),
    ...(fieldConfig?.defaults?.noValue ? [] : [`panel "${title}" says nothing when it is empty`]),
    ...(fieldConfig?.defaults?.unit === 'percentunit' &&
    (fieldConfig.defaults.min ?? fieldConfig.defaults.max) === undefined
      ? [`panel "${title}" is a share without bounds`]
      : []),
  ]);

const sources: Rule = (dashboard) => {
  const panels = drawn(dashboard);
  const all: readonly Sourced[] = [
    ...panels,
    ...panels.flatMap(({ targets = [] }) => targets),
    ...(dashboard.annotations?.list ?? []),
    ...(dashboard.templating?.list ?? []).filter(({ type }) => type === 'query'),
  ];
  return all.flatMap(({ datasource }) =>
    /^\$\{(prometheus|clickhouse)\}$/.test(datasource?.uid ?? '')
      ? []
      : [`data source "${datasource?.uid}" is no variable: it exists in one Grafana only`],
  );
};

const places: Rule = ({ panels = [] }) => {
  const ids = panels.map(({ id = 0 }) => id);
  const cells = panels.flatMap(({ gridPos }) => (gridPos ? cellsOf(gridPos) : []));
  const taken = new Set(cells);
  const outside = panels.filter(
    ({ gridPos }) =>
      !gridPos || gridPos.x < 0 || gridPos.w < 1 || gridPos.h < 1 || gridPos.x + gridPos.w > 24,
  );
  return [
    ...(new Set(ids).size === ids.length && !ids.includes(0) ? [] : ['a panel has no id of its own']),
    ...(taken.size === cells.length ? [] : ['a panel lies on another one']),
    ...outside.map(({ title }) => `panel "${title}" lies outside of the grid`),
  ];
};

function cellsOf({ x, y, w, h }: NonNullable<PanelFile['gridPos']>): readonly string[] {
  return Array.from({ length: w * h }, (_, cell) => `${x + (cell % w)} ${y + Math.floor(cell / w)}`);
}

const queries: Rule = (dashboard) =>
  drawn(dashboard).flatMap(({ title, targets = [] }) => [
    ...(targets.length === 0 ? [`panel "${title}" asks nothing`] : []),
    ...targets.flatMap(({ expr, rawSql, refId }) => [
      ...(refId ? [] : [`a query of "${title}" has no refId`]),
      ...(expr === undefined ? [] : promqlProblems(expr)),
      ...(rawSql === undefined ? [] : sqlProblems(rawSql)),
    ]),
  ]);

const rates = /\b(?:rate|irate|increase)\([^[]*\[([^\]]+)\]/g;

function promqlProblems(expr: string): readonly string[] {
  const literal = [...expr.matchAll(rates)].filter(
    ([, range]) => range !== '$__rate_interval' && range !== '$__range',
  );
  const isBare = /\b[a-z]\w*_total\b/.test(expr.replaceAll(rates, '')) && !isSinceStart(expr);
  return [
    ...literal.map(([whole]) => `${whole}: a rate over $__rate_interval fits every zoom`),
    ...(isBare ? [`${expr}: a counter is shown by its rate`] : []),
    ...[...expr.matchAll(/\w+\{[^}]*\}/g)]
      .filter(([selector]) => !selector.includes('job=~"$job"'))
      .map(([selector]) => `${selector}: does not look at the chosen jobs only`),
  ];
}

/** Losses are told since the start of the process, on purpose: one a day has a rate nobody sees. */
const isSinceStart = (expr: string): boolean => /^sum\(faultline_\w+_total\{[^}]*\}\)$/.test(expr);

function sqlProblems(sql: string): readonly string[] {
  const macros = sql.match(/\$__\w+/g) ?? [];
  const unquoted = sql.match(/\$(?!__)(\w+|\{\w+\})/g) ?? [];
  return [
    ...macros
      .filter((macro) => !isMacro(macro.slice('$__'.length)))
      .map((macro) => `${macro} is not known to every version of the data source`),
    ...unquoted.map((variable) => `${variable} is not escaped: \${…:singlequote}`),
    ...(/\bhasToken\b/.test(sql) ? ['hasToken fails on words with spaces'] : []),
    ...(/;/.test(sql) ? ['one statement only'] : []),
  ];
}

/** What every query, link and annotation may use, and what nobody uses. */
const variables: Rule = (dashboard) => {
  const defined = (dashboard.templating?.list ?? []).map(({ name }) => name);
  const text = JSON.stringify(dashboard);
  const used = new Set(
    [...text.matchAll(/\$(?:\{([a-z]\w*)(?::\w+)?\}|([a-z]\w*))/g)].map(
      ([, braced, bare]) => braced ?? bare ?? '',
    ),
  );
  return [
    ...[...used].filter((name) => !defined.includes(name)).map((name) => `$${name} is used and not defined`),
    ...defined.filter((name) => !used.has(name)).map((name) => `$${name} is defined and not used`),
  ];
};

/** A name without a metric asks Prometheus for all labels of all series. */
const choices: Rule = ({ templating }) =>
  (templating?.list ?? []).flatMap(({ name, type, query }) => {
    const text = typeof query === 'string' ? query : ((query as { query?: string } | undefined)?.query ?? '');
    return type === 'query' &&
      text.startsWith('label_values') &&
      !/^label_values\([a-z]\w+(\{.*\})?, \w+\)$/.test(text)
      ? [`$${name} asks for the values of all series`]
      : [];
  });

/** After the public rules of dashboard-linter and of the tests of Grafana's ClickHouse plugin. */
export const rules: Readonly<Record<string, Rule>> = {
  'has an identity of its own': identity,
  'says what each panel is, in which unit': described,
  'names data sources by variables': sources,
  'lays panels side by side': places,
  'asks in ways that work everywhere': queries,
  'uses the variables that it has': variables,
  'offers choices that are cheap to find': choices,
};
