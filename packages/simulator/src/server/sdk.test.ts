import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../fault.ts';
import { apiKeyFor } from './caller.ts';
import {
  Anthropic,
  type AnthropicClient,
  ApiError,
  AzureOpenAI,
  type GeminiClient,
  GoogleGenAI,
  OpenAI,
  type OpenAiClient,
} from './instrument-sdks.fixture.ts';
import { collect, errorOf, messages, sentence } from './sdk-judge.fixture.ts';
import { startVendors, type Vendors } from './start-vendors.ts';

let vendors: Vendors;
let openai: OpenAiClient;
let anthropic: AnthropicClient;
let google: GeminiClient;

beforeAll(async () => {
  vendors = await startVendors({ latencyFactor: 0 });
  const retries = { maxRetries: 0 };
  const { openai: openaiUrl, anthropic: anthropicUrl, 'gcp.gemini': geminiUrl } = vendors.urls;
  openai = new OpenAI({ apiKey: apiKeyFor('openai', 'web'), baseURL: `${openaiUrl}/v1`, ...retries });
  anthropic = new Anthropic({ apiKey: apiKeyFor('anthropic', 'web'), baseURL: anthropicUrl, ...retries });
  google = new GoogleGenAI({
    apiKey: apiKeyFor('gcp.gemini', 'web'),
    httpOptions: { baseUrl: geminiUrl },
  });
});
afterAll(() => vendors.close());

function next(...faults: (Fault | null)[]): void {
  vendors.clearOverrides();
  vendors.override({ faults });
}

describe('openai', () => {
  const chat = { model: 'gpt-5.5', messages };
  const responses = { model: 'gpt-5.5', input: 'hello' };

  it('reads a completion, and a stream with its usage', async () => {
    expect(await openai.chat.completions.create(chat)).toMatchObject({
      choices: [{ message: { content: expect.stringContaining(sentence) }, finish_reason: 'stop' }],
      usage: { prompt_tokens: expect.any(Number), completion_tokens: expect.any(Number) },
    });
    const chunks = await collect(
      await openai.chat.completions.create({
        ...chat,
        stream: true,
        stream_options: { include_usage: true },
      }),
    );
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { total_tokens: expect.any(Number) } });
    expect(chunks).toHaveLength(8 + 3);
  });

  it('reads a response, and a stream to its completed event', async () => {
    expect(await openai.responses.create(responses)).toMatchObject({
      output_text: expect.stringContaining(sentence),
      usage: { output_tokens_details: { reasoning_tokens: 0 } },
    });
    const events = await collect(await openai.responses.create({ ...responses, stream: true }));
    expect(events.map((event) => event.sequence_number)).toEqual(events.map((_, index) => index));
    expect(events.at(-1)).toMatchObject({ type: 'response.completed', response: { status: 'completed' } });
  });

  it('reads answers without choices, and without usage', async () => {
    next('no_choices', 'no_usage', 'no_usage');
    expect(await openai.chat.completions.create(chat)).toMatchObject({ choices: [] });
    expect(await openai.chat.completions.create(chat)).not.toHaveProperty('usage');
    const stream_options = { include_usage: true };
    const stream = await openai.chat.completions.create({ ...chat, stream: true, stream_options });
    expect(await collect(stream)).toHaveLength(8 + 2);
  });

  it.each([
    ['server_error', 'InternalServerError', 500],
    ['overloaded', 'InternalServerError', 503],
    ['unavailable', 'InternalServerError', 503],
    ['rate_limited', 'RateLimitError', 429],
    ['quota_exhausted', 'RateLimitError', 429],
    ['auth', 'AuthenticationError', 401],
    ['bad_request', 'BadRequestError', 400],
    ['reset', 'APIConnectionError', undefined],
  ] as const)('raises on %s its %s', async (fault, name, status) => {
    next(fault, fault);
    for (const call of [
      () => openai.chat.completions.create(chat),
      () => openai.responses.create(responses),
    ]) {
      const error = await errorOf(call());
      expect(error).toBeInstanceOf(OpenAI[name]);
      expect(error.status).toBe(status);
      if (status) expect(error.requestID).toMatch(/^req_/);
    }
  });

  it('raises the typed error of a stream that fails on the way', async () => {
    next('mid_stream_error', 'mid_stream_error');
    const chunks = await openai.chat.completions.create({ ...chat, stream: true });
    expect(await errorOf(collect(chunks))).toMatchObject({ type: 'server_error' });
    const events = await openai.responses.create({ ...responses, stream: true });
    expect(await errorOf(collect(events))).toMatchObject({ code: 'server_is_overloaded' });
  });
});

