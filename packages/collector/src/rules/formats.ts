import type { Slo } from '../model/slo.ts';
import { alertmanagerConfig } from './alertmanager-config.ts';
import { openSloDocuments } from './openslo-documents.ts';
import { gaugeRules, prometheusRules } from './prometheus-rules.ts';
import { recordingRules } from './recording-rules.ts';
import { sloTable } from './slo-table.ts';

/** What `faultline rules` can write, by the name of its format. */
export const ruleFormats: Readonly<Record<string, (slos: readonly Slo[], atMs: number) => string>> = {
  prometheus: (slos) => prometheusRules(slos),
  'prometheus-gauge': () => gaugeRules(),
  'prometheus-recordings': () => recordingRules(),
  alertmanager: () => alertmanagerConfig(),
  openslo: (slos) => openSloDocuments(slos),
  csv: sloTable,
};
