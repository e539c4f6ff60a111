import type { HealthState } from '@faultline/conventions';
import { z } from 'zod';
import { override, overrides, verdict, verdicts } from './health-schema.ts';
import { json, type Operation, text } from './operation.ts';
import { healthState } from './schema.ts';

export const getHealth: Operation = {
  method: 'get',
  path: '/health',
  id: 'getHealth',
  tag: 'Now',
  summary: 'Advice about every vendor and model, for programs',
  description: 'For as long as `ttlSeconds` says. Whoever gets no answer should go on as if all were well.',
  answers: [json(verdicts, 'Verdicts.')],
  problems: [],
  example: '/health',
};

export const streamHealth: Operation = {
  method: 'get',
  path: '/health/stream',
  id: 'streamHealth',
  tag: 'Now',
  summary: 'The same advice as server-sent events, whenever it changes',
  description:
    'Events `snapshot`, whose data is as of `/health` and takes the place of all that was told; `verdict`, which takes the place of what was told of the same subject; and `ping`, which says that all of it still holds. Whoever comes back with `Last-Event-ID` gets what changed since.',
  answers: [text('text/event-stream', 'A stream that does not end.')],
  problems: ['busy'],
  example: '/health/stream',
};

import { providerInPath } from './query.ts';

const region = z.strictObject({
  region: z
    .string()
    .optional()
    .describe('A region of the vendor; without a verdict of its own, that of the whole.'),
});

const down = 'The same, while its state is `down`: so that a probe can ask.';

const getProviderHealth: Operation = {
  method: 'get',
  path: '/health/{provider}',
  id: 'getProviderHealth',
  tag: 'Now',
  summary: 'Advice about one vendor',
  parameters: providerInPath,
  query: region,
  answers: [json(verdict, 'The verdict.'), json(verdict, down, 503)],
  problems: [],
  example: '/health/anthropic',
};

const getModelHealth: Operation = {
  ...getProviderHealth,
  path: '/health/{provider}/{model}',
  id: 'getModelHealth',
  summary: 'Advice about one model',
  parameters: { ...getProviderHealth.parameters, model: 'As it is asked for. It may hold slashes.' },
  example: '/health/anthropic/claude-opus-4-8',
};

export const listOverrides: Operation = {
  method: 'get',
  path: '/health/overrides',
  id: 'listOverrides',
  tag: 'Now',
  summary: 'What operators say in place of the detector',
  answers: [json(overrides, 'Those in force.')],
  problems: [],
  example: '/health/overrides',
};

/** A week: longer than any outage, shorter than anybody's memory of having set it. */
export const overrideMinutesMax: number = 7 * 24 * 60;

export interface OverrideBody {
  readonly provider: string;
  readonly model: string | null;
  readonly state: HealthState;
  readonly reason: string;
  readonly author: string;
  readonly minutes?: number | undefined;
  readonly untilMs?: number | undefined;
}

const name = z.string().trim().min(1).max(200);

export const overrideBody: z.ZodType<OverrideBody> = z
  .strictObject({
    provider: name,
    model: name.nullable().default(null).describe('Null or left out: the vendor as a whole.'),
    state: healthState,
    reason: z.string().trim().min(1).max(500),
    author: z.string().trim().min(1).max(100),
    minutes: z.number().min(1).max(overrideMinutesMax).optional().describe('Either this or `untilMs`.'),
    untilMs: z.int().optional().describe('Epoch milliseconds.'),
  })
  .refine(({ minutes, untilMs }) => (minutes === undefined) !== (untilMs === undefined), {
    message: 'expected either minutes or untilMs',
  });

export const addOverride: Operation = {
  method: 'post',
  path: '/health/overrides',
  id: 'addOverride',
  tag: 'Now',
  summary: 'Say how a vendor or model is, in place of the detector',
  description: 'It holds at once, ends by itself, and changes the health feed only.',
  body: overrideBody,
  answers: [json(override, 'The override as it was kept.', 201)],
  problems: ['bad-body', 'conflict', 'too-large', 'unsupported-media-type', 'store-unavailable'],
  example: '/health/overrides',
};

export const endOverride: Operation = {
  method: 'delete',
  path: '/health/overrides/{id}',
  id: 'endOverride',
  tag: 'Now',
  summary: 'Take an override back',
  parameters: { id: 'Of the override.' },
  answers: [json(override, 'The override with its end.')],
  problems: ['not-found', 'store-unavailable'],
  example: '/health/overrides/4M2XQ7',
};

export const healthOperations: readonly Operation[] = [
  getHealth,
  streamHealth,
  getProviderHealth,
  getModelHealth,
  listOverrides,
  addOverride,
  endOverride,
];
