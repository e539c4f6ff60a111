import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  TextBoxVariableBuilder,
  type VariableModel,
  VariableRefresh,
  VariableSort,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dashboard, PromAnnotation, QueryVariable, SqlAnnotation, Variable } from '../dashboard.ts';
import { dataSourceOf, pluginOf } from './data-source.ts';
import { panelJson } from './panel-json.ts';
import { clickHouseTarget } from './target.ts';

/** Dashboards of both sets; the links between them go by it. */
const tag = 'faultline';
const setTag: Readonly<Record<Dashboard['source'], string>> = {
  prometheus: 'faultline-prometheus',
  clickhouse: 'faultline-clickhouse',
};

/** The classic JSON, which every Grafana since 10 takes. Pure: the same catalogue gives the same text. */
export function dashboardJson(dashboard: Dashboard): string {
  const { source, name, title, description, since } = dashboard;
  const builder = new DashboardBuilder(title)
    .id(null)
    .uid(`faultline-${source}-${name}`)
    .description(description)
    .tags([tag, setTag[source]])
    .time({ from: since, to: 'now' })
    .refresh('30s')
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .readonly()
    .links(linksTo(source))
    .variables([dataSourceVariable(source), ...dashboard.variables.map((each) => variableOf(each, source))])
    .annotations(annotationsOf(dashboard));
  addPanels(builder, dashboard);
  return `${JSON.stringify(builder.build(), inSight, 2)}\n`;
}

/** The SDK puts links and annotations into a menu (`placement`); ours are to be seen. */
const inSight = (key: string, value: unknown): unknown =>
  key === 'placement' && value === 'inControlsMenu' ? undefined : value;

function addPanels(builder: DashboardBuilder, { rows, source }: Dashboard): void {
  let id = 0;
  let y = 0;
  for (const { title, panels } of rows) {
    if (title !== undefined) {
      id += 1;
      builder.withRow(new RowBuilder(title).id(id).gridPos({ x: 0, y, w: 24, h: 1 }));
      y += 1;
    }
    let x = 0;
    let rowHeight = 0;
    for (const panel of panels) {
      if (x + panel.width > 24) {
        x = 0;
        y += rowHeight;
        rowHeight = 0;
      }
      id += 1;
      builder.withPanel(panelJson(panel, id, { x, y }, source));
      x += panel.width;
      rowHeight = Math.max(rowHeight, panel.height);
    }
    y += rowHeight;
  }
}

function linksTo(source: Dashboard['source']): DashboardLinkBuilder[] {
  return [
    new DashboardLinkBuilder('Faultline')
      .type(DashboardLinkType.Dashboards)
      .tags([setTag[source]])
      .asDropdown(true)
      .includeVars(true)
      .keepTime(true),
    new DashboardLinkBuilder('Console')
      .type(DashboardLinkType.Link)
      .url('${console}/')
      .tooltip('What is wrong, whose fault it is, and why we say so')
      .targetBlank(true),
  ];
}

function dataSourceVariable(source: Dashboard['source']): DatasourceVariableBuilder {
  return new DatasourceVariableBuilder(source)
    .label(source === 'prometheus' ? 'Prometheus' : 'ClickHouse')
    .type(pluginOf[source]);
}

function variableOf(variable: Variable, source: Dashboard['source']): Builder<VariableModel> {
  if (variable.kind === 'query') return queryVariable(variable, source);
  const { name, label, description, value } = variable;
  return new TextBoxVariableBuilder(name)
    .label(label)
    .description(description)
    .defaultValue(value)
    .current({ text: value, value });
}

function queryVariable(variable: QueryVariable, source: Dashboard['source']): QueryVariableBuilder {
  const { name, label, description, query, allValue } = variable;
  const builder = new QueryVariableBuilder(name)
    .label(label)
    .description(description)
    .datasource(dataSourceOf(source))
    .query(source === 'prometheus' ? { query, refId: name } : query)
    .definition(query)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .current({ text: 'All', value: '$__all' });
  return allValue === undefined ? builder : builder.allValue(allValue);
}

function annotationsOf(dashboard: Dashboard): AnnotationQueryBuilder[] {
  return dashboard.source === 'prometheus'
    ? dashboard.annotations.map(promAnnotation)
    : dashboard.annotations.map(sqlAnnotation);
}

function promAnnotation({
  name,
  colour,
  enabled,
  expr,
  title,
  text,
  tagKeys,
}: PromAnnotation): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(dataSourceOf('prometheus'))
    .enable(enabled)
    .hide(false)
    .iconColor(colour)
    .expr(expr)
    .step('30s')
    .titleFormat(title)
    .textFormat(text)
    .tagKeys(tagKeys);
}

function sqlAnnotation({ name, colour, enabled, sql }: SqlAnnotation): AnnotationQueryBuilder {
  const target = clickHouseTarget(sql, 'Annotation', false);
  return new AnnotationQueryBuilder()
    .name(name)
    .datasource(dataSourceOf('clickhouse'))
    .enable(enabled)
    .hide(false)
    .iconColor(colour)
    .target({ build: () => target as never });
}
