import { createRequire } from 'node:module';
import {
  BedrockRuntimeClient,
  type BedrockRuntimeClientConfig,
  ConverseCommand,
  ConverseStreamCommand,
  InvokeModelCommand,
  InvokeModelWithResponseStreamCommand,
} from '@aws-sdk/client-bedrock-runtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../fault.ts';
import { apiKeyFor } from './caller.ts';
import type { ScriptedFault } from './script.ts';
import { collect, errorOf, type Json, sentence } from './sdk-judge.fixture.ts';
import { startVendors, type Vendors } from './start-vendors.ts';

// The client's own dependency: the handler it does not use unless it is told to.
const requireOfClient = createRequire(
  createRequire(import.meta.url).resolve('@aws-sdk/client-bedrock-runtime'),
);
const { NodeHttpHandler } = requireOfClient('@smithy/node-http-handler') as {
  readonly NodeHttpHandler: new () => NonNullable<BedrockRuntimeClientConfig['requestHandler']>;
};

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendors({ latencyFactor: 0 });
});
afterAll(() => vendors.close());

function next(fault: Fault | ScriptedFault | null): void {
  vendors.clearOverrides();
  vendors.override({ faults: [fault] });
}

function createClient(options: BedrockRuntimeClientConfig): BedrockRuntimeClient {
  return new BedrockRuntimeClient({
    region: 'us-east-1',
    endpoint: vendors.urls['aws.bedrock'],
    maxAttempts: 1,
    credentials: { accessKeyId: apiKeyFor('aws.bedrock', 'web'), secretAccessKey: 'simulated' },
    ...options,
  });
}

const modelId = 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-opus-4-8-v1:0';
const converse = { modelId, messages: [{ role: 'user' as const, content: [{ text: 'hello' }] }] };
const invoke = {
  modelId,
  body: JSON.stringify({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 100,
    messages: [{ role: 'user', content: 'hello' }],
  }),
};

/** The family's own events, out of the chunks they are packed in. */
async function familyEvents(body: unknown): Promise<Json[]> {
  const chunks = (await collect(body)) as { readonly chunk: { readonly bytes: Uint8Array } }[];
  return chunks.map(({ chunk }) => JSON.parse(new TextDecoder().decode(chunk.bytes)) as Json);
}

