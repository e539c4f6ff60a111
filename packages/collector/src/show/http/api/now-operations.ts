import { z } from 'zod';
import { json, type Operation, text } from './operation.ts';
import { verdict, verdicts, wall } from './wall-schema.ts';

const getWall: Operation = {
  method: 'get',
  path: '/wall',
  id: 'getWall',
  tag: 'Now',
  summary: 'The state of everything in one answer',
  answers: [json(wall, 'The newest wall.')],
  problems: [],
  example: '/wall',
};

const streamWall: Operation = {
  method: 'get',
  path: '/wall/stream',
  id: 'streamWall',
  tag: 'Now',
  summary: 'The wall as server-sent events, whenever there is a new one',
  description:
    'Events `wall`, whose data is a wall, and `ping`, which says that the stream is alive. Whoever comes back with `Last-Event-ID` gets only what is newer.',
  answers: [text('text/event-stream', 'A stream that does not end.')],
  problems: ['busy'],
  example: '/wall/stream',
};

const region = z.strictObject({
  region: z
    .string()
    .optional()
    .describe('A region of the vendor; without a verdict of its own, that of the whole.'),
});

const down = 'The same, while its state is `down`: so that a probe can ask.';

const getHealth: Operation = {
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

const getProviderHealth: Operation = {
  method: 'get',
  path: '/health/{provider}',
  id: 'getProviderHealth',
  tag: 'Now',
  summary: 'Advice about one vendor',
  parameters: { provider: 'As telemetry names it: `openai`, `anthropic`, `aws.bedrock`.' },
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

export const nowOperations: readonly Operation[] = [
  getWall,
  streamWall,
  getHealth,
  getProviderHealth,
  getModelHealth,
];
