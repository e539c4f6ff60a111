import Anthropic from '@anthropic-ai/sdk';
import { attribute } from '@faultline/conventions';
import { describe, expect, it } from 'vitest';
import { instrument } from './instrument-client.ts';
import { type Expected, itSeesOneCall, runBareBefore, type SeenCases } from './seen-calls.fixture.ts';
import { collect, runObserved, type VendorCase } from './watched-vendors.fixture.ts';

type Urls = Parameters<VendorCase['run']>[0];
const params = {
  model: 'claude-opus-4-8',
  max_tokens: 64,
  messages: [{ role: 'user' as const, content: 'Say something.' }],
};
const open = (urls: Urls, options: object = {}): Anthropic =>
  new Anthropic({ apiKey: 'sk-ant-key-12345678', baseURL: urls.anthropic, ...options });

const create = (urls: Urls, options?: object) => open(urls, options).messages.create(params);
const stream = (urls: Urls) => open(urls).messages.create({ ...params, stream: true });

const ok: Expected = { outcome: 'ok', status: 200 };
const cases: SeenCases = {
  'a message': { run: (urls) => create(urls), expected: ok },
  'a message stream': { run: async (urls) => collect(await stream(urls)), expected: ok },
  'the stream helper': {
    run: async (urls) => {
      const helper = open(urls).messages.stream(params);
      const texts: string[] = [];
      helper.on('text', (text) => texts.push(text));
      return [texts, await helper.finalMessage()];
    },
    expected: ok,
  },
  withResponse: {
    run: async (urls) => {
      const { data, response, request_id } = await open(urls).messages.create(params).withResponse();
      return [data, response.status, request_id];
    },
    expected: ok,
  },
  asResponse: {
    run: async (urls) => (await open(urls).messages.create(params).asResponse()).json(),
    expected: ok,
  },
  'a middleware that reads a clone': {
    run: (urls) =>
      create(urls, {
        middleware: [
          async (request: unknown, next: (request: unknown) => Promise<Response>) => {
            const response = await next(request);
            await response.clone().text();
            return response;
          },
        ],
      }),
    expected: ok,
  },
  tee: {
    run: async (urls) => {
      const [left, right] = (await stream(urls)).tee();
      return Promise.all([collect(left), collect(right)]);
    },
    expected: ok,
  },
  'a 500, then an answer': {
    faults: ['server_error', null],
    run: (urls) => create(urls),
    expected: { ...ok, attempts: 2 },
  },
  'an overloaded vendor, three times': {
    faults: ['overloaded', 'overloaded', 'overloaded'],
    run: (urls) => create(urls),
    expected: { outcome: 'overloaded', attempts: 3, status: 529, errorType: 'overloaded_error' },
  },
  'an exhausted balance': {
    faults: ['quota_exhausted'],
    run: (urls) => create(urls),
    expected: { outcome: 'quota_exhausted', status: 400, errorType: 'invalid_request_error' },
  },
  'a bad request': {
    faults: ['bad_request'],
    run: (urls) => create(urls),
    expected: { outcome: 'caller_error', status: 400, errorType: 'invalid_request_error' },
  },
  'a connection reset': {
    faults: ['reset'],
    run: (urls) => create(urls, { maxRetries: 0 }),
    expected: { outcome: 'network', errorType: 'connection_error' },
  },
  'a time-out of the SDK': {
    faults: ['timeout'],
    run: (urls) => create(urls, { timeout: 100, maxRetries: 0 }),
    expected: { outcome: 'timeout', errorType: 'timeout' },
  },
  'an error event in a stream': {
    faults: ['mid_stream_error'],
    run: async (urls) => collect(await stream(urls)),
    expected: { outcome: 'overloaded', status: 200, errorType: 'overloaded_error' },
  },
  'a stream that ends too early without a word': {
    faults: ['truncated_clean'],
    run: async (urls) => collect(await stream(urls)),
    expected: { outcome: 'truncated', status: 200, errorType: 'truncated' },
  },
  'a stream cut by a reset': {
    faults: ['truncated_reset'],
    run: async (urls) => collect(await stream(urls)),
    expected: { outcome: 'truncated', status: 200, errorType: 'connection_error' },
  },
  'a blank stream': {
    faults: ['blank'],
    run: async (urls) => collect(await stream(urls)),
    expected: { outcome: 'blank', status: 200, errorType: 'blank' },
  },
  'a web page instead of an answer': {
    faults: ['html'],
    run: (urls) => create(urls),
    expected: { outcome: 'malformed', status: 200, errorType: 'malformed' },
  },
  'a break after two events': {
    faults: [{ fault: 'hang', afterChunks: 3 }],
    run: async (urls) => {
      const events: unknown[] = [];
      for await (const event of await stream(urls)) {
        if (events.push(event) === 4) break;
      }
      return events;
    },
    expected: { outcome: 'cancelled', status: 200 },
  },
  'an abort of the stream helper': {
    faults: ['hang'],
    run: async (urls) => {
      const helper = open(urls).messages.stream(params);
      helper.on('text', () => helper.abort());
      return helper.finalMessage();
    },
    expected: { outcome: 'cancelled', status: 200 },
  },
};

const bare = runBareBefore(cases, () => instrument(new Anthropic({ apiKey: 'unused' })));

describe('an app that uses the Anthropic SDK', { timeout: 60_000 }, () => {
  itSeesOneCall(cases, bare, { provider: 'anthropic', model: params.model });

  it('is told of an attempt that failed while the call still goes on', async () => {
    const { exported, calls, attempts } = await runObserved(cases['a 500, then an answer'] as VendorCase);
    expect(exported.at(-1)).toBe(calls[0]);
    expect(attempts[0]?.attributes).toMatchObject({
      [attribute.spanRole]: 'attempt',
      [attribute.outcome]: 'vendor_error',
      [attribute.errorType]: '500',
      [attribute.httpStatus]: 500,
    });
    expect(attempts[0]?.parentSpanContext?.spanId).toBe(calls[0]?.spanContext().spanId);
    expect(calls[0]?.attributes[attribute.resendCount]).toBe(1);
  });

  it('has all failures of one request told by one fingerprint', async () => {
    const { calls, attempts } = await runObserved({
      faults: ['overloaded', 'overloaded'],
      run: (urls) => open(urls).messages.create(params, { maxRetries: 1 }),
    });
    const fingerprints = [...attempts, ...calls].map((span) => span.attributes[attribute.fingerprint]);
    expect(fingerprints).toHaveLength(2);
    expect(fingerprints[0]).toMatch(/^[0-9a-f]{12}$/);
    expect(fingerprints[1]).toBe(fingerprints[0]);
  });

  it('is told of a call given up during the back-off, with the attempt that was made', async () => {
    const { calls, attempts } = await runObserved({
      faults: ['overloaded'],
      run: (urls) => open(urls).messages.create(params, { signal: AbortSignal.timeout(150), maxRetries: 1 }),
    });
    const outcomes = [...attempts, ...calls].map((span) => span.attributes[attribute.outcome]);
    expect(outcomes).toEqual(['overloaded', 'cancelled']);
    expect(calls[0]?.attributes[attribute.attempts]).toBe(1);
    expect(calls[0]?.attributes[attribute.httpStatus]).toBeUndefined();
  });
});
