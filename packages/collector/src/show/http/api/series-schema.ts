import type { Percentiles, SeriesAnswer } from '@faultline/conventions';
import { z } from 'zod';
import { count, named, outcome, time } from './schema.ts';

const percentiles: z.ZodType<Percentiles> = named(
  'Percentiles',
  'Of durations in milliseconds, interpolated inside the buckets of a histogram.',
  z.strictObject({ p50: z.number(), p95: z.number(), p99: z.number() }),
);

const counts = {
  attempts: count,
  bad: count.describe("Of these, those that failed by the vendor's or the network's fault."),
  outcomes: z.partialRecord(outcome, count),
  durationMs: percentiles.nullable().describe('Of attempts that ended well; null without any.'),
  timeToFirstChunkMs: percentiles.nullable().describe('Of streams that ended well; null without any.'),
};

export const seriesAnswer: z.ZodType<SeriesAnswer> = named(
  'Series',
  'What became of attempts over time, by model.',
  z.strictObject({
    fromMs: time,
    untilMs: time,
    stepMs: count,
    series: z.array(
      z.strictObject({
        provider: z.string(),
        displayName: z.string(),
        model: z.string(),
        totals: z.strictObject(counts).describe('Of the whole range: percentiles cannot be added up.'),
        points: z
          .array(z.strictObject({ startMs: time, ...counts }))
          .describe('Oldest first. A step without attempts has no point.'),
      }),
    ),
    omitted: count.describe('Models with fewer attempts that were left out.'),
  }),
);
