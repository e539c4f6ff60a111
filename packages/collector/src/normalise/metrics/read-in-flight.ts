import type { MetricBatch } from '../../decode/metric.ts';
import type { Resource, Span } from '../../decode/span.ts';
import type { InFlightCalls, InFlightReport } from '../../model/in-flight.ts';
import { DropCounts } from '../drop-counts.ts';
import type { Unread } from './call-point.ts';
import {
  type InFlightPoint,
  inFlightMetricNames,
  readInFlightPoint,
  type StartedFact,
} from './in-flight-point.ts';
import { instanceOf, ownerOf, seriesOf } from './point-identity.ts';

/** Calls of one series that a process says it began. */
export interface StartedPoint extends Omit<InFlightPoint, 'fact'>, Pick<StartedFact, 'isCumulative'> {
  /** The run of the counter that it belongs to. */
  readonly series: string;
}

/** What one process says is in flight. */
export interface ToldReport extends Pick<InFlightReport, 'instance' | 'calls'> {
  /** Of its newest point, which says when. */
  readonly span: Span;
}

export interface InFlightReading {
  readonly started: readonly StartedPoint[];
  readonly reports: readonly ToldReport[];
  /** Data points that tell what is in flight. */
  readonly waiting: number;
  /** Data points by why they tell nothing. */
  readonly unread: Readonly<Partial<Record<Unread, number>>>;
}

/**
 * What the processes in a request say of calls that have not ended.
 *
 * A gauge has no points when nothing is in flight, so that the end of a hang would look as if nobody had told anything.
 * The counter of calls that began tells it: it comes with the gauge and, cumulative as our SDK sends it, with every
 * series that the process ever called. Each envelope that has a point of either is therefore a whole report, with a line
 * of no calls for a series that only the counter names; who reads takes the newest report of each process and forgets
 * what stood before. A counter of delta temporality names only what began; where it has nothing to tell either, our SDK
 * sends nothing, and what was in flight stands until the report is too old (`store/in-flight-hold.ts`).
 */
export function readInFlight({ metrics }: MetricBatch): InFlightReading {
  const unread = new DropCounts<Unread>();
  const started: StartedPoint[] = [];
  const reports = new Map<Resource, OpenReport>();
  let waiting = 0;
  for (const metric of metrics) {
    if (!inFlightMetricNames.includes(metric.name)) continue;
    const owner = ownerOf(metric.resource);
    for (const point of metric.points) {
      const read = readInFlightPoint(metric, point);
      if (typeof read === 'string') {
        unread.add(read);
        continue;
      }
      const { fact, ...told } = read;
      const report = reports.get(metric.resource) ?? openReport(owner);
      reports.set(metric.resource, report);
      addPoint(report, read);
      if (fact.kind === 'waiting') waiting++;
      else started.push({ ...told, isCumulative: fact.isCumulative, series: seriesOf(owner, metric, point) });
    }
  }
  return { started, reports: [...reports.values()].flatMap(closeReport), waiting, unread: unread.counts };
}

interface OpenReport {
  readonly owner: string;
  readonly lines: Map<string, { -readonly [Field in keyof InFlightCalls]: InFlightCalls[Field] }>;
  startUnixNano: bigint | undefined;
  newest: Span | undefined;
}

function openReport(owner: string): OpenReport {
  return { owner, lines: new Map(), startUnixNano: undefined, newest: undefined };
}

function addPoint(report: OpenReport, { fact, key, point, span }: InFlightPoint): void {
  if (report.newest === undefined || report.newest.endUnixNano < span.endUnixNano) report.newest = span;
  const { ageSeconds, calls } = fact.kind === 'waiting' ? fact : nobody;
  // That a series has nothing in flight has no age.
  const line = { ...key, ageSeconds: calls > 0 ? ageSeconds : 0, calls: 0 };
  const name = JSON.stringify(line);
  const known = report.lines.get(name) ?? line;
  report.lines.set(name, known);
  known.calls += calls;
  if (fact.kind === 'started' && fact.isCumulative) addStart(report, point.startUnixNano);
}

const nobody = { ageSeconds: 0, calls: 0 };

/**
 * Resources often leave out what tells processes apart, and our SDK's do; since when they count does. The first of all
 * series stays the first as long as the process lives. A counter of deltas begins anew with each report.
 */
function addStart(report: OpenReport, startUnixNano: bigint): void {
  if (report.startUnixNano === undefined || startUnixNano < report.startUnixNano)
    report.startUnixNano = startUnixNano;
}

function closeReport({ owner, lines, startUnixNano, newest }: OpenReport): readonly ToldReport[] {
  if (newest === undefined) return [];
  const sorted = [...lines].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
  const busy = new Set(sorted.filter(({ calls }) => calls > 0).map(seriesName));
  const calls = sorted.filter((line) => line.calls > 0 || !busy.has(seriesName(line)));
  return [{ instance: instanceOf(owner, startUnixNano), calls, span: newest }];
}

function seriesName({ provider, model, region, credential }: InFlightCalls): string {
  return JSON.stringify([provider, model, region, credential]);
}
