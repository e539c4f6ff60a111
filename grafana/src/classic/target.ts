import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import type { Look, PromQuery, Query, SqlQuery } from '../panel.ts';
import { dataSourceOf } from './data-source.ts';

/** A query as the panel's data source reads it. */
export function targetOf(query: Query, look: Look, refId: string): Builder<Dataquery> {
  return 'expr' in query ? promTarget(query, look, refId) : sqlTarget(query, look, refId);
}

function promTarget(query: PromQuery, look: Look, refId: string): Builder<Dataquery> {
  const target = new DataqueryBuilder()
    .refId(refId)
    .datasource(dataSourceOf('prometheus'))
    .expr(query.expr)
    .exemplar(query.exemplars ?? false)
    .legendFormat(query.legend)
    .format(look === 'table' ? PromQueryFormat.Table : PromQueryFormat.TimeSeries);
  return query.instant ? target.instant() : target.range();
}

/** What the ClickHouse plugin stores of a query (4.x), as far as running it needs; the SDK has no type for it. */
interface ClickHouseTarget {
  readonly refId: string;
  readonly datasource: ReturnType<typeof dataSourceOf>;
  /** Without it the plugin takes a query for one of its third version. */
  readonly pluginVersion: '4.0.0';
  readonly editorType: 'sql';
  readonly queryType: 'timeseries' | 'table';
  /** 0: rows with a time and labels become series. 1: rows stay rows. */
  readonly format: 0 | 1;
  readonly rawSql: string;
}

export function clickHouseTarget(sql: string, refId: string, isOverTime: boolean): ClickHouseTarget {
  return {
    refId,
    datasource: dataSourceOf('clickhouse'),
    pluginVersion: '4.0.0',
    editorType: 'sql',
    queryType: isOverTime ? 'timeseries' : 'table',
    format: isOverTime ? 0 : 1,
    rawSql: sql,
  };
}

function sqlTarget({ sql }: SqlQuery, look: Look, refId: string): Builder<Dataquery> {
  const isOverTime = look === 'lines' || look === 'stacked' || look === 'states';
  const target = {
    ...clickHouseTarget(sql, refId, isOverTime),
    _implementsDataqueryVariant: () => undefined,
  };
  return { build: () => target as unknown as Dataquery };
}
