import type { ModelView, ProviderView, SourceView } from '@faultline/conventions';
import { z } from 'zod';
import { amountOrNull, count, healthState, named, time } from './schema.ts';

const grade = z.enum(['attempts', 'calls', 'metrics']);
const bestGrade = grade
  .nullable()
  .describe('What its best source lets one see: each request, only how calls ended, or counts alone.');
const sight = z.enum(['full', 'partial', 'none']);

const model: z.ZodType<ModelView> = named(
  'Model',
  'One model that was called.',
  z.strictObject({
    provider: z.string(),
    model: z.string(),
    state: healthState,
    attempts: count,
    bad: count,
    timeToFirstChunkP95Ms: amountOrNull,
    visibility: bestGrade,
    sources: z.array(z.string()),
  }),
);

const provider: z.ZodType<ProviderView> = named(
  'Provider',
  'One vendor, or a server of your own, that was called.',
  z.strictObject({
    provider: z.string(),
    displayName: z.string(),
    state: healthState,
    attempts: count,
    bad: count,
    visibility: bestGrade,
    models: z.array(model),
  }),
);

const source: z.ZodType<SourceView> = named(
  'Source',
  'What one service sends by one instrumentation.',
  z.strictObject({
    service: z.string(),
    environment: z.string(),
    source: z.string(),
    vantage: z.enum(['client', 'gateway', 'vendor']),
    providers: z.array(z.string()),
    calls: count,
    attempts: count.describe('As the calls count them.'),
    lastEndMs: time,
    visibility: z.strictObject({
      grade,
      failures: sight,
      httpStatus: sight,
      attempts: sight,
      timeToFirstChunk: sight,
      caveat: z.string(),
    }),
  }),
);

interface InRange {
  readonly fromMs: number;
  readonly untilMs: number;
}

export const providersAnswer: z.ZodType<InRange & { readonly providers: readonly ProviderView[] }> = named(
  'Providers',
  'Who was called in a time, in the order of their names.',
  z.strictObject({ fromMs: time, untilMs: time, providers: z.array(provider) }),
);

export const modelsAnswer: z.ZodType<InRange & { readonly models: readonly ModelView[] }> = named(
  'Models',
  'Which models were called in a time, in the order of their names.',
  z.strictObject({ fromMs: time, untilMs: time, models: z.array(model) }),
);

export const sourcesAnswer: z.ZodType<InRange & { readonly sources: readonly SourceView[] }> = named(
  'Sources',
  'Who told of calls in a time; those that told most first.',
  z.strictObject({ fromMs: time, untilMs: time, sources: z.array(source) }),
);
