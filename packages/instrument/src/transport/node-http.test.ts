import { once } from 'node:events';
import { Agent } from 'node:http';
import { attribute } from '@faultline/conventions';
import { beforeAll, describe, expect, it } from 'vitest';
import { inFlightCalls } from '../call/in-flight.ts';
import { type AppResult, runBare, runObserved, type VendorCase } from '../clients/watched-vendors.fixture.ts';
import { answered, answerTo, bodyOf, chat, post, serving, start, textOf } from './node-http-app.fixture.ts';

const streaming = { stream: true, stream_options: { include_usage: true } };
const json = JSON.stringify({
  id: 'c1',
  model: 'gpt-5.4',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }],
});

/** What a reset is called depends on which packet came first. */
function settled(answer: Promise<unknown>): Promise<'answered' | 'failed'> {
  return answer.then(
    () => 'answered',
    () => 'failed',
  );
}

interface Expected {
  readonly outcome: string;
  readonly status?: number;
  readonly model?: string;
  readonly calls?: number;
}
const ok: Expected = { outcome: 'ok', status: 200 };
const cancelled: Expected = { outcome: 'cancelled', status: 200 };

const cases: Record<string, VendorCase & { readonly expected: Expected }> = {
  'an answer': { run: (urls) => answered(post(urls)), expected: ok },
  'a stream': { run: (urls) => answered(post(urls, streaming)), expected: ok },
  'a body written in several parts': {
    run: (urls) => {
      const bytes = Buffer.from(bodyOf());
      const half = bytes.length >> 1;
      const request = chat(urls);
      request.write(bytes.subarray(0, half - 7));
      request.write(bytes.subarray(half - 7, half).toString('base64'), 'base64');
      request.write(bytes.subarray(half), () => undefined);
      return answered(request.end());
    },
    expected: ok,
  },
  'two requests over one connection': {
    run: async (urls) => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      const first = await answered(chat(urls, { agent }).end(bodyOf()));
      const second = chat(urls, { agent }).end(bodyOf());
      const result = [first, await answered(second), second.reusedSocket];
      agent.destroy();
      return result;
    },
    expected: { ...ok, calls: 2 },
  },
  'a request through a proxy': {
    run: () =>
      serving(
        (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(json),
        (proxy) =>
          answered(start(proxy, { path: 'http://api.openai.com/v1/chat/completions' }).end(bodyOf())),
      ),
    expected: ok,
  },
  'an app that counts listeners': {
    run: async (urls) => {
      const request = post(urls);
      const response = await answerTo(request);
      const counts = [request, response].map((emitter) =>
        ['error', 'response', 'data', 'end', 'readable', 'abort', 'timeout'].map((name) =>
          emitter.listenerCount(name),
        ),
      );
      return [counts, await textOf(response)];
    },
    expected: ok,
  },
  'an answer that nobody listens for': {
    run: async (urls) => {
      const request = post(urls);
      await once(request, 'close');
      return request.listenerCount('response');
    },
    expected: cancelled,
  },
  'a deadline of the app in the middle of a stream': {
    faults: ['hang'],
    run: (urls) => {
      const request = post(urls, streaming);
      const error = Object.assign(new Error('no more data'), { code: 'ETIMEDOUT' });
      return answered(request.setTimeout(30, () => request.destroy(error)));
    },
    expected: { outcome: 'stalled', status: 200 },
  },
  'a deadline of a signal': {
    faults: ['timeout'],
    run: (urls) => answered(chat(urls, { signal: AbortSignal.timeout(30) }).end(bodyOf())),
    expected: { outcome: 'timeout' },
  },
  'a request that was destroyed before it was written': {
    run: async (urls) => {
      const request = chat(urls);
      const closed = once(request.destroy(), 'close');
      await closed;
      request.end(bodyOf());
      return inFlightCalls().size;
    },
    expected: { outcome: 'cancelled', calls: 0 },
  },
  'an overload': {
    faults: ['unavailable'],
    run: (urls) => answered(post(urls)),
    expected: { outcome: 'vendor_error', status: 503 },
  },
  'a bad key': {
    faults: ['auth'],
    run: (urls) => answered(post(urls)),
    expected: { outcome: 'auth', status: 401 },
  },
  'an error inside a stream': {
    faults: ['mid_stream_error'],
    run: (urls) => answered(post(urls, streaming)),
    expected: { outcome: 'vendor_error', status: 200 },
  },
  'a stream that ends too early without a word': {
    faults: ['truncated_clean'],
    run: (urls) => answered(post(urls, streaming)),
    expected: { outcome: 'truncated', status: 200 },
  },
  'a stream cut by a reset': {
    faults: ['truncated_reset'],
    run: (urls) => settled(answered(post(urls, streaming))),
    expected: { outcome: 'truncated', status: 200 },
  },
  'a body cut by a reset': {
    faults: ['truncated_reset'],
    run: (urls) => settled(answered(post(urls))),
    expected: { outcome: 'truncated', status: 200 },
  },
  'a connection reset': {
    faults: ['reset'],
    run: (urls) => settled(answered(post(urls))),
    expected: { outcome: 'network' },
  },
  'a port where nobody listens': {
    run: () => answered(start('http://127.0.0.1:1/v1/chat/completions').end(bodyOf())),
    expected: { outcome: 'network' },
  },
  'a deadline of the app, in the manner of axios': {
    faults: ['timeout'],
    run: (urls) => {
      const request = post(urls);
      const error = Object.assign(new Error('timeout of 30ms exceeded'), { code: 'ECONNABORTED' });
      return answered(request.setTimeout(30, () => request.destroy(error)));
    },
    expected: { outcome: 'timeout' },
  },
  'an abort before the answer': {
    faults: ['timeout'],
    run: (urls) => {
      const abort = new AbortController();
      const request = chat(urls, { signal: abort.signal }).end(bodyOf());
      request.once('finish', () => abort.abort());
      return answered(request);
    },
    expected: { outcome: 'cancelled' },
  },
  'a request destroyed in the middle of the body': {
    faults: ['hang'],
    run: async (urls) => {
      const request = post(urls, streaming);
      const response = await answerTo(request);
      response.once('data', () => request.destroy());
      return textOf(response);
    },
    expected: cancelled,
  },
  'a response destroyed in the middle of the body': {
    faults: ['hang'],
    run: async (urls) => {
      const response = await answerTo(post(urls, streaming));
      response.once('data', () => response.destroy());
      await once(response, 'close');
      return response.errored;
    },
    expected: cancelled,
  },
  'a break out of a stream': {
    faults: [{ fault: 'hang', afterChunks: 2 }],
    run: async (urls) => {
      const response = await answerTo(post(urls, streaming));
      const closed = once(response, 'close');
      for await (const _ of response) break;
      await closed;
      return response.destroyed;
    },
    expected: cancelled,
  },
};

const bare = new Map<string, AppResult>();

beforeAll(async () => {
  for (const [name, one] of Object.entries(cases)) bare.set(name, await runBare(one));
}, 60_000);

describe('an app that sends with node:http', { timeout: 60_000 }, () => {
  it.each(Object.entries(cases))('gets what it got before, and each call is seen: %s', async (name, one) => {
    const { result, calls, attempts } = await runObserved(one);
    const { outcome, status, model = 'gpt-5.4', calls: count = 1 } = one.expected;
    expect(result).toEqual(bare.get(name));
    expect(attempts).toEqual([]);
    expect(
      calls.map(({ attributes }) => [
        attributes[attribute.outcome],
        attributes[attribute.httpStatus],
        attributes[attribute.requestModel],
      ]),
    ).toEqual(Array.from({ length: count }, () => [outcome, status, model]));
  });
});
