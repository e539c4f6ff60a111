import type { Retention } from '../../../model/retention.ts';
import { leaseTable } from '../lease.ts';
import {
  attemptColumns,
  attemptKey,
  attemptRollupColumns,
  attemptSums,
  auditColumns,
  callColumns,
  callKey,
  callRollupColumns,
  callSumColumns,
  callSumKey,
  callSums,
  incidentColumns,
  incidentEventColumns,
  inFlightColumns,
  officialPostColumns,
  overrideColumns,
  remarkColumns,
  supplementColumns,
  targetColumns,
  targetKey,
  tierStateColumns,
} from './columns.ts';
import { byTrace, type Place } from './place.ts';
import { createTable, type Table } from './table.ts';
import { attemptsView, callsView, completeCallsView, promptsView, rollupView, targetsView } from './views.ts';

export interface Migration {
  readonly version: number;
  readonly name: string;
  /**
   * Each is safe to run again and beside itself: a crash between two of them runs all of them once more. They only
   * add, so that the collectors of the release before, which still run during an upgrade or again after it was taken
   * back, can write and read as before.
   */
  readonly statements: readonly string[];
}

/** All tables and views, in the order in which they came. A published migration never changes; a change is a new one. */
export function migrations(place: Place, retention: Retention): readonly Migration[] {
  return [
    {
      version: 1,
      name: 'calls, attempts, rollups by basis, targets by day, supplements, incidents',
      statements: [
        ...tablesSince(1).flatMap((table) => createTable(place, table, retention)),
        attemptsView(place),
        rollupView(place, 'attempts_2s', 'attempts_1m', 'toStartOfMinute', attemptKey, attemptSums),
        rollupView(place, 'attempts_1m', 'attempts_1h', 'toStartOfHour', attemptKey, attemptSums),
        callsView(place),
        targetsView(place),
        ...completeCallsView(place),
        rollupView(place, 'calls_1m', 'calls_1h', 'toStartOfHour', callKey, callSums),
        rollupView(place, 'calls_1h', 'calls_1d', 'toStartOfDay', callKey, callSums),
      ],
    },
    {
      version: 2,
      name: 'where alerts of service levels stand, who tells of them',
      statements: tablesSince(2).flatMap((table) => createTable(place, table, retention)),
    },
    {
      version: 3,
      name: 'calls that began, their prompts, and what is in flight',
      statements: [
        ...tablesSince(3).flatMap((table) => createTable(place, table, retention)),
        promptsView(place),
      ],
    },
    {
      version: 4,
      name: 'what people say about incidents',
      statements: tablesSince(4).flatMap((table) => createTable(place, table, retention)),
    },
    {
      version: 5,
      name: 'what vendors wrote on their status pages',
      statements: tablesSince(5).flatMap((table) => createTable(place, table, retention)),
    },
    {
      version: 6,
      name: 'what operators say about the health of vendors',
      statements: tablesSince(6).flatMap((table) => createTable(place, table, retention)),
    },
    {
      version: 7,
      name: 'who did what',
      statements: tablesSince(7).flatMap((table) => createTable(place, table, retention)),
    },
  ];
}

function tablesSince(version: number): readonly Table[] {
  return tables.filter(({ since = 1 }) => since === version);
}

const raw = { partition: 'toDate(end_time)', expires: ['toDateTime(end_time)', 'rawDays'] } as const;
/** Most rows of a rollup come from the tier below, in their own shard; counts of metrics are inserted. */
const byCell = 'cityHash64(time, provider, model, service)';

