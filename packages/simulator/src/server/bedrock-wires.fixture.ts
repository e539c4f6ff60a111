import { badGateway, type ErrorCases, messages, type WireCase } from './wire-case.fixture.ts';

const errors: ErrorCases = {
  server_error: [500, 'application/json', /unexpected error during processing/],
  unavailable: [503, 'application/json', /unable to process your request/],
  overloaded: [503, 'application/json', /Too many connections/],
  rate_limited: [429, 'application/json', /Too many requests/],
  quota_exhausted: [400, 'application/json', /exceeds the service quota/],
  auth: [403, 'application/json', /security token included in the request is invalid/],
  bad_request: [400, 'application/json', /^\{"message":"/],
  bad_gateway: badGateway,
};

const model = 'eu.anthropic.claude-opus-4-8-v1:0';

const shared = {
  provider: 'aws.bedrock',
  model,
  streamType: /^application\/vnd\.amazon\.eventstream$/,
  content: /"text":"[^"]+/,
  empty: /"content":\[\]/,
  streamError:
    /:exception-type[\s\S]+modelStreamErrorException[\s\S]+:message-type[\s\S]+exception\{"message":"The system/,
  requestId: ['x-amzn-requestid', /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/],
  errors,
} as const;

export const bedrockWires: readonly WireCase[] = [
  {
    ...shared,
    name: 'bedrock.converse',
    path: (streaming) => `/model/${encodeURIComponent(model)}/converse${streaming ? '-stream' : ''}`,
    body: () => ({ messages: [{ role: 'user', content: [{ text: 'hello' }] }] }),
    terminal: /messageStop[\s\S]+"stopReason":"end_turn"[\s\S]+metadata[\s\S]+"latencyMs"/,
    refused: [{}, 400, /'messages' failed to satisfy constraint/],
  },
  {
    ...shared,
    name: 'bedrock.invoke',
    path: (streaming) =>
      `/model/${encodeURIComponent(model)}/invoke${streaming ? '-with-response-stream' : ''}`,
    body: () => ({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 100, messages }),
    terminal: /\{"type":"message_stop"/,
    refused: [{ max_tokens: 1 }, 400, /required key \[anthropic_version\] not found/],
    unpack: (text) =>
      text.replace(/"bytes":"([^"]+)"/g, (_, bytes: string) => Buffer.from(bytes, 'base64').toString()),
  },
];
