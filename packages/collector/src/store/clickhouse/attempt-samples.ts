import type { AttemptSample } from '../../model/attempt-sample.ts';
import type { AttemptSource } from '../store.ts';
import type { Query } from './connection/link.ts';
import { list, moment, quoted } from './sql.ts';

export function createAttemptSamples(query: Query, database: string): AttemptSource {
  return {
    async attemptsThat({ provider, models, outcomes, range, limit }) {
      if (models.length === 0 || outcomes.length === 0) return [];
      const ofProvider = provider === null ? '1' : `r.provider = ${quoted(provider)}`;
      return query<AttemptSample>(`
        SELECT toUnixTimestamp64Milli(r.end_time) AS atMs, r.model AS model, r.outcome AS outcome,
          lower(hex(r.trace_id)) AS traceId, lower(hex(r.span_id)) AS spanId, r.vendor_request_id AS vendorRequestId
        FROM ${database}.attempts AS r
        WHERE ${ofProvider} AND r.model IN (${models.map(quoted).join(', ')}) AND r.outcome IN (${list(outcomes)})
          AND r.end_time >= ${moment(range.sinceMs)}
          AND r.end_time < ${moment(range.untilMs)}
        ORDER BY r.end_time, r.span_id LIMIT ${Math.floor(limit)}`);
    },
  };
}
