import { z } from 'zod';
import type { Retention } from '../../../model/retention.ts';
import type { StoreHealth, StoreStats } from '../../../store/store.ts';
import { amountOrNull, count, named, time } from './schema.ts';

/** How the collector itself is. */
export interface SelfView {
  readonly version: string;
  readonly startedMs: number;
  readonly uptimeSeconds: number;
  /** End of the newest evaluated frame; null before the first evaluation. */
  readonly dataAtMs: number | null;
  readonly evaluation: { readonly state: 'ok' | 'degraded' | 'starting'; readonly detail: string };
  /** How long after its end a call comes here, of 99 in a hundred; null while there are too few. */
  readonly ingestDelayP99Ms: number | null;
  readonly store: StoreHealth;
  readonly stats: StoreStats;
  readonly retention: Retention;
}

const health: z.ZodType<StoreHealth> = z.strictObject({
  ready: z.boolean().describe('Whether rows can be taken.'),
  engine: z.enum(['starting', 'up', 'down']),
  spooledRows: count.describe('Durable, not yet readable.'),
  spooledBytes: count,
  detail: z.string(),
});

const failures = ['memory', 'disk_full', 'too_many_parts', 'timeout', 'unreachable', 'other'] as const;
const refusals = ['starting', 'stopping', 'spool_full', 'disk_slow', 'disk_full', 'disk_error'] as const;

const stats: z.ZodType<StoreStats> = z.strictObject({
  rowsAppended: count,
  rowsDuplicate: count,
  rowsInserted: count,
  rowsRejected: count,
  segmentsInserted: count,
  segmentsRejected: count,
  insertFailures: z.partialRecord(z.enum(failures), count),
  appendsRefused: z.partialRecord(z.enum(refusals), count),
  tornLines: count,
  engineRestarts: count,
  spooledRows: count,
  spooledBytes: count,
});

export const self: z.ZodType<SelfView> = named(
  'Self',
  'How the collector itself is.',
  z.strictObject({
    version: z.string(),
    startedMs: time,
    uptimeSeconds: count,
    dataAtMs: time
      .nullable()
      .describe('End of the newest evaluated frame; null before the first evaluation.'),
    evaluation: z.strictObject({ state: z.enum(['ok', 'degraded', 'starting']), detail: z.string() }),
    ingestDelayP99Ms: amountOrNull.describe(
      'How long after its end a call comes here, of 99 in a hundred; null while there are too few.',
    ),
    store: health,
    stats: stats.describe('Counters since the start; the last two are gauges.'),
    retention: z
      .strictObject({
        rawDays: count,
        secondsDays: count,
        minutesDays: count,
        hoursDays: count,
        daysDays: count,
      })
      .describe('Days that rows and counts stay.'),
  }),
);
