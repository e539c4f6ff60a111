import { explain } from './explain.js';
import { viewIncident } from './tracked.js';
/** Open incidents and those resolved within the rejoin time, as everyone else sees them. */
export function currentIncidents(tracked) {
  return Object.values(tracked).map(explained);
}
function explained(tracked) {
  const incident = viewIncident(tracked);
  return { incident, sentence: explain(incident) };
}
/** What a person would call news between two states: another state, another class, other models. */
export function describeChanges(before, after, nowMs) {
  return Object.entries(after).flatMap(([key, tracked]) => {
    if (before[key] === tracked || !isNoteworthy(before[key], tracked)) return [];
    return [{ atMs: nowMs, ...explained(tracked) }];
  });
}
function isNoteworthy(previous, tracked) {
  if (!previous || previous.state !== tracked.state || previous.class !== tracked.class) return true;
  if (previous.kind !== tracked.kind) return true;
  return failingUnits(previous) !== failingUnits(tracked);
}
function failingUnits(tracked) {
  const failing = Object.entries(tracked.tallies).filter(([, tally]) => tally.recoveredMs === null);
  return JSON.stringify(failing.map(([unit]) => unit).sort());
}
