import {
  attemptColumns,
  attemptKey,
  attemptRollupColumns,
  attemptSums,
  callColumns,
  callKey,
  callRollupColumns,
  callSums,
  incidentColumns,
  incidentEventColumns,
  supplementColumns,
  targetColumns,
  targetKey,
} from './columns.ts';
import { attemptsView, callsView, completeCallsView, rollupView, targetsView } from './views.ts';

/** Days that rows stay. */
export interface Retention {
  readonly rawDays: number;
  readonly secondsDays: number;
  readonly minutesDays: number;
  readonly hoursDays: number;
  readonly daysDays: number;
}

export interface Migration {
  readonly version: number;
  readonly name: string;
  /** Safe to run again: a crash between two statements runs all of them once more. */
  readonly statements: readonly string[];
}

/** Every table whose rows expire: the column that ages and how long it lasts. */
export function expiries(
  retention: Retention,
): Readonly<Record<string, readonly [column: string, days: number]>> {
  return {
    calls: ['toDateTime(end_time)', retention.rawDays],
    call_supplements: ['toDateTime(end_time)', retention.rawDays],
    attempts: ['toDateTime(end_time)', retention.rawDays],
    reported_targets: ['last_end', retention.rawDays],
    attempts_2s: ['time', retention.secondsDays],
    attempts_1m: ['time', retention.minutesDays],
    attempts_1h: ['time', retention.hoursDays],
    calls_1m: ['time', retention.minutesDays],
    calls_1h: ['time', retention.hoursDays],
    calls_1d: ['time', retention.daysDays],
  };
}

/** All tables and views, in the order in which they came. A published migration never changes; a change is a new one. */
export function migrations(database: string, retention: Retention): readonly Migration[] {
  const db = database;
  const expire = (table: string): string => {
    const [column, days] = expiries(retention)[table] ?? [];
    return `TTL ${column} + INTERVAL ${days} DAY`;
  };
  return [
    {
      version: 1,
      name: 'calls, attempts and their rollups; incidents',
      statements: [
        createTable(db, 'calls', callColumns, 'MergeTree', {
          partition: 'toDate(end_time)',
          order: 'provider, model, toStartOfMinute(end_time), end_time',
          expire: expire('calls'),
        }),
        createTable(db, 'attempts', attemptColumns, 'MergeTree', {
          partition: 'toDate(end_time)',
          order: 'provider, region, model, toStartOfMinute(end_time), end_time',
          expire: expire('attempts'),
        }),
        createTable(db, 'call_supplements', supplementColumns, 'AggregatingMergeTree', {
          partition: 'toDate(end_time)',
          order: 'trace_id, span_id, end_time',
          expire: expire('call_supplements'),
        }),
        createTable(db, 'reported_targets', targetColumns, 'AggregatingMergeTree', {
          order: targetKey,
          expire: expire('reported_targets'),
        }),
        // Read by time over all series, every 2 s: time comes first.
        createTable(db, 'attempts_2s', attemptRollupColumns, 'AggregatingMergeTree', {
          partition: 'toDate(time)',
          order: `time, ${attemptKey}`,
          expire: expire('attempts_2s'),
        }),
        createTable(db, 'attempts_1m', attemptRollupColumns, 'AggregatingMergeTree', {
          partition: 'toDate(time)',
          order: `time, ${attemptKey}`,
          expire: expire('attempts_1m'),
        }),
        createTable(db, 'attempts_1h', attemptRollupColumns, 'AggregatingMergeTree', {
          partition: 'toYYYYMM(time)',
          order: `provider, model, time, ${attemptKey}`,
          expire: expire('attempts_1h'),
        }),
        createTable(db, 'calls_1m', callRollupColumns, 'AggregatingMergeTree', {
          partition: 'toDate(time)',
          order: `provider, model, time, ${callKey}`,
          expire: expire('calls_1m'),
        }),
        createTable(db, 'calls_1h', callRollupColumns, 'AggregatingMergeTree', {
          partition: 'toYYYYMM(time)',
          order: `provider, model, time, ${callKey}`,
          expire: expire('calls_1h'),
        }),
        createTable(db, 'calls_1d', callRollupColumns, 'AggregatingMergeTree', {
          partition: 'toYear(time)',
          order: `provider, model, time, ${callKey}`,
          expire: expire('calls_1d'),
        }),
        attemptsView(db),
        rollupView(db, 'attempts_2s', 'attempts_1m', 'toStartOfMinute', attemptKey, attemptSums),
        rollupView(db, 'attempts_1m', 'attempts_1h', 'toStartOfHour', attemptKey, attemptSums),
        callsView(db),
        targetsView(db),
        completeCallsView(db),
        rollupView(db, 'calls_1m', 'calls_1h', 'toStartOfHour', callKey, callSums),
        rollupView(db, 'calls_1h', 'calls_1d', 'toStartOfDay', callKey, callSums),
        createTable(db, 'incidents', incidentColumns, 'ReplacingMergeTree(version)', { order: 'id' }),
        createTable(db, 'incident_events', incidentEventColumns, 'MergeTree', {
          partition: 'toYYYYMM(at)',
          order: 'incident_id, at',
        }),
      ],
    },
  ];
}

interface Layout {
  readonly order: string;
  readonly partition?: string;
  readonly expire?: string;
}

/** The one place where an engine is named. The deduplication window makes a repeated insert harmless on every tier. */
function createTable(db: string, table: string, columns: string, engine: string, layout: Layout): string {
  return [
    `CREATE TABLE IF NOT EXISTS ${db}.${table} (${columns}) ENGINE = ${engine}`,
    layout.partition ? `PARTITION BY ${layout.partition}` : '',
    `ORDER BY (${[...new Set(layout.order.split(', '))].join(', ')})`,
    layout.expire ?? '',
    `SETTINGS non_replicated_deduplication_window = 10000${layout.expire ? ', ttl_only_drop_parts = 1' : ''}`,
  ].join(' ');
}
