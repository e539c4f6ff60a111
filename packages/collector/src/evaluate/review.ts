import type { ExplainedIncident } from '../model/incident.ts';
import { type ReviewedIncident, reviewOf } from '../model/incident-review.ts';
import type { Remark } from '../model/remark.ts';
import { mutedBy } from './mute.ts';
import type { Correction } from './slo/corrections.ts';

export interface ReviewOptions {
  /** Time in which incidents page nobody. */
  readonly maintenances: readonly Correction[];
  /** What people said about the incidents, oldest first. */
  readonly remarks: readonly Remark[];
  readonly nowMs: number;
}

/** Incidents as the detector found them, with what the configuration and people say about each. */
export function reviewIncidents(
  incidents: readonly ExplainedIncident[],
  { maintenances, remarks, nowMs }: ReviewOptions,
): readonly ReviewedIncident[] {
  return incidents.map((each) => {
    const { incident } = each;
    const review = reviewOf(incident.id, remarks, mutedBy(incident, maintenances, nowMs));
    return { ...each, review };
  });
}
