import { Mistral } from '@mistralai/mistralai';
import { ConnectionError, HTTPValidationError, SDKError } from '@mistralai/mistralai/models/errors';
import { Cohere, CohereClientV2, CohereError } from 'cohere-ai';
import Groq from 'groq-sdk';
import { Ollama } from 'ollama';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../fault.ts';
import { apiKeyFor } from './caller.ts';
import type { ScriptedFault } from './script.ts';
import { collect, errorOf, messages, sentence } from './sdk-judge.fixture.ts';
import { startVendors, type Vendors } from './start-vendors.ts';

let vendors: Vendors;
let mistral: Mistral;
let cohere: CohereClientV2;
let groq: Groq;
let ollama: Ollama;

beforeAll(async () => {
  vendors = await startVendors({ latencyFactor: 0 });
  const { urls } = vendors;
  mistral = new Mistral({
    apiKey: apiKeyFor('mistral_ai', 'web'),
    serverURL: urls.mistral_ai,
    retryConfig: { strategy: 'none' },
  });
  cohere = new CohereClientV2({
    token: apiKeyFor('cohere', 'web'),
    baseUrl: urls.cohere,
    maxRetries: 0,
  });
  groq = new Groq({ apiKey: apiKeyFor('groq', 'web'), baseURL: urls.groq, maxRetries: 0 });
  ollama = new Ollama({ host: urls.ollama });
});
afterAll(() => vendors.close());

function next(...faults: (Fault | ScriptedFault | null)[]): void {
  vendors.clearOverrides();
  vendors.override({ faults });
}

describe('mistral', () => {
  const request = { model: 'mistral-large-latest', messages };

  it('reads an answer, and a stream with the usage in its last chunk', async () => {
    const usage = { promptTokens: expect.any(Number), completionTokens: expect.any(Number) };
    expect(await mistral.chat.complete(request)).toMatchObject({
      choices: [{ finishReason: 'stop', message: { content: expect.stringContaining(sentence) } }],
      usage,
    });
    const events = await collect(await mistral.chat.stream(request));
    expect(events).toHaveLength(8 + 2);
    expect(events.at(-1)).toMatchObject({ data: { choices: [{ finishReason: 'stop' }], usage } });
    expect(vendors.served().at(-1)).toMatchObject({ credential: 'web', streaming: true });
  });

  it.each([
    ['server_error', 500],
    ['unavailable', 503],
    ['overloaded', 429],
    ['rate_limited', 429],
    ['quota_exhausted', 401],
    ['auth', 401],
    ['bad_request', 400],
  ] as const)('raises on %s an SDKError with status %i', async (fault, statusCode) => {
    next(fault, fault);
    for (const call of [() => mistral.chat.complete(request), () => mistral.chat.stream(request)]) {
      const error = await errorOf(call());
      expect(error).toBeInstanceOf(SDKError);
      expect(error.statusCode).toBe(statusCode);
    }
  });

  it('raises what the validation of a request says', async () => {
    const error = await errorOf(mistral.chat.complete({ ...request, model: '' }));
    expect(error).toBeInstanceOf(HTTPValidationError);
    expect(error).toMatchObject({ statusCode: 422, detail: [{ type: 'missing', loc: ['body'] }] });
  });

  it('raises on reset its ConnectionError', async () => {
    next('reset');
    expect(await errorOf(mistral.chat.complete(request))).toBeInstanceOf(ConnectionError);
  });

  it('raises when a stream fails on the way', async () => {
    next('mid_stream_error');
    const stream = await mistral.chat.stream(request);
    expect(await errorOf(collect(stream))).toBeInstanceOf(Error);
  });

  it('reads an answer without choices', async () => {
    next('no_choices');
    expect(await mistral.chat.complete(request)).toMatchObject({ choices: [] });
  });
});

describe('cohere', () => {
  const request = { model: 'command-a-03-2025', messages };

  it('reads an answer, and a stream with the usage in its last event', async () => {
    const usage = {
      billedUnits: { inputTokens: expect.any(Number) },
      tokens: { inputTokens: expect.any(Number), outputTokens: expect.any(Number) },
    };
    expect(await cohere.chat(request)).toMatchObject({
      finishReason: 'COMPLETE',
      message: { content: [{ type: 'text', text: expect.stringContaining(sentence) }] },
      usage,
    });
    const events = await collect(await cohere.chatStream(request));
    expect(events.map((event) => event.type)).toEqual([
      'message-start',
      'content-start',
      ...Array<string>(8).fill('content-delta'),
      'content-end',
      'message-end',
    ]);
    expect(events.at(-1)).toMatchObject({ delta: { finishReason: 'COMPLETE', usage } });
  });

  it.each([
    ['server_error', Cohere.InternalServerError, 500],
    ['unavailable', Cohere.ServiceUnavailableError, 503],
    ['overloaded', Cohere.ServiceUnavailableError, 503],
    ['rate_limited', Cohere.TooManyRequestsError, 429],
    ['quota_exhausted', CohereError, 402],
    ['auth', Cohere.UnauthorizedError, 401],
    ['bad_request', Cohere.BadRequestError, 400],
    [{ fault: 'auth', errorName: 'InvalidTokenError' }, Cohere.InvalidTokenError, 498],
    [{ fault: 'server_error', errorName: 'ClientClosedRequestError' }, Cohere.ClientClosedRequestError, 499],
  ] as const)('raises on %j its own class with status %i', async (fault, errorClass, statusCode) => {
    next(fault, fault);
    for (const call of [() => cohere.chat(request), () => cohere.chatStream(request)]) {
      const error = await errorOf(call());
      expect(error).toBeInstanceOf(errorClass);
      expect(error.statusCode).toBe(statusCode);
    }
  });

  it('raises on reset its own error', async () => {
    next('reset');
    expect(await errorOf(cohere.chat(request))).toBeInstanceOf(CohereError);
  });

  it('ends a stream that fails on the way with an event that says so, and raises nothing', async () => {
    next('mid_stream_error');
    const events = await collect(await cohere.chatStream(request));
    expect(events.at(-1)).toMatchObject({ type: 'message-end', delta: { finishReason: 'ERROR' } });
  });
});

