export { clickHouseDashboards, prometheusDashboards } from './catalogue.ts';
export { panelsOf } from './dashboard.ts';
export { type Chosen, chooseInPromql, chooseInSql } from './expand/choices.ts';
export { expandMacros, type Shown } from './expand/macros.ts';
export { expandIntervals } from './expand/rate-interval.ts';
export type { Panel, PromQuery, SqlQuery, Unit } from './panel.ts';
export { implausible, type Measured } from './plausible.ts';
