import type { IncidentLine, Page, Site, StripAxis } from '@faultline/conventions';
import type { ReportInput } from '../../evaluate/sla/report.ts';
import { type Incident, shownClass } from '../../model/incident.ts';
import type { Retention } from '../../model/retention.ts';
import { dayMs, hourMs, type Kept, minuteMs } from '../../model/rollup.ts';
import type { CallSource, SeriesSource, ShowSource, TimeRange } from '../../store/store.ts';
import { type IncidentSource, readStory, viewIncidents } from '../incident/incident-story.ts';
import type { IncidentView } from '../incident/incident-view.ts';
import type { SloFeed } from '../slo/slo-feed.ts';
import { nameOf } from '../wall/incident-words.ts';
import type { WallFeed } from '../wall/wall-feed.ts';
import { readCallsPage } from './calls-page.ts';
import { readExplorePage } from './explore-page.ts';
import { buildIncidentPage } from './incident-page.ts';
import { createOnceAWall } from './once-a-wall.ts';
import { axisOver, rangeOf } from './strip-axis.ts';

export interface PageReaderOptions extends IncidentSource {
  readonly store: IncidentSource['store'] & ShowSource & SeriesSource & CallSource;
  readonly feed: Pick<WallFeed, 'current' | 'recentMs'>;
  readonly slos: Pick<SloFeed, 'current'>;
  readonly costPerHour: ReportInput['costPerHour'];
  readonly retention: Retention;
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

const incidentsDays = 30;
/** What an incident is seen against: as much calm as a quarter of it, and some minutes at least. */
const calmShare = 0.25;
const calmMsMin = 10 * minuteMs;
/** "Usual" is the hour before the last five minutes before it, as on the wall. */
const usualMs = hourMs;
const usualGapMs = 5 * minuteMs;
const modelsMax = 100;

/** Reads what pages about incidents are made of. */
export function createPageReader(options: PageReaderOptions): PageReader {
  const { store, feed, now, timeCompression } = options;
  const once = createOnceAWall(() => feed.current().version);
  const site = (): Site => {
    const { dataAtMs, collector } = feed.current();
    return { dataAtMs, collector };
  };

  const kept = (): Kept => ({ retention: options.retention, nowMs: now() });

  const axisOf = (incident: Incident, dataAtMs: number): StripAxis => {
    const endMs = incident.resolvedMs ?? dataAtMs;
    const calmMs = Math.max(calmMsMin / timeCompression, calmShare * (endMs - incident.firstBadMs));
    const untilMs = incident.resolvedMs === null ? dataAtMs : Math.min(dataAtMs, endMs + calmMs);
    return axisOver({ sinceMs: incident.firstBadMs - calmMs, untilMs }, kept());
  };

  async function readIncidents(): Promise<Page> {
    const fromMs = now() - incidentsDays * dayMs;
    const told = (await store.incidents(fromMs)).filter(({ state }) => state !== 'cleared');
    return {
      kind: 'incidents',
      ...site(),
      fromMs,
      incidents: (await viewIncidents(told, options)).map(lineOf),
    };
  }

  async function readIncident(id: string): Promise<Page | null> {
    const incident = await store.incident(id);
    if (!incident) return null;
    const { dataAtMs } = site();
    const axis = axisOf(incident, dataAtMs);
    const beforeMs = incident.firstBadMs - usualGapMs / timeCompression;
    const lasted: TimeRange = { sinceMs: incident.firstBadMs, untilMs: incident.resolvedMs ?? dataAtMs };
    const [{ own, ...story }, { series }, during, before] = await Promise.all([
      readStory(incident, options),
      store.series({ range: rangeOf(axis), stepMs: axis.cellMs, modelsMax, filter: {} }),
      store.traffic(lasted),
      store.traffic({ sinceMs: beforeMs - usualMs / timeCompression, untilMs: beforeMs }),
    ]);
    const page = buildIncidentPage({
      ...{ incident: own, ...story, axis, series, during, before, dataAtMs, recentMs: feed.recentMs },
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
      ...(await readExplorePage(query, store, kept())),
    }),

    calls: async (query) => ({
      ...{ kind: 'calls', ...site() },
      ...(await readCallsPage(query, store, kept())),
    }),

    async trace(traceId) {
      const trace = /^[0-9a-f]{32}$/i.test(traceId) ? await store.trace(traceId.toLowerCase()) : null;
      return trace && { kind: 'trace', ...site(), ...trace };
    },
  };
}

function lineOf(incident: IncidentView): IncidentLine {
  const { id, state, provider, confidence, sentence, firstBadMs, confirmedMs, resolvedMs } = incident;
  const { feedback, mergedInto, evidence } = incident;
  return {
    ...{ id, state, provider, confidence, sentence, firstBadMs, confirmedMs, resolvedMs },
    class: shownClass(incident),
    models: evidence.affected.map(({ model }) => model),
    displayName: nameOf(incident),
    feedback,
    mergedInto,
  };
}
