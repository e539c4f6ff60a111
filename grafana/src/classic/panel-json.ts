import type { Dashboard } from '../dashboard.ts';
import type { Panel } from '../panel.ts';
import { dataSourceOf } from './data-source.ts';
import { colourOf, linksOf, mappingsOf, noThresholds, thresholdsOf, unitOf } from './field.ts';
import { targetOf } from './target.ts';
import { type AnyPanel, visualOf } from './visual.ts';

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A panel as Grafana's SDK builds it. */
export function panelJson(panel: Panel, id: number, at: Place, source: Dashboard['source']): AnyPanel {
  const { unit, min, max } = unitOf(panel.unit);
  const refIds = 'ABCDEFGH';
  const built = visualOf(panel)
    .id(id)
    .title(panel.title)
    .description(panel.description)
    .datasource(dataSourceOf(source))
    .gridPos({ ...at, w: panel.width, h: panel.height })
    .targets(panel.queries.map((query, index) => targetOf(query, panel.look, refIds.charAt(index))))
    .unit(unit)
    .thresholds(thresholdsOf(panel.thresholds ?? noThresholds))
    .colorScheme(colourOf(panel))
    .noValue(panel.empty);
  if (min !== undefined) built.min(min);
  // The axis of a share ends where the data does: see the soft maximum.
  if (max !== undefined && panel.look !== 'lines') built.max(max);
  if (panel.states) built.mappings(mappingsOf(panel.states));
  if (panel.links) built.dataLinks(linksOf(panel.links));
  if (panel.intervalMin) built.interval(panel.intervalMin);
  const [first] = panel.queries;
  if (first && 'sql' in first && first.legend !== '') built.displayName(first.legend);
  return built;
}
