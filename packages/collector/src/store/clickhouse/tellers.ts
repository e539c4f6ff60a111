import { metricsSource } from '../../model/metrics-source.ts';
import type { SourceCount } from '../../model/source-count.ts';
import { cellRange, minuteMs } from '../grid.ts';
import type { TellerSource, TimeRange } from '../store.ts';
import type { Query } from './connection/link.ts';
import { cell, lazily, momentOf, stands, within } from './sql.ts';

export function createTellers(query: Query, database: string): TellerSource {
  return {
    async sources(range) {
      const minutes = cellRange(range, minuteMs);
      return query<SourceCount>(
        `SELECT * FROM (${toldSql(database)} UNION ALL ${countedSql(database, minutes)})
          ORDER BY calls DESC, service, environment, source, vantage, provider, model LIMIT ${countsMax} ${lazily}`,
        { since: Math.ceil(range.sinceMs), until: Math.ceil(range.untilMs) },
      );
    },
  };
}

/** Services, models and dialects multiply; beyond this nobody reads the list. */
const countsMax = 10_000;

const key = 'service, environment, source, vantage, provider, model';

/** What was told one by one. */
function toldSql(database: string): string {
  return `SELECT toString(r.service) AS service, toString(r.environment) AS environment,
      toString(r.source) AS source, toString(r.vantage) AS vantage, toString(r.provider) AS provider,
      toString(if(r.model = '', r.response_model, r.model)) AS model, count() AS calls,
      sum(r.attempts) AS attempts, toUnixTimestamp64Milli(max(r.end_time)) AS lastEndMs
    FROM ${database}.calls AS r
    WHERE r.end_time >= ${momentOf('since')}
      AND r.end_time < ${momentOf('until')}
    GROUP BY ${key}`;
}

/** What metrics alone count. */
function countedSql(database: string, minutes: TimeRange): string {
  return `SELECT toString(r.service) AS service, toString(r.environment) AS environment,
      '${metricsSource}' AS source, 'client' AS vantage, toString(r.provider) AS provider,
      toString(r.model) AS model, sum(r.calls) AS calls, sum(r.attempts) AS attempts,
      toInt64(max(${cell(minuteMs)})) AS lastEndMs
    FROM ${database}.calls_1m AS r
    WHERE ${within(minutes)} AND r.basis = 'metrics' AND ${stands(database, minutes)}
    GROUP BY ${key} HAVING calls > 0`;
}