describe('azure', () => {
  it('reads a deployment’s answer, whose path names the model', async () => {
    const client = new AzureOpenAI({
      endpoint: vendors.urls.openai,
      apiKey: apiKeyFor('openai', 'azure'),
      apiVersion: '2024-10-21',
      deployment: 'my-gpt',
      maxRetries: 0,
    });
    expect(await client.chat.completions.create({ messages })).toMatchObject({ model: 'my-gpt' });
    expect(vendors.served().at(-1)).toMatchObject({ protocol: 'openai.chat', credential: 'azure' });
  });

  it('reads the v1 path with OpenAI’s own client', async () => {
    const baseURL = `${vendors.urls.openai}/openai/v1`;
    const client = new OpenAI({ apiKey: apiKeyFor('openai', 'azure'), baseURL, maxRetries: 0 });
    const stream = await client.responses.create({ model: 'gpt-5.5', input: 'hello', stream: true });
    expect((await collect(stream)).at(-1)).toMatchObject({ type: 'response.completed' });
  });
});

describe('anthropic', () => {
  const parameters = { model: 'claude-opus-4-8', max_tokens: 100, messages };

  it('reads a message, and assembles the same from a stream', async () => {
    const shape = {
      content: [{ type: 'text', text: expect.stringContaining(sentence) }],
      stop_reason: 'end_turn',
      usage: { input_tokens: expect.any(Number), output_tokens: expect.any(Number) },
    };
    expect(await anthropic.messages.create(parameters)).toMatchObject(shape);
    expect(await anthropic.messages.stream(parameters).finalMessage()).toMatchObject(shape);
  });

  it.each([
    ['server_error', 'InternalServerError', 500, 'api_error'],
    ['overloaded', 'InternalServerError', 529, 'overloaded_error'],
    ['rate_limited', 'RateLimitError', 429, 'rate_limit_error'],
    ['quota_exhausted', 'BadRequestError', 400, 'invalid_request_error'],
    ['auth', 'AuthenticationError', 401, 'authentication_error'],
    ['bad_request', 'BadRequestError', 400, 'invalid_request_error'],
    ['reset', 'APIConnectionError', undefined, undefined],
  ] as const)('raises on %s its %s', async (fault, name, status, type) => {
    next(fault);
    const error = await errorOf(anthropic.messages.create(parameters));
    expect(error).toBeInstanceOf(Anthropic[name]);
    expect(error.status).toBe(status);
    if (!status) return;
    expect(error.requestID).toMatch(/^req_011C/);
    expect(error.error).toMatchObject({ type: 'error', error: { type } });
  });

  it('raises the typed error of a stream that fails on the way', async () => {
    next('mid_stream_error');
    const stream = await anthropic.messages.create({ ...parameters, stream: true });
    expect(await errorOf(collect(stream))).toMatchObject({ error: { error: { type: 'overloaded_error' } } });
  });

  it('retries as the vendor asks, and numbers its retries', async () => {
    const patient = new Anthropic({
      apiKey: apiKeyFor('anthropic', 'web'),
      baseURL: vendors.urls.anthropic,
      maxRetries: 1,
    });
    vendors.override({ faults: [{ fault: 'rate_limited', retryAfterSeconds: 0 }, null] });
    await patient.messages.create(parameters);
    expect(vendors.served().slice(-2)).toMatchObject([
      { fault: 'rate_limited', status: 429, resend: 0, credential: 'web' },
      { fault: null, status: 200, resend: 1 },
    ]);
  });
});

describe('gemini', () => {
  const parameters = { model: 'gemini-3-pro', contents: 'hello' };

  it('reads an answer, and a stream to its finish reason', async () => {
    expect(await google.models.generateContent(parameters)).toMatchObject({
      text: expect.stringContaining(sentence),
      usageMetadata: { promptTokenCount: expect.any(Number), totalTokenCount: expect.any(Number) },
      modelVersion: 'gemini-3-pro',
      responseId: expect.any(String),
    });
    const chunks = await collect(await google.models.generateContentStream(parameters));
    expect(chunks.map((chunk) => chunk.text).join('')).toContain(sentence);
    expect(chunks.at(-1)).toMatchObject({ candidates: [{ finishReason: 'STOP' }] });
  });

  it.each([
    ['server_error', 500, 'INTERNAL'],
    ['overloaded', 503, 'UNAVAILABLE'],
    ['rate_limited', 429, 'RESOURCE_EXHAUSTED'],
    ['quota_exhausted', 429, 'RESOURCE_EXHAUSTED'],
    ['auth', 400, 'INVALID_ARGUMENT'],
    ['bad_request', 400, 'INVALID_ARGUMENT'],
  ] as const)('raises on %s an ApiError with status %i', async (fault, status, word) => {
    next(fault, fault);
    for (const call of [google.models.generateContent, google.models.generateContentStream]) {
      const error = await errorOf(call(parameters));
      expect(error).toBeInstanceOf(ApiError);
      expect(error.status).toBe(status);
      expect(JSON.parse(error.message)).toMatchObject({ error: { code: status, status: word } });
    }
  });

  it('raises the typed error of a stream that fails on the way', async () => {
    next('mid_stream_error');
    const stream = await google.models.generateContentStream(parameters);
    const error = await errorOf(collect(stream));
    expect(error).toBeInstanceOf(ApiError);
    expect(error.status).toBe(503);
  });
});