describe('groq', () => {
  const request = { model: 'llama-3.3-70b-versatile', messages };

  it('reads an answer, and a stream with the usage in x_groq of its last chunk', async () => {
    const usage = { prompt_tokens: expect.any(Number), total_time: expect.any(Number) };
    expect(await groq.chat.completions.create(request)).toMatchObject({
      choices: [{ message: { content: expect.stringContaining(sentence) }, finish_reason: 'stop' }],
      usage,
    });
    const chunks = await collect(await groq.chat.completions.create({ ...request, stream: true }));
    expect(chunks[0]).toMatchObject({ x_groq: { id: expect.stringMatching(/^req_01/) } });
    expect(chunks.at(-1)).toMatchObject({ x_groq: { usage } });
  });

  it.each([
    ['server_error', 'InternalServerError', 500],
    ['unavailable', 'InternalServerError', 503],
    ['overloaded', 'InternalServerError', 503],
    [{ fault: 'overloaded', errorName: 'capacity_exceeded' }, 'APIError', 498],
    ['rate_limited', 'RateLimitError', 429],
    ['quota_exhausted', 'BadRequestError', 400],
    ['auth', 'AuthenticationError', 401],
    ['bad_request', 'BadRequestError', 400],
    ['reset', 'APIConnectionError', undefined],
  ] as const)('raises on %j its %s', async (fault, name, status) => {
    next(fault);
    const error = await errorOf(groq.chat.completions.create(request));
    expect(error).toBeInstanceOf(Groq[name]);
    expect(error.status).toBe(status);
  });

  it('raises the typed error of a stream that fails on the way', async () => {
    next('mid_stream_error');
    const stream = await groq.chat.completions.create({ ...request, stream: true });
    const error = await errorOf(collect(stream));
    expect(error).toBeInstanceOf(Groq.APIError);
    expect(error.message).toContain('Internal Server Error');
  });
});

describe('ollama', () => {
  const request = { model: 'llama3.2', messages };
  const counts = { done: true, prompt_eval_count: expect.any(Number), eval_count: expect.any(Number) };

  it('reads a message, and a stream to the line that is done', async () => {
    expect(await ollama.chat(request)).toMatchObject({
      ...counts,
      message: { role: 'assistant', content: expect.stringContaining(sentence) },
    });
    const lines = await collect(await ollama.chat({ ...request, stream: true }));
    expect(lines).toHaveLength(8 + 1);
    expect(lines.at(-1)).toMatchObject({ ...counts, done_reason: 'stop' });
  });

  it('reads a generated text, and a stream of it', async () => {
    const prompt = { model: 'llama3.2', prompt: 'hello' };
    expect(await ollama.generate(prompt)).toMatchObject({ response: expect.stringContaining(sentence) });
    const lines = await collect(await ollama.generate({ ...prompt, stream: true }));
    expect(lines.map((line) => line.response).join('')).toContain(sentence);
  });

  it.each([
    ['server_error', 500, 'model runner'],
    ['unavailable', 503, 'Unavailable'],
    ['overloaded', 503, 'server busy'],
    ['rate_limited', 429, 'concurrent'],
    ['quota_exhausted', 429, 'usage limit'],
    ['auth', 401, 'unauthorized'],
    ['bad_request', 400, 'tools'],
  ] as const)('raises on %s a ResponseError with status %i', async (fault, status, words) => {
    next(fault, fault);
    for (const stream of [false, true]) {
      const error = await errorOf(ollama.chat({ ...request, stream: stream as true }));
      expect(error).toMatchObject({ name: 'ResponseError', status_code: status });
      expect(error.message).toContain(words);
    }
  });

  it('raises the error line of a stream that fails on the way, and a stream that just stops', async () => {
    next('mid_stream_error', 'truncated_clean');
    const failing = await ollama.chat({ ...request, stream: true });
    expect((await errorOf(collect(failing))).message).toContain('model runner has unexpectedly stopped');
    const cut = await ollama.chat({ ...request, stream: true });
    expect((await errorOf(collect(cut))).message).toContain('Did not receive done');
  });
});
