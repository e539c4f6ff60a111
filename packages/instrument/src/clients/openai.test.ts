import { attribute } from '@faultline/conventions';
import OpenAI from 'openai';
import { describe, expect, it } from 'vitest';
import { instrument } from './instrument-client.ts';
import { type Expected, itSeesOneCall, runBareBefore, type SeenCases } from './seen-calls.fixture.ts';
import { collect, runObserved, type VendorCase } from './watched-vendors.fixture.ts';

type Urls = Parameters<VendorCase['run']>[0];
const model = 'gpt-5.4';
const messages = [{ role: 'user' as const, content: 'Say something.' }];
const open = (urls: Urls, options: object = {}): OpenAI =>
  new OpenAI({ apiKey: 'sk-test-key-12345678', baseURL: `${urls.openai}/v1`, ...options });

const chat = (urls: Urls, options?: object) =>
  open(urls, options).chat.completions.create({ model, messages });
const streamChat = (urls: Urls, options: object = {}) =>
  open(urls, options).chat.completions.create({
    model,
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });

const ok: Expected = { outcome: 'ok', status: 200 };
const cases: SeenCases = {
  'a chat completion': { run: (urls) => chat(urls), expected: { ...ok, finish: ['stop'] } },
  'a chat stream': {
    run: async (urls) => collect(await streamChat(urls)),
    expected: { ...ok, finish: ['stop'] },
  },
  'a response': {
    run: (urls) => open(urls).responses.create({ model, input: 'Say something.' }),
    expected: ok,
  },
  'a response stream': {
    run: async (urls) => collect(await open(urls).responses.create({ model, input: 'Hi', stream: true })),
    expected: { ...ok, finish: ['completed'] },
  },
  withResponse: {
    run: async (urls) => {
      const { data, response } = await open(urls).chat.completions.create({ model, messages }).withResponse();
      return [data, response.status, response.headers.get('content-type'), response.bodyUsed];
    },
    expected: ok,
  },
  'withResponse on a stream': {
    run: async (urls) => {
      const params = { model, messages, stream: true as const };
      const { data, response } = await open(urls).chat.completions.create(params).withResponse();
      return [await collect(data), response.status];
    },
    expected: ok,
  },
  asResponse: {
    run: async (urls) => {
      const response = await open(urls).chat.completions.create({ model, messages }).asResponse();
      return [response instanceof Response, response.status, await response.text()];
    },
    expected: ok,
  },
  parse: {
    run: (urls) => open(urls).chat.completions.parse({ model, messages }),
    expected: ok,
  },
  tee: {
    run: async (urls) => {
      const [left, right] = (await streamChat(urls)).tee();
      return Promise.all([collect(left), collect(right)]);
    },
    expected: ok,
  },
  toReadableStream: {
    run: async (urls) => new Response((await streamChat(urls)).toReadableStream()).text(),
    expected: ok,
  },
  'the stream helper': {
    run: async (urls) => {
      const runner = open(urls).chat.completions.stream({ model, messages });
      return (await runner.finalChatCompletion()).choices;
    },
    expected: ok,
  },
  'a client with its own fetch': {
    run: (urls) => chat(urls, { fetch: (url: string, init: RequestInit) => fetch(url, { ...init }) }),
    expected: ok,
  },
  'a 500, then an answer': {
    faults: ['server_error', null],
    run: (urls) => chat(urls),
    expected: { ...ok, attempts: 2 },
  },
  'a bad gateway until the SDK gives up': {
    faults: ['bad_gateway', 'bad_gateway', 'bad_gateway'],
    run: (urls) => chat(urls),
    expected: { outcome: 'vendor_error', attempts: 3, status: 502, errorType: '502' },
  },
  'a rate limit with a retry hint': {
    faults: [{ fault: 'rate_limited', retryAfterSeconds: 0.05 }],
    run: (urls) => chat(urls, { maxRetries: 0 }),
    expected: { outcome: 'rate_limited', status: 429, errorType: 'rate_limit_exceeded' },
  },
  'an exhausted quota': {
    faults: ['quota_exhausted'],
    run: (urls) => chat(urls, { maxRetries: 0 }),
    expected: { outcome: 'quota_exhausted', status: 429, errorType: 'insufficient_quota' },
  },
  'a bad key': {
    faults: ['auth'],
    run: (urls) => chat(urls),
    expected: { outcome: 'auth', status: 401, errorType: 'invalid_api_key' },
  },
  'a connection reset': {
    faults: ['reset', 'reset'],
    run: (urls) => chat(urls, { maxRetries: 1 }),
    expected: { outcome: 'network', attempts: 2, errorType: 'connection_error' },
  },
  'a time-out of the SDK, twice': {
    faults: ['timeout', 'timeout'],
    run: (urls) => chat(urls, { timeout: 100, maxRetries: 1 }),
    expected: { outcome: 'timeout', attempts: 2, errorType: 'timeout' },
  },
  'an error event in a chat stream': {
    faults: ['mid_stream_error'],
    run: async (urls) => collect(await streamChat(urls)),
    expected: { outcome: 'vendor_error', status: 200, errorType: 'server_error' },
  },
  'an error event in a response stream': {
    faults: ['mid_stream_error'],
    run: async (urls) => collect(await open(urls).responses.create({ model, input: 'Hi', stream: true })),
    expected: { outcome: 'overloaded', status: 200, errorType: 'server_is_overloaded' },
  },
  'a stream that ends too early without a word': {
    faults: ['truncated_clean'],
    run: async (urls) => collect(await streamChat(urls)),
    expected: { outcome: 'truncated', status: 200, errorType: 'truncated' },
  },
  'a stream cut by a reset': {
    faults: ['truncated_reset'],
    run: async (urls) => collect(await streamChat(urls)),
    expected: { outcome: 'truncated', status: 200, errorType: 'connection_error' },
  },
  'a body cut by a reset': {
    faults: ['truncated_reset'],
    run: (urls) => chat(urls),
    expected: { outcome: 'truncated', status: 200, errorType: 'connection_error' },
  },
  'a blank answer': {
    faults: ['blank'],
    run: (urls) => chat(urls),
    expected: { outcome: 'blank', status: 200, errorType: 'blank' },
  },
  'a blank stream': {
    faults: ['blank'],
    run: async (urls) => collect(await streamChat(urls)),
    expected: { outcome: 'blank', status: 200, errorType: 'blank' },
  },
  'a web page instead of an answer': {
    faults: ['html'],
    run: (urls) => chat(urls),
    expected: { outcome: 'malformed', status: 200, errorType: 'malformed' },
  },
  'a break after two chunks': {
    faults: [{ fault: 'hang', afterChunks: 3 }],
    run: async (urls) => {
      const chunks: unknown[] = [];
      for await (const chunk of await streamChat(urls)) {
        if (chunks.push(chunk) === 2) break;
      }
      return chunks;
    },
    expected: { outcome: 'cancelled', status: 200 },
  },
  'an abort before the answer': {
    faults: ['timeout'],
    run: (urls) =>
      open(urls).chat.completions.create(
        { model, messages },
        { signal: AbortSignal.timeout(50), maxRetries: 0 },
      ),
    expected: { outcome: 'cancelled' },
  },
  'an abort in the middle of a stream': {
    faults: ['hang'],
    run: async (urls) => {
      const stream = await streamChat(urls);
      const chunks: unknown[] = [];
      for await (const chunk of stream) {
        chunks.push(chunk);
        setImmediate(() => stream.controller.abort());
      }
      return chunks;
    },
    expected: { outcome: 'cancelled', status: 200 },
  },
};

const bare = runBareBefore(cases, () => instrument(new OpenAI({ apiKey: 'unused' })));

describe('an app that uses the OpenAI SDK', { timeout: 60_000 }, () => {
  itSeesOneCall(cases, bare, { provider: 'openai', model });

  it('has requests side by side told as calls of their own, though they share their options', async () => {
    const { calls, attempts } = await runObserved({
      faults: ['server_error', 'server_error'],
      run: async (urls) => {
        const client = open(urls);
        const options = { method: 'post' as const, path: '/chat/completions', body: { model, messages } };
        await Promise.all([client.request(options), client.request(options)]);
      },
    });
    expect(calls.map(({ attributes }) => attributes[attribute.attempts])).toEqual([2, 2]);
    const parents = attempts.map(({ parentSpanContext }) => parentSpanContext?.spanId);
    expect(new Set(parents).size).toBe(2);
  });
});
