import type { Panel, PromQuery, SqlQuery } from './panel.ts';

/** A dashboard of one of the two sets. */
export type Dashboard = PrometheusDashboard | ClickHouseDashboard;

export interface PrometheusDashboard extends Described {
  readonly source: 'prometheus';
  readonly rows: readonly Row<PromQuery>[];
  readonly variables: readonly Variable[];
  readonly annotations: readonly PromAnnotation[];
}

export interface ClickHouseDashboard extends Described {
  readonly source: 'clickhouse';
  readonly rows: readonly Row<SqlQuery>[];
  readonly variables: readonly Variable[];
  readonly annotations: readonly SqlAnnotation[];
}

interface Described {
  /** Its file, and the end of its uid. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** How far back it looks at first. */
  readonly since: string;
}

export interface Row<Q extends PromQuery | SqlQuery> {
  /** The first row has none: it is what the dashboard is for. */
  readonly title?: string;
  readonly panels: readonly Panel<Q>[];
}

/** What a person chooses. The one for the data source is added to all. */
export type Variable = QueryVariable | TextVariable;

export interface QueryVariable {
  readonly kind: 'query';
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly query: string;
  /** What stands for all of them; without it all are named one by one. */
  readonly allValue?: string;
}

export interface TextVariable {
  readonly kind: 'text';
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly value: string;
}

interface Annotation {
  readonly name: string;
  readonly colour: string;
  readonly enabled: boolean;
}

export interface PromAnnotation extends Annotation {
  readonly expr: string;
  readonly title: string;
  readonly text: string;
  readonly tagKeys: string;
}

/** With the columns `time`, `timeEnd`, `text` and `tags`. */
export interface SqlAnnotation extends Annotation {
  readonly sql: string;
}

export function panelsOf(dashboard: PrometheusDashboard): readonly Panel<PromQuery>[];
export function panelsOf(dashboard: ClickHouseDashboard): readonly Panel<SqlQuery>[];
export function panelsOf(dashboard: Dashboard): readonly Panel[];
export function panelsOf(dashboard: Dashboard): readonly Panel[] {
  return dashboard.rows.flatMap(({ panels }) => panels as readonly Panel[]);
}
