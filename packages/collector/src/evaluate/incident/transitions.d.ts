import type { ExplainedIncident, IncidentTransition } from '../../model/incident.ts';
import { type Tracked } from './tracked.ts';
/** The incidents of one moment, by provider and channel. */
export type TrackedIncidents = Readonly<Record<string, Tracked>>;
/** Open incidents and those resolved within the rejoin time, as everyone else sees them. */
export declare function currentIncidents(tracked: TrackedIncidents): readonly ExplainedIncident[];
/** What a person would call news between two states: another state, another class, other models. */
export declare function describeChanges(
  before: TrackedIncidents,
  after: TrackedIncidents,
  nowMs: number,
): readonly IncidentTransition[];
