import type { ExplainedIncident, IncidentTransition } from '../../model/incident.ts';
import { explain } from './explain.ts';
import { type Tracked, viewIncident } from './tracked.ts';

/** The incidents of one moment, by provider and channel. */
export type TrackedIncidents = Readonly<Record<string, Tracked>>;

/** Open incidents and those resolved within the rejoin time, as everyone else sees them. */
export function currentIncidents(tracked: TrackedIncidents): readonly ExplainedIncident[] {
  return Object.values(tracked).map(explained);
}

function explained(tracked: Tracked): ExplainedIncident {
  const incident = viewIncident(tracked);
  return { incident, sentence: explain(incident) };
}

/** What a person would call news between two states: another state, another class, other models. */
export function describeChanges(
  before: TrackedIncidents,
  after: TrackedIncidents,
  nowMs: number,
): readonly IncidentTransition[] {
  return Object.entries(after).flatMap(([key, tracked]) => {
    if (before[key] === tracked || !isNoteworthy(before[key], tracked)) return [];
    return [{ atMs: nowMs, ...explained(tracked) }];
  });
}

function isNoteworthy(previous: Tracked | undefined, tracked: Tracked): boolean {
  if (!previous || previous.state !== tracked.state || previous.class !== tracked.class) return true;
  if (previous.kind !== tracked.kind) return true;
  return failingUnits(previous) !== failingUnits(tracked);
}

function failingUnits(tracked: Tracked): string {
  const failing = Object.entries(tracked.tallies).filter(([, tally]) => tally.recoveredMs === null);
  return JSON.stringify(failing.map(([unit]) => unit).sort());
}
