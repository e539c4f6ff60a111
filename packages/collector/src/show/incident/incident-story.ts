import type { Incident, IncidentTransition } from '../../model/incident.ts';
import { type Merge, mergedWith, mergeTargets, type Remark } from '../../model/remark.ts';
import type { IncidentStore, OfficialStore, RemarkStore } from '../../store/store.ts';
import type { OfficialStory } from '../official/lead-time.ts';
import { type OfficialSide, tellOfficial } from '../official/tell-official.ts';
import { type IncidentView, type ViewOptions, viewOf } from './incident-view.ts';

/** What is read and known to tell of incidents. */
export interface IncidentSource extends Pick<ViewOptions, 'maintenances' | 'explain'>, OfficialSide {
  readonly store: IncidentStore & RemarkStore & OfficialStore;
}

/** Incidents with what the configuration and people say about them. */
export async function viewIncidents(
  incidents: readonly Incident[],
  source: IncidentSource,
): Promise<readonly IncidentView[]> {
  const { store } = source;
  const [remarks, merges] = await Promise.all([store.remarks(incidents.map(({ id }) => id)), store.merges()]);
  const options = viewOptions(source, remarks, merges);
  return incidents.map((incident) => viewOf(incident, options));
}

/** Everything there is about one incident. */
export interface IncidentStory {
  readonly own: IncidentView;
  /** Those that are one with it. */
  readonly merged: readonly IncidentView[];
  /** Of any of them. */
  readonly merges: readonly Merge[];
  /** Its own, oldest first. */
  readonly transitions: readonly IncidentTransition[];
  readonly remarks: readonly Remark[];
  /** The vendor's side; null when nobody reads its status page and nothing was kept of it. */
  readonly official: OfficialStory | null;
}

export async function readStory(incident: Incident, source: IncidentSource): Promise<IncidentStory> {
  const { store } = source;
  const merges = await store.merges();
  const group = mergedWith(mergeTargets(merges), incident.id);
  const others = group.filter((id) => id !== incident.id);
  const [found, transitions, remarks, official] = await Promise.all([
    Promise.all(others.map((id) => store.incident(id))),
    store.transitions(incident.id),
    store.remarks(group),
    tellOfficial(incident, source),
  ]);
  const options = viewOptions(source, remarks, merges);
  return {
    own: viewOf(incident, options),
    merged: found.flatMap((each) => (each ? viewOf(each, options) : [])),
    merges: merges.filter(({ incidentId }) => group.includes(incidentId)),
    transitions,
    remarks: remarks.filter(({ incidentId }) => incidentId === incident.id),
    official,
  };
}

function viewOptions(
  { maintenances, explain, now }: IncidentSource,
  remarks: readonly Remark[],
  merges: readonly Merge[],
): ViewOptions {
  return { maintenances, explain, remarks, mergeTargets: mergeTargets(merges), nowMs: now() };
}
