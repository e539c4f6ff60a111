import {
  type IncidentLine,
  type Page,
  providerDisplayName,
  type Site,
  type StripAxis,
} from '@faultline/conventions';
import type { Incident } from '../../model/incident.ts';
import { mergedWith, mergeTargets } from '../../model/remark.ts';
import type {
  CallSource,
  IncidentStore,
  OfficialStore,
  RemarkStore,
  SeriesSource,
  ShowSource,
  TimeRange,
} from '../../store/store.ts';
import { type IncidentView, type ViewOptions, viewOf } from '../http/incident-view.ts';
import { type OfficialRoutesOptions, tellOfficial } from '../http/official-routes.ts';
import type { SloFeed } from '../slo/slo-feed.ts';
import { nameOf } from '../wall/incident-words.ts';
import type { WallFeed } from '../wall/wall-feed.ts';
import { readCallsPage } from './calls-page.ts';
import { readExplorePage } from './explore-page.ts';
import { buildIncidentPage } from './incident-page.ts';
import { createOnceAWall } from './once-a-wall.ts';
import { axisOver } from './strip-axis.ts';

export interface PageReaderOptions
  extends Pick<ViewOptions, 'maintenances' | 'explain'>,
    OfficialRoutesOptions {
  readonly store: IncidentStore & RemarkStore & OfficialStore & ShowSource & SeriesSource & CallSource;
  readonly feed: Pick<WallFeed, 'current'>;
  readonly slos: Pick<SloFeed, 'current'>;
  readonly costPerHour: { readonly amount: number; readonly currency: string } | null;
  /** How many times faster than real time the traffic runs; "before" and "after" shrink with it. */
  readonly timeCompression: number;
}

export interface PageReader {
  incidents(): Promise<Page>;
  /** Null when there is none of that id. */
  incident(id: string): Promise<Page | null>;
  slos(): Page;
  explore(query: URLSearchParams): Promise<Page>;
  calls(query: URLSearchParams): Promise<Page>;
  /** Null when nothing is known of it. */
  trace(traceId: string): Promise<Page | null>;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const incidentsDays = 30;
/** What an incident is seen against: as much calm as a quarter of it, and some minutes at least. */
const calmShare = 0.25;
const calmMsMin = 10 * minuteMs;
/** "Usual" is the hour before the last five minutes before it, as on the wall. */
const usualMs = 60 * minuteMs;
const usualGapMs = 5 * minuteMs;
const modelsMax = 100;

/** Reads what pages about incidents are made of. */
export function createPageReader(options: PageReaderOptions): PageReader {
  const { store, feed, now, maintenances, explain, timeCompression } = options;
  const once = createOnceAWall(() => feed.current().version);
  const site = (): Site => {
    const { dataAtMs, collector } = feed.current();
    return { dataAtMs, collector };
  };

  async function view(incidents: readonly Incident[]): Promise<readonly IncidentView[]> {
    const [remarks, merges] = await Promise.all([
      store.remarks(incidents.map(({ id }) => id)),
      store.merges(),
    ]);
    const shared = { maintenances, explain, remarks, mergeTargets: mergeTargets(merges), nowMs: now() };
    return incidents.map((incident) => viewOf(incident, shared));
  }

  /** Those that are one with it, itself first. */
  async function withMerged(incident: Incident): Promise<readonly IncidentView[]> {
    const group = mergedWith(mergeTargets(await store.merges()), incident.id);
    const others = await Promise.all(
      group.filter((id) => id !== incident.id).map((id) => store.incident(id)),
    );
    return view([incident, ...others.filter((each) => each !== null)]);
  }

  const axisOf = (incident: Incident, dataAtMs: number): StripAxis => {
    const endMs = incident.resolvedMs ?? dataAtMs;
    const calmMs = Math.max(calmMsMin / timeCompression, calmShare * (endMs - incident.firstBadMs));
    const untilMs = incident.resolvedMs === null ? dataAtMs : Math.min(dataAtMs, endMs + calmMs);
    return axisOver({ sinceMs: incident.firstBadMs - calmMs, untilMs });
  };

  async function readIncidents(): Promise<Page> {
    const fromMs = now() - incidentsDays * dayMs;
    const told = (await store.incidents(fromMs)).filter(({ state }) => state !== 'cleared');
    return { kind: 'incidents', ...site(), fromMs, incidents: (await view(told)).map(lineOf) };
  }

  async function readIncident(id: string): Promise<Page | null> {
    const incident = await store.incident(id);
    if (!incident) return null;
    const { dataAtMs } = site();
    const axis = axisOf(incident, dataAtMs);
    const beforeMs = incident.firstBadMs - usualGapMs / timeCompression;
    const lasted: TimeRange = { sinceMs: incident.firstBadMs, untilMs: incident.resolvedMs ?? dataAtMs };
    const [views, transitions, remarks, official, { series }, during, before] = await Promise.all([
      withMerged(incident),
      store.transitions(id),
      store.remarks([id]),
      tellOfficial(incident, store, options),
      store.series({ range: rangeOf(axis), stepMs: axis.cellMs, modelsMax, filter: {} }),
      store.traffic(lasted),
      store.traffic({ sinceMs: beforeMs - usualMs / timeCompression, untilMs: beforeMs }),
    ]);
    const [own, ...merged] = views;
    if (!own) return null;
    const page = buildIncidentPage({
      ...{ incident: own, merged, transitions, remarks, official, axis, series, during, before, dataAtMs },
      costPerHour: options.costPerHour,
      nowMs: now(),
    });
    return { kind: 'incident', ...site(), ...page };
  }

  return {
    incidents: () => once.read('incidents', readIncidents),
    incident: (id) => once.read(`incident ${id}`, () => readIncident(id)),
    slos: () => ({ kind: 'slos', ...site(), ...options.slos.current() }),

    explore: async (query) => ({
      ...{ kind: 'explore', ...site() },
      ...(await readExplorePage(query, store, now())),
    }),

    calls: async (query) => ({
      ...{ kind: 'calls', ...site() },
      ...(await readCallsPage(query, store, now())),
    }),

    async trace(traceId) {
      const trace = /^[0-9a-f]{32}$/i.test(traceId) ? await store.trace(traceId.toLowerCase()) : null;
      return trace && { kind: 'trace', ...site(), ...trace };
    },
  };
}

function rangeOf({ startMs, cellMs, cells }: StripAxis): TimeRange {
  return { sinceMs: startMs, untilMs: startMs + cells * cellMs };
}

function lineOf(incident: IncidentView): IncidentLine {
  const { id, state, provider, confidence, sentence, firstBadMs, confirmedMs, resolvedMs } = incident;
  const { feedback, mergedInto, evidence } = incident;
  return {
    ...{ id, state, provider, confidence, sentence, firstBadMs, confirmedMs, resolvedMs },
    class: resolvedMs === null ? incident.class : incident.widestClass,
    models: evidence.affected.map(({ model }) => model),
    displayName: provider === null ? nameOf(incident) : providerDisplayName(provider),
    feedback,
    mergedInto,
  };
}
