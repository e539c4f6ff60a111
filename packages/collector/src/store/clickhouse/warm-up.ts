import type { ClickHouseClient } from '@clickhouse/client';

export interface WarmUpOptions {
  readonly database: string;
  readonly rowsMax: number;
  readonly remember: (identity: string) => void;
}

/**
 * Recalls the rows of the last minutes: a sender whose answer a crash swallowed sends them again, and counters cannot
 * be deduplicated later. Senders give up long before: JavaScript exporters after 10 s, the OTel Collector after 5 min.
 */
const recallMinutes = 15;

export async function warmUp(client: ClickHouseClient, options: WarmUpOptions): Promise<void> {
  for (const table of ['calls', 'attempts']) {
    // Oldest first, so that the newest are the last to be forgotten. The prefix is that of `identityOf`.
    const result = await client.query({
      query: `SELECT concat('${table[0]}', lower(hex(trace_id)), lower(hex(span_id))) FROM (
          SELECT trace_id, span_id, ingested_at FROM ${options.database}.${table}
          WHERE ingested_at > now64(3) - INTERVAL ${recallMinutes} MINUTE
          ORDER BY ingested_at DESC LIMIT ${options.rowsMax}
        ) ORDER BY ingested_at`,
      format: 'JSONCompactEachRow',
    });
    for await (const rows of result.stream<[string]>()) {
      for (const row of rows) options.remember(row.json()[0]);
    }
  }
}
