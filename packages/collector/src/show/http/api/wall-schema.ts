import type { Wall } from '@faultline/conventions';
import { z } from 'zod';
import { wallOfficial } from './official-schema.ts';
import { amountOrNull, count, healthState, named, share, time, timeOrNull } from './schema.ts';

const row = {
  state: healthState,
  errorShare: share.nullable(),
  usualErrorShare: share.nullable(),
  timeToFirstChunkP95Ms: amountOrNull,
  usualTimeToFirstChunkP95Ms: amountOrNull,
  attemptsPerMinute: z.number(),
  strip: z.array(share.nullable()).describe('Error share per cell, oldest first; null without traffic.'),
};

const incident = z.strictObject({
  id: z.string(),
  state: z.enum(['suspected', 'confirmed', 'recovering', 'resolved']),
  class: z.string(),
  provider: z.string().nullable(),
  models: z.array(z.string()),
  confidence: share,
  sentence: z.string(),
  firstBadMs: time,
  suspectedMs: time,
  confirmedMs: timeOrNull,
  resolvedMs: timeOrNull,
});

export const wall: z.ZodType<Wall> = named(
  'Wall',
  'The state of everything in one answer, as the console draws it.',
  z.strictObject({
    version: count.describe('Grows with every wall; the id of the server-sent event.'),
    dataAtMs: time,
    state: healthState,
    headline: z.string(),
    summary: z.string(),
    incidents: z.array(incident),
    vendors: z.array(
      z.strictObject({
        provider: z.string(),
        displayName: z.string(),
        models: z.array(z.strictObject({ model: z.string(), ...row })),
        official: wallOfficial
          .nullable()
          .exactOptional()
          .describe('What the vendor says of itself; it changes no state here.'),
        ...row,
      }),
    ),
    strip: z.strictObject({ startMs: time, cellMs: count, cells: count }),
    collector: z.strictObject({ state: z.enum(['ok', 'degraded', 'starting']), detail: z.string() }),
  }),
);
