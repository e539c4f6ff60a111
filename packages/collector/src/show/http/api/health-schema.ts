import { z } from 'zod';
import type { HealthOverride } from '../../../model/health-override.ts';
import type { HealthSnapshot } from '../../health/health-feed.ts';
import type { HealthVerdict } from '../../health/verdict.ts';
import { incidentClass } from './incident-schema.ts';
import { officialNotice } from './official-schema.ts';
import { count, healthState, named, share, time, timeOrNull } from './schema.ts';

const version = count.describe('When it was new; only grows. To be compared within one stream.');
const alternative = z.strictObject({ provider: z.string(), model: z.string() });
const overrideNotice = z.strictObject({
  id: z.string(),
  author: z.string(),
  reason: z.string(),
  untilMs: time,
  replaces: healthState.describe('What the detector says.'),
});

export const verdict: z.ZodType<HealthVerdict> = named(
  'Verdict',
  'Advice about one vendor, model or region of it, for as long as `ttlSeconds` says; docs/health-feed.md.',
  z.strictObject({
    version,
    provider: z.string(),
    model: z.string().nullable().describe('Null: the vendor as a whole.'),
    region: z.string().nullable().describe('Null: wherever it is called.'),
    state: healthState,
    scope: z.enum(['provider', 'model', 'region', 'credential', 'network']).nullable(),
    incident: z.string().nullable(),
    reasonClass: incidentClass.nullable().describe('Class of that incident.'),
    confidence: share.nullable().describe('How sure the detector is of that class.'),
    reason: z.string().describe('For people.'),
    sinceMs: timeOrNull,
    errorShare: share.nullable().describe('Of the last `windowSeconds`; null for a region.'),
    attempts: count.nullable(),
    windowSeconds: z.number(),
    admitRatio: share.describe("How much of one's usual traffic still makes sense."),
    retryAfterSeconds: z.number().nullable().describe('When what was held back may ask again.'),
    alternatives: z.array(alternative).describe('What works, models of the same vendor first.'),
    override: overrideNotice.nullable().describe('What an operator says in place of the detector.'),
    official: officialNotice
      .nullable()
      .describe('What the vendor says of itself; null when nobody reads its page. It changes no state.'),
    ttlSeconds: z.number().describe('For how long it may be believed after it was read.'),
  }),
);

export const verdicts: z.ZodType<HealthSnapshot> = named(
  'Verdicts',
  'Advice about every vendor called of late and each of its models.',
  z.strictObject({ version, dataAtMs: time, verdicts: z.array(verdict) }),
);

export const override: z.ZodType<HealthOverride> = named(
  'HealthOverride',
  'What an operator says about the health of a vendor or model until it expires.',
  z.strictObject({
    id: z.string(),
    provider: z.string(),
    model: z.string().nullable().describe('Null: the vendor, and each of its models without one of its own.'),
    state: healthState,
    reason: z.string(),
    author: z.string(),
    createdMs: time,
    untilMs: time,
    endedMs: timeOrNull.describe('When somebody took it back.'),
  }),
);

interface Overrides {
  readonly overrides: readonly HealthOverride[];
}

export const overrides: z.ZodType<Overrides> = named(
  'HealthOverrides',
  'Overrides in force, oldest first.',
  z.strictObject({ overrides: z.array(override) }),
);
