import { muteOf } from '../../evaluate/mute.ts';
import type { Correction } from '../../evaluate/slo/corrections.ts';
import type { Incident, IncidentTransition } from '../../model/incident.ts';
import { type Feedback, newestFeedback, type Remark } from '../../model/remark.ts';

/** An incident as the API tells it: as it was stored last, with what the configuration and people say about it. */
export interface IncidentView extends Incident {
  /** Why nobody is paged for it, or was when it ended; null when somebody is. */
  readonly mutedBy: string | null;
  readonly sentence: string;
  readonly feedback: Feedback['verdict'] | null;
  readonly mergedInto: string | null;
}

export interface ViewOptions {
  readonly maintenances: readonly Correction[];
  readonly explain: (incident: Incident) => string;
  readonly remarks: readonly Remark[];
  readonly mergeTargets: ReadonlyMap<string, string>;
  readonly nowMs: number;
}

export function viewOf(incident: Incident, options: ViewOptions): IncidentView {
  const { maintenances, nowMs } = options;
  return {
    ...incident,
    mutedBy: muteOf(incident, maintenances, nowMs),
    sentence: options.explain(incident),
    feedback: newestFeedback(options.remarks, incident.id)?.verdict ?? null,
    mergedInto: options.mergeTargets.get(incident.id) ?? null,
  };
}

/** One thing that happened to an incident. */
export interface EventView
  extends Pick<Incident, 'state' | 'class' | 'kind' | 'models' | 'region' | 'credential' | 'confidence'> {
  readonly atMs: number;
  readonly sentence: string;
  readonly mutedBy: string | null;
  readonly attempts: number;
  readonly bad: number;
}

export function eventOf({ atMs, sentence, incident }: IncidentTransition): EventView {
  const { state, class: incidentClass, kind, models, region, credential, confidence, evidence } = incident;
  const { attempts, bad } = evidence;
  const scope = { state, class: incidentClass, kind, models, region, credential, confidence };
  return { atMs, ...scope, mutedBy: incident.mutedBy ?? null, attempts, bad, sentence };
}
