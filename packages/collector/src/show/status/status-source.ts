import type { Wall } from '@faultline/conventions';
import { muteOf } from '../../evaluate/mute.ts';
import type { Correction } from '../../evaluate/slo/corrections.ts';
import { type Incident, type IncidentTransition, isOpen } from '../../model/incident.ts';
import { isSilenced, type ReviewedIncident, reviewOf } from '../../model/incident-review.ts';
import { mergeTargets } from '../../model/remark.ts';
import type { IncidentStore, RemarkStore } from '../../store/store.ts';
import { isStale } from '../health/state.ts';
import { componentsOf } from './components.ts';
import { isPublicFault, type PublicIncident, publicIncident } from './public-incident.ts';
import { stableId } from './public-names.ts';
import type { StatusPage } from './statuspage.ts';

export interface StatusSourceOptions {
  readonly feed: { current(): Wall; incidents(): readonly ReviewedIncident[] };
  readonly store: Pick<IncidentStore, 'incidents' | 'transitions'> & Pick<RemarkStore, 'remarks' | 'merges'>;
  readonly maintenances: readonly Correction[];
  readonly title: string;
  /** Why incidents could not be read; null when they could. */
  readonly onRead: (problem: string | null) => void;
  readonly now: () => number;
}

/** What a status page tells, but for its address; null before the first evaluation. Rejects when the store does. */
export type StatusSource = () => Promise<Omit<StatusPage, 'url'> | null>;

/** As many as Statuspage lists. */
const incidentsMax = 50;
const historyMs = 90 * 86_400_000;
/** Anybody may ask as often as they like: the store is asked once. */
const keptMs = 5_000;

export function createStatusSource(options: StatusSourceOptions): StatusSource {
  const { feed, title, now } = options;
  const sinceMs = now();
  const id = stableId('page', title);
  const transitionsOf = createTransitionReader(options.store);
  let reading: { readonly atMs: number; readonly incidents: Promise<readonly PublicIncident[]> } | undefined;

  function readIncidents(nowMs: number): Promise<readonly PublicIncident[]> {
    if (reading && nowMs - reading.atMs < keptMs) return reading.incidents;
    const incidents = tell(options, transitionsOf, nowMs);
    const own = { atMs: nowMs, incidents };
    reading = own;
    incidents.then(
      () => options.onRead(null),
      (error: unknown) => {
        options.onRead(error instanceof Error ? error.message : String(error));
        if (reading === own) reading = undefined;
      },
    );
    return incidents;
  }

  return async () => {
    const wall = feed.current();
    if (wall.collector.state === 'starting') return null;
    const nowMs = now();
    const incidents = await readIncidents(nowMs);
    const components = componentsOf({ wall, open: feed.incidents(), nowMs });
    const isBlind = isStale(wall, nowMs);
    return { id, title, components, incidents, updatedMs: wall.dataAtMs, isBlind, sinceMs };
  };
}

type TransitionReader = (incident: Incident) => Promise<readonly IncidentTransition[]>;

async function tell(
  { store, maintenances }: StatusSourceOptions,
  transitionsOf: TransitionReader,
  nowMs: number,
): Promise<readonly PublicIncident[]> {
  const [found, merges] = await Promise.all([store.incidents(nowMs - historyMs), store.merges()]);
  const merged = mergeTargets(merges);
  // One that was merged is told by that which it was merged into.
  const faults = found.filter((incident) => isPublicFault(incident) && !merged.has(incident.id));
  const remarks = await store.remarks(faults.map(({ id }) => id));
  const told = faults
    .filter((incident) => {
      const review = reviewOf(incident.id, remarks, muteOf(incident, maintenances, nowMs));
      return !isSilenced({ review });
    })
    .slice(0, incidentsMax);
  const all = await Promise.all(
    told.map(async (incident) => publicIncident(incident, await transitionsOf(incident))),
  );
  return all.filter((each) => each !== null);
}

/** Of an incident that is over nothing new comes: it is read once. */
function createTransitionReader(store: StatusSourceOptions['store']): TransitionReader {
  const known = new Map<string, readonly IncidentTransition[]>();
  return async (incident) => {
    const before = known.get(incident.id);
    if (before) return before;
    const transitions = await store.transitions(incident.id);
    const isWhole = transitions.at(-1)?.incident.state === incident.state;
    if (isOpen(incident) || !isWhole) return transitions;
    known.set(incident.id, transitions);
    const [oldest] = known.keys();
    if (known.size > incidentsMax && oldest !== undefined) known.delete(oldest);
    return transitions;
  };
}
