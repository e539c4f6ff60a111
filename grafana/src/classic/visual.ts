import * as bars from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import {
  BarGaugeDisplayMode,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueTextMode,
  GraphGradientMode,
  GraphThresholdsStyleConfigBuilder,
  GraphThresholdsStyleMode,
  LegendDisplayMode,
  LegendPlacement,
  ReduceDataOptionsBuilder,
  SortOrder,
  StackingConfigBuilder,
  StackingMode,
  TooltipDisplayMode,
  VisibilityMode,
  VizLegendOptionsBuilder,
  VizOrientation,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import type { DynamicConfigValue, Panel as PanelJson } from '@grafana/grafana-foundation-sdk/dashboard';
import * as stat from '@grafana/grafana-foundation-sdk/stat';
import * as states from '@grafana/grafana-foundation-sdk/statetimeline';
import * as table from '@grafana/grafana-foundation-sdk/table';
import * as lines from '@grafana/grafana-foundation-sdk/timeseries';
import type { Column, Panel } from '../panel.ts';
import { fixedColour, linksOf, mappingsOf, thresholdsOf, unitOf } from './field.ts';

/** What all of the SDK's panels have in common. */
export type AnyPanel = Builder<PanelJson> &
  Pick<
    lines.PanelBuilder,
    | 'id'
    | 'targets'
    | 'title'
    | 'description'
    | 'datasource'
    | 'gridPos'
    | 'interval'
    | 'unit'
    | 'min'
    | 'max'
    | 'mappings'
    | 'thresholds'
    | 'colorScheme'
    | 'dataLinks'
    | 'noValue'
    | 'displayName'
    | 'overrideByName'
  >;

/** The panel as it looks, still without its queries. */
export function visualOf(panel: Panel): AnyPanel {
  switch (panel.look) {
    case 'stat':
      return statPanel(panel) as unknown as AnyPanel;
    case 'bars':
      return barsPanel(panel) as unknown as AnyPanel;
    case 'states':
      return statesPanel() as unknown as AnyPanel;
    case 'table':
      return tablePanel(panel) as unknown as AnyPanel;
    default:
      return linesPanel(panel);
  }
}

const last = (isOfRows: boolean): ReduceDataOptionsBuilder =>
  new ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(isOfRows);

function statPanel({ states: mapped, thresholds }: Panel): stat.PanelBuilder {
  const isVerdict = mapped !== undefined || thresholds !== undefined;
  return new stat.PanelBuilder()
    .colorMode(isVerdict ? BigValueColorMode.Background : BigValueColorMode.None)
    .graphMode(BigValueGraphMode.None)
    .textMode(BigValueTextMode.Value)
    .reduceOptions(last(false));
}

function barsPanel({ queries }: Panel): bars.PanelBuilder {
  return new bars.PanelBuilder()
    .displayMode(BarGaugeDisplayMode.Basic)
    .orientation(VizOrientation.Horizontal)
    .reduceOptions(last(queries.some((query) => 'sql' in query)));
}

function statesPanel(): states.PanelBuilder {
  return new states.PanelBuilder()
    .showValue(VisibilityMode.Never)
    .mergeValues(true)
    .rowHeight(0.8)
    .lineWidth(0)
    .fillOpacity(80)
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom),
    )
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Single));
}

function linesPanel({ look, thresholds, colours, unit }: Panel): lines.PanelBuilder {
  const isStacked = look === 'stacked';
  const panel = new lines.PanelBuilder()
    .lineWidth(isStacked ? 1 : 2)
    .fillOpacity(isStacked ? 60 : 0)
    .gradientMode(thresholds === undefined ? GraphGradientMode.None : GraphGradientMode.Scheme)
    .thresholdsStyle(new GraphThresholdsStyleConfigBuilder().mode(GraphThresholdsStyleMode.Off))
    .stacking(
      new StackingConfigBuilder().mode(isStacked ? StackingMode.Normal : StackingMode.None).group('A'),
    )
    .showPoints(VisibilityMode.Never)
    .axisSoftMin(0)
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi).sort(SortOrder.Descending))
    .legend(
      new VizLegendOptionsBuilder()
        .showLegend(true)
        .displayMode(LegendDisplayMode.List)
        .placement(LegendPlacement.Bottom),
    );
  // A share of one per cent must be seen, so its axis ends where the data does.
  if (unit === 'percentunit') panel.axisSoftMax(0.05);
  for (const [name, colour] of Object.entries(colours ?? {}))
    panel.overrideByName(name, [{ id: 'color', value: fixedColour(colour) }]);
  return panel;
}

function tablePanel({ columns = [] }: Panel): table.PanelBuilder {
  const panel = new table.PanelBuilder().showHeader(true);
  for (const column of columns) panel.overrideByName(column.name, propertiesOf(column));
  return panel;
}

function propertiesOf(column: Column): DynamicConfigValue[] {
  const { title, unit, states: mapped, thresholds, link, hidden, widthPx } = column;
  const isColoured = mapped !== undefined || thresholds !== undefined;
  const range = unit === undefined ? {} : unitOf(unit);
  const all: Readonly<Record<string, unknown>> = {
    displayName: title,
    ...range,
    mappings: mapped && mappingsOf(mapped),
    thresholds: thresholds && thresholdsOf(thresholds).build(),
    links: link && linksOf([link]).map((each) => each.build()),
    // Under its name before Grafana 12.2 and since.
    'custom.hidden': hidden,
    'custom.hideFrom': hidden ? { legend: true, tooltip: true, viz: true } : undefined,
    'custom.width': widthPx,
    'custom.cellOptions': isColoured ? { type: 'color-text' } : undefined,
  };
  return Object.entries(all).flatMap(([id, value]) => (value === undefined ? [] : [{ id, value }]));
}
