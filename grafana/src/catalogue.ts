import { app as appInClickHouse } from './clickhouse/app.ts';
import { budgets as budgetsInClickHouse } from './clickhouse/budgets.ts';
import { incident as incidentInClickHouse } from './clickhouse/incident.ts';
import { overview as overviewInClickHouse } from './clickhouse/overview.ts';
import { vendor as vendorInClickHouse } from './clickhouse/vendor.ts';
import type { ClickHouseDashboard, Dashboard, PrometheusDashboard } from './dashboard.ts';
import { app } from './prometheus/app.ts';
import { budgets } from './prometheus/budgets.ts';
import { collector } from './prometheus/collector.ts';
import { incident } from './prometheus/incident.ts';
import { overview } from './prometheus/overview.ts';
import { vendor } from './prometheus/vendor.ts';

/** Everything that ships. From here the JSON is generated, and from here the tests take what they run. */
export const prometheusDashboards: readonly PrometheusDashboard[] = [
  overview,
  vendor,
  incident,
  budgets,
  app,
  collector,
];

/** The collector itself is not among them: it does not keep its own metrics. */
export const clickHouseDashboards: readonly ClickHouseDashboard[] = [
  overviewInClickHouse,
  vendorInClickHouse,
  incidentInClickHouse,
  budgetsInClickHouse,
  appInClickHouse,
];

export const dashboards: readonly Dashboard[] = [...prometheusDashboards, ...clickHouseDashboards];

/** Where its JSON is, below `grafana/dashboards`. */
export const fileOf = ({ source, name }: Dashboard): string => `${source}/${name}.json`;
