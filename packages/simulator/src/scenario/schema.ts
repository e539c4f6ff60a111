import { z } from 'zod';
import { faults } from '../fault.ts';
import { parseOffset } from './offset.ts';
import {
  type FleetModel,
  type Phase,
  type Provider,
  providers,
  type Scenario,
  type Truth,
} from './scenario.ts';

const share = z.number().min(0).max(1);
const factor = z.number().min(0);
const shares = z.record(z.string().min(1), share);
const provider = z.enum(providers);
const modelId = z.string().min(1);

const offset = z
  .union([z.string(), z.literal(0)], { error: expected('a time like 12m or 1h30m') })
  .transform((value, context) => {
    const ms = parseOffset(String(value));
    if (ms !== undefined) return ms;
    context.issues.push({ code: 'custom', message: expected('a time like 12m or 1h30m')(), input: value });
    return z.NEVER;
  });

const fleetModel = z.strictObject({
  requestsPerSecond: factor,
  streamingShare: share.default(0.6),
  latencyP50Ms: z.number().positive(),
  latencySigma: z.number().min(0).max(2).default(0.45),
  ttftP50Ms: z.number().positive(),
  inputTokens: z.int().positive().default(900),
  outputTokens: z.int().positive().default(200),
  reasoningTokens: z.int().min(0).default(0),
});

const fleetProvider = z.strictObject({
  regions: shares.default({}),
  credentials: shares.default({}),
  models: z
    .record(modelId, fleetModel)
    .refine((models) => Object.keys(models).length > 0, expected('at least one model')()),
});

export const fleetSchema: z.ZodType<readonly FleetModel[]> = z
  .partialRecord(provider, fleetProvider, { error: keysAmong(providers) })
  .transform((fleet) =>
    Object.entries(fleet).flatMap(([name, { models, regions, credentials }]) =>
      Object.entries(models).map(([model, { ttftP50Ms, ...profile }]) => ({
        provider: name as Provider,
        model,
        ...profile,
        timeToFirstTokenP50Ms: ttftP50Ms,
        regions,
        credentials,
      })),
    ),
  );

const faultShares = z
  .partialRecord(z.enum(faults), share, { error: keysAmong(faults) })
  .refine(
    (mix) => Object.values(mix).reduce((sum, one) => sum + one, 0) <= 1 + 1e-9,
    expected('shares that sum to at most 1')(),
  );

const span = { from: offset, until: offset };
const isForward = (one: { readonly from: number; readonly until: number }): boolean => one.until > one.from;
const forward = { message: expected('a time after `from`')(), path: ['until'] };

const pulse = z
  .strictObject({ on: offset, off: offset })
  .refine(({ on }) => on > 0, { message: expected('more than 0')(), path: ['on'] })
  .transform(({ on, off }) => ({ onMs: on, offMs: off }));

export const phaseSchema: z.ZodType<Phase> = z
  .strictObject({
    ...span,
    providers: z.array(provider).min(1).optional(),
    models: z.array(modelId).min(1).optional(),
    region: z.string().min(1).optional(),
    credential: z.string().min(1).optional(),
    job: z.strictObject({ name: z.string().min(4), requestsPerSecond: factor }).optional(),
    faults: faultShares.default({}),
    latencyFactor: factor.default(1),
    ttftFactor: factor.default(1),
    rateFactor: factor.default(1),
    promptFactor: factor.default(1),
    ramp: offset.default(0),
    rampOut: offset.default(0),
    pulse: pulse.optional(),
  })
  .refine(isForward, forward)
  .transform(({ from, until, ramp, rampOut, ...phase }) => ({
    ...phase,
    fromMs: from,
    untilMs: until,
    providers: phase.providers ?? null,
    models: phase.models ?? null,
    region: phase.region ?? null,
    credential: phase.credential ?? null,
    job: phase.job ?? null,
    rampMs: ramp,
    rampOutMs: rampOut,
    pulse: phase.pulse ?? null,
  }));

const post = z
  .strictObject({
    at: offset,
    provider,
    status: z.enum(['investigating', 'identified', 'monitoring', 'resolved']),
    text: z.string().min(1),
  })
  .transform(({ at, ...rest }) => ({ ...rest, atMs: at }));

const classes = [
  'single_model',
  'vendor_partial',
  'vendor_wide',
  'vendor_region',
  'rate_limit',
  'credential',
  'client_error',
  'local_network',
] as const;

export const truthSchema: z.ZodType<Truth> = z
  .strictObject({
    class: z.enum(classes),
    acceptAlso: z.array(z.enum(classes)).default([]),
    kind: z.enum(['errors', 'blank', 'latency', 'hang']).default('errors'),
    provider: provider.optional(),
    models: z.array(modelId).default([]),
    region: z.string().optional(),
    credential: z.string().optional(),
    ...span,
  })
  .refine(isForward, forward)
  .transform(({ from, until, ...truth }) => ({
    ...truth,
    fromMs: from,
    untilMs: until,
    provider: truth.provider ?? null,
    region: truth.region ?? null,
    credential: truth.credential ?? null,
  }));

const diurnal = z
  .strictObject({ amplitude: share, peakAt: offset })
  .transform(({ amplitude, peakAt }) => ({ amplitude, peakAtMs: peakAt }));

export const scenarioSchema: z.ZodType<Scenario> = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, expected('a kebab-case name')()),
    title: z.string().min(1),
    description: z.string().min(1),
    sources: z.array(z.string().min(1)).default([]),
    duration: offset,
    fleet: fleetSchema,
    backgroundErrorShare: share.default(0.002),
    diurnal: diurnal.optional(),
    phases: z.array(phaseSchema),
    posts: z.array(post).default([]),
    truth: z.array(truthSchema),
  })
  .transform(({ duration, ...scenario }) => ({
    ...scenario,
    durationMs: duration,
    diurnal: scenario.diurnal ?? null,
  }));

/** Our own checks write what they expected as the issue's message; the reader of a problem adds what was found. */
function expected(what: string): () => string {
  return () => what;
}

/** Zod tells a foreign key of a record as it tells one of an object; a typo deserves the list. */
function keysAmong(names: readonly string[]): (issue: { readonly code?: string }) => string | undefined {
  return ({ code }) => (code === 'unrecognized_keys' ? `a key among ${names.join(', ')}` : undefined);
}