describe.each([
  ['HTTP/2, as by default', () => ({})],
  ['HTTP/1.1', () => ({ requestHandler: new NodeHttpHandler() })],
] as const)('the AWS client over %s', (_, handlerOptions) => {
  let client: BedrockRuntimeClient;
  beforeAll(() => {
    client = createClient(handlerOptions());
  });
  afterAll(() => client.destroy());

  it('reads a conversation, and a stream to its metadata', async () => {
    const usage = { inputTokens: expect.any(Number), outputTokens: expect.any(Number) };
    expect(await client.send(new ConverseCommand(converse))).toMatchObject({
      output: { message: { role: 'assistant', content: [{ text: expect.stringContaining(sentence) }] } },
      stopReason: 'end_turn',
      usage,
      $metadata: { httpStatusCode: 200, requestId: expect.any(String) },
    });
    const { stream } = await client.send(new ConverseStreamCommand(converse));
    const events = await collect(stream);
    expect(events.map((event) => Object.keys(event)[0])).toEqual([
      'messageStart',
      ...Array<string>(8).fill('contentBlockDelta'),
      'contentBlockStop',
      'messageStop',
      'metadata',
    ]);
    expect(events.at(-1)).toMatchObject({ metadata: { usage } });
    expect(vendors.served().at(-1)).toMatchObject({ model: modelId, credential: 'web', resend: 0 });
  });

  it('reads a model’s own answer, and its own events with Bedrock’s counts in the last one', async () => {
    const { body, contentType } = await client.send(new InvokeModelCommand(invoke));
    expect(contentType).toBe('application/json');
    expect(JSON.parse(body.transformToString())).toMatchObject({
      model: 'claude-opus-4-8',
      content: [{ type: 'text', text: expect.stringContaining(sentence) }],
      usage: { output_tokens: expect.any(Number) },
    });
    const stream = await client.send(new InvokeModelWithResponseStreamCommand(invoke));
    const events = await familyEvents(stream.body);
    expect(events[0]).toMatchObject({ type: 'message_start', message: { role: 'assistant' } });
    expect(events.at(-1)).toMatchObject({
      type: 'message_stop',
      'amazon-bedrock-invocationMetrics': {
        inputTokenCount: expect.any(Number),
        outputTokenCount: expect.any(Number),
      },
    });
  });

  it.each([
    ['server_error', 'InternalServerException', 500],
    ['unavailable', 'ServiceUnavailableException', 503],
    ['overloaded', 'ServiceUnavailableException', 503],
    ['rate_limited', 'ThrottlingException', 429],
    ['quota_exhausted', 'ServiceQuotaExceededException', 400],
    ['auth', 'UnrecognizedClientException', 403],
    ['bad_request', 'ValidationException', 400],
  ] as const)('raises on %s its %s', async (fault, name, httpStatusCode) => {
    const calls = [
      () => client.send(new ConverseCommand(converse)),
      () => client.send(new ConverseStreamCommand(converse)),
      () => client.send(new InvokeModelCommand(invoke)),
      () => client.send(new InvokeModelWithResponseStreamCommand(invoke)),
    ];
    for (const call of calls) {
      next(fault);
      expect(await errorOf(call())).toMatchObject({ name, $metadata: { httpStatusCode } });
    }
  });

  it.each([
    ['ModelErrorException', 424],
    ['ModelNotReadyException', 429],
    ['ModelTimeoutException', 408],
    ['AccessDeniedException', 403],
  ] as const)('raises %s when it is asked for by name', async (name, httpStatusCode) => {
    next({ fault: 'server_error', errorName: name });
    const error = await errorOf(client.send(new InvokeModelCommand(invoke)));
    expect(error).toMatchObject({ name, $metadata: { httpStatusCode } });
  });

  it('raises the exception of a stream that fails on the way', async () => {
    next('mid_stream_error');
    const { stream } = await client.send(new ConverseStreamCommand(converse));
    expect(await errorOf(collect(stream))).toMatchObject({
      name: 'ModelStreamErrorException',
      originalStatusCode: 500,
    });
    next({ fault: 'mid_stream_error', errorName: 'ThrottlingException' });
    const { body } = await client.send(new InvokeModelWithResponseStreamCommand(invoke));
    expect(await errorOf(collect(body))).toMatchObject({ name: 'ThrottlingException' });
  });

  it('sees a reset as what it is', async () => {
    next('reset');
    const error = await errorOf(client.send(new ConverseCommand(converse)));
    expect(error).toMatchObject({ code: 'ECONNRESET' });
  });

  it('leaves a hanging answer when its patience ends', async () => {
    next('timeout');
    const patience = new AbortController();
    const pending = errorOf(client.send(new ConverseCommand(converse), { abortSignal: patience.signal }));
    await expect.poll(() => vendors.served().at(-1)?.fault).toBe('timeout');
    patience.abort();
    expect(await pending).toMatchObject({ name: 'AbortError' });
    await expect.poll(() => vendors.served().at(-1)).toMatchObject({ clientLeft: true });
  });

  it.each(['blank', 'no_choices'] as const)('reads an empty answer on %s', async (fault) => {
    next(fault);
    const answer = await client.send(new ConverseCommand(converse));
    expect(answer).toMatchObject({ output: { message: { content: [] } }, usage: { outputTokens: 0 } });
  });

  it('reads an answer that tells no usage', async () => {
    next('no_usage');
    expect(await client.send(new ConverseCommand(converse))).not.toHaveProperty('usage');
  });
});

it('is known by a bearer key as well as by a signature', async () => {
  const client = createClient({
    token: { token: apiKeyFor('aws.bedrock', 'batch') },
    authSchemePreference: ['httpBearerAuth'],
  });
  await client.send(new ConverseCommand(converse));
  expect(vendors.served().at(-1)).toMatchObject({ credential: 'batch' });
  client.destroy();
});

it('numbers the attempts of the AWS client', async () => {
  const client = createClient({ maxAttempts: 2 });
  vendors.clearOverrides();
  vendors.override({ faults: ['server_error', null] });
  await client.send(new ConverseCommand(converse));
  expect(vendors.served().slice(-2)).toMatchObject([
    { fault: 'server_error', resend: 0 },
    { fault: null, resend: 1 },
  ]);
  client.destroy();
});