export const tables: readonly Table[] = [
  {
    ...raw,
    name: 'calls',
    columns: callColumns,
    engine: 'MergeTree',
    order: 'provider, model, toStartOfMinute(end_time), end_time',
    shardBy: byTrace,
  },
  {
    ...raw,
    name: 'attempts',
    columns: attemptColumns,
    engine: 'MergeTree',
    order: 'provider, region, model, toStartOfMinute(end_time), end_time',
    shardBy: byTrace,
  },
  {
    ...raw,
    name: 'call_supplements',
    columns: supplementColumns,
    engine: 'AggregatingMergeTree',
    order: 'trace_id, span_id, end_time',
    shardBy: byTrace,
  },
  {
    name: 'reported_targets',
    columns: targetColumns,
    engine: 'ReplacingMergeTree',
    partition: 'toYYYYMM(day)',
    order: targetKey,
    // As long as there are counts for which it matters who told of their day.
    expires: ['day', 'daysDays'],
    shardBy: `cityHash64(${targetKey})`,
  },
  // Read by time over all series, every 2 s: time comes first.
  attemptRollup('attempts_2s', `time, ${attemptKey}`, 'toDate(time)', 'secondsDays'),
  attemptRollup('attempts_1m', `time, ${attemptKey}`, 'toDate(time)', 'minutesDays'),
  attemptRollup('attempts_1h', `provider, model, time, ${attemptKey}`, 'toYYYYMM(time)', 'hoursDays'),
  callRollup('calls_1m', 'toDate(time)', 'minutesDays'),
  callRollup('calls_1h', 'toYYYYMM(time)', 'hoursDays'),
  callRollup('calls_1d', 'toYear(time)', 'daysDays'),
  {
    name: 'incidents',
    columns: incidentColumns,
    engine: 'ReplacingMergeTree',
    version: 'version',
    order: 'id',
    shardBy: 'cityHash64(id)',
    isEverywhere: true,
  },
  {
    name: 'incident_events',
    columns: incidentEventColumns,
    engine: 'MergeTree',
    partition: 'toYYYYMM(at)',
    order: 'incident_id, at',
    shardBy: 'cityHash64(incident_id)',
    isEverywhere: true,
  },
  {
    name: 'slo_tier_states',
    since: 2,
    columns: tierStateColumns,
    engine: 'ReplacingMergeTree',
    version: 'version',
    order: 'slo_id, tier',
    shardBy: 'cityHash64(slo_id)',
    isEverywhere: true,
  },
  leaseTable('speaker_leases', 2),
  // Read with `attempts_2s`, and in its way.
  {
    name: 'calls_2s',
    since: 3,
    columns: callSumColumns,
    engine: 'AggregatingMergeTree',
    partition: 'toDate(time)',
    order: `time, ${callSumKey}`,
    expires: ['time', 'secondsDays'],
    shardBy: `cityHash64(time, ${callSumKey})`,
  },
  {
    name: 'in_flight_2s',
    since: 3,
    columns: inFlightColumns,
    engine: 'MergeTree',
    partition: 'toDate(time)',
    order: 'time, instance',
    expires: ['time', 'secondsDays'],
    shardBy: 'cityHash64(time, instance)',
  },
  {
    name: 'incident_remarks',
    since: 4,
    columns: remarkColumns,
    engine: 'ReplacingMergeTree',
    order: 'incident_id, at, id',
    shardBy: 'cityHash64(incident_id)',
    isEverywhere: true,
  },
  {
    name: 'official_posts',
    since: 5,
    columns: officialPostColumns,
    engine: 'ReplacingMergeTree',
    version: 'version',
    order: 'provider, id',
    shardBy: 'cityHash64(id)',
    isEverywhere: true,
  },
  {
    name: 'health_overrides',
    since: 6,
    columns: overrideColumns,
    engine: 'ReplacingMergeTree',
    version: 'version',
    order: 'id',
    shardBy: 'cityHash64(id)',
    isEverywhere: true,
  },
  {
    name: 'audit_entries',
    since: 7,
    columns: auditColumns,
    engine: 'ReplacingMergeTree',
    partition: 'toYYYYMM(at)',
    order: 'at, id',
    expires: ['toDateTime(at)', 'daysDays'],
    shardBy: 'cityHash64(id)',
    isEverywhere: true,
  },
];

function attemptRollup(name: string, order: string, partition: string, after: keyof Retention): Table {
  return {
    name,
    columns: attemptRollupColumns,
    engine: 'AggregatingMergeTree',
    partition,
    order,
    expires: ['time', after],
    shardBy: byCell,
  };
}

function callRollup(name: string, partition: string, after: keyof Retention): Table {
  return {
    name,
    columns: callRollupColumns,
    engine: 'AggregatingMergeTree',
    partition,
    order: `provider, model, time, ${callKey}`,
    expires: ['time', after],
    shardBy: byCell,
  };
}
