import { badOutcomes, goodOutcomes } from '@faultline/conventions';
import type { QueryVariable, SqlAnnotation } from '../dashboard.ts';

const list = (names: readonly string[]): string => names.map((name) => `'${name}'`).join(', ');

const failed: string = list(badOutcomes);
const endedWell: string = list(goodOutcomes);

/** Cells of a rollup in a time, and the days in which that time lies. */
interface Span {
  readonly cells: string;
  readonly days: string;
}

const daysShown = 'toDate($__fromTime) AND toDate($__toTime)';
const shown: Span = { cells: '$__timeFilter(time)', days: daysShown };
/** Where the cells are days, the first one whole. */
const wholeDays: Span = {
  cells: 'time >= toStartOfDay($__fromTime) AND time <= $__toTime',
  days: daysShown,
};

/** Whatever time is shown. */
const lastMinutes: Span = {
  cells: 'time >= now() - INTERVAL 5 MINUTE',
  days: "toDate(now('UTC') - INTERVAL 5 MINUTE) AND toDate(now('UTC'))",
};

/**
 * What of a rollup counts, and nothing twice: counts of metrics stand only on days on which nobody tells the calls one by
 * one (docs/data-model.md). `GLOBAL`, because in a cluster both sides lie on all shards.
 */
function counted({ cells, days }: Span, ...chosen: readonly string[]): string {
  const stands = `(basis = 'spans' OR (toDate(time), service, provider, model) GLOBAL NOT IN (
    SELECT day, service, provider, model FROM reported_targets
    WHERE day BETWEEN ${days}))`;
  return [cells, ...chosen, stands].join(' AND ');
}

const chosenProvider = 'provider IN (${provider:singlequote})';
const chosenModel = 'model IN (${model:singlequote})';

export const filters = {
  provider: counted(shown, chosenProvider),
  providerDays: counted(wholeDays, chosenProvider),
  providerNow: counted(lastMinutes, chosenProvider),
  model: counted(shown, chosenProvider, chosenModel),
  everything: counted(shown),
  service: counted(shown, 'service IN (${service:singlequote})'),
  /** Of single attempts, which nobody counts. */
  rawModel: `$__timeFilter_ms(end_time) AND ${chosenProvider} AND ${chosenModel}`,
} as const;

export const failedCalls = `sumIf(calls, outcome IN (${failed}))`;
const judgedCalls = `sumIf(calls, outcome IN (${failed}, ${endedWell}))`;
export const failedShareOfAttempts = `sumIf(attempts, outcome IN (${failed})) / sum(attempts) AS failed`;
/** As service levels count: what is not the vendor's doing does not count at all. */
export const failedShareOfCalls = `${failedCalls} / ${judgedCalls}`;
export const hasJudgedCalls = `${judgedCalls} > 0`;

/** Over time, a line for each of some columns. */
export function overTime(
  value: string,
  by: readonly string[],
  from: string,
  where: string,
  having = '',
): string {
  const keys = by.join(', ');
  return `SELECT $__timeInterval(time) AS at, ${keys}, ${value}
FROM ${from}
WHERE ${where}
GROUP BY at, ${keys}${having === '' ? '' : ` HAVING ${having}`}
ORDER BY at, ${keys}`;
}

/** The share of attempts that failed, over time. */
export function failedShareOverTime(by: readonly string[], from: string, where: string): string {
  return overTime(failedShareOfAttempts, by, from, where, 'sum(attempts) > 0');
}

/** Of a histogram column: the lower edge, in seconds, of the bucket that holds the quantile of good answers. */
export function quantileOverTime(
  q: number,
  histogram: 'duration_ms' | 'time_to_first_chunk_ms',
  by: readonly string[],
  from: string,
  where: string,
): string {
  const keys = by.join(', ');
  return `SELECT $__timeInterval(time) AS at, ${keys}, quantileExactWeighted(${q})(edge, n) / 1000 AS seconds
FROM ${from} ARRAY JOIN mapKeys(${histogram}) AS edge, mapValues(${histogram}) AS n
WHERE ${where} AND outcome IN (${endedWell})
GROUP BY at, ${keys}
ORDER BY at, ${keys}`;
}

/** No time macros: not every version of the data source hands the time to the queries of variables. */
const ofLate = 'time >= now() - INTERVAL 7 DAY';

export const providerVariable: QueryVariable = {
  kind: 'query',
  name: 'provider',
  label: 'Vendor',
  description: 'Vendors called within a week.',
  query: `SELECT DISTINCT provider FROM attempts_1h WHERE ${ofLate} ORDER BY provider`,
};

export const modelVariable: QueryVariable = {
  kind: 'query',
  name: 'model',
  label: 'Model',
  description: 'Models of these vendors, called within a week.',
  query: `SELECT DISTINCT model FROM attempts_1h WHERE ${ofLate} AND ${chosenProvider} ORDER BY model`,
};

export const serviceVariable: QueryVariable = {
  kind: 'query',
  name: 'service',
  label: 'Service',
  description: 'Services that called within a week.',
  query: `SELECT DISTINCT service FROM calls_1h WHERE ${ofLate} ORDER BY service`,
};

/** Whoever is still open lasts until now. */
export const incidentEnd = 'ifNull(resolved, now64(3))';
export const overlaps = `first_bad <= $__toTime AND ${incidentEnd} >= $__fromTime`;

/** From the first bad attempt to the end. */
export const incidentAnnotation: SqlAnnotation = {
  name: 'Incidents',
  colour: 'red',
  enabled: true,
  sql: `SELECT first_bad AS time, ${incidentEnd} AS timeEnd,
  concat(provider, ': ', kind, ', ', class, ' <a href="', \${console:singlequote}, '/incidents/', id, '">Open the incident</a>') AS text,
  concat(provider, ',', class) AS tags
FROM incidents FINAL
WHERE isNotNull(confirmed) AND ${overlaps}
ORDER BY time`,
};

/** Off at first: pages are read only where \`official.enabled\` is on. */
export const officialAnnotation: SqlAnnotation = {
  name: 'Posts of vendors',
  colour: 'blue',
  enabled: false,
  sql: `SELECT posted AS time, posted AS timeEnd, concat(provider, ': ', status) AS text, provider AS tags
FROM official_posts FINAL
WHERE $__timeFilter_ms(posted)
ORDER BY time`,
};
