import type { DataSourceRef } from '@grafana/grafana-foundation-sdk/common';
import type { Dashboard } from '../dashboard.ts';

/** Types of plugins, as Grafana names them. */
export const pluginOf: Readonly<Record<Dashboard['source'], string>> = {
  prometheus: 'prometheus',
  clickhouse: 'grafana-clickhouse-datasource',
};

/** A variable, never a uid: file provisioning resolves no `__inputs` (grafana/grafana#10786), and uids differ everywhere. */
export function dataSourceOf(source: Dashboard['source']): DataSourceRef {
  return { type: pluginOf[source], uid: `\${${source}}` };
}
