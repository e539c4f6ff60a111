import { createRequire } from 'node:module';
import { attribute } from '@faultline/conventions';
import { beforeAll, describe, expect, it } from 'vitest';
import { inFlightCalls } from '../call/in-flight.ts';
import { followUndici } from './undici.ts';
import { type AppResult, runBare, runObserved, type VendorCase } from './watched-vendors.fixture.ts';

/** The exports of the CommonJS module are what is changed, and what every importer sees. */
const undici = createRequire(import.meta.url)('undici') as typeof import('undici');

type Urls = Parameters<VendorCase['run']>[0];

const model = 'gpt-5.4';
const bodyOf = (fields: object = {}): string =>
  JSON.stringify({ model, messages: [{ role: 'user', content: 'Hi' }], ...fields });
const streaming = { stream: true, stream_options: { include_usage: true } };
const headers = { authorization: 'Bearer sk-undici-12345678', 'content-type': 'application/json' };
const path = '/v1/chat/completions';

type Options = NonNullable<Parameters<typeof undici.request>[1]>;
type Answer = ReturnType<typeof undici.request>;

function request(urls: Urls, fields?: object, options: Partial<Options> = {}): Answer {
  return undici.request(`${urls.openai}${path}`, {
    method: 'POST',
    headers,
    body: bodyOf(fields),
    ...options,
  });
}

async function textOf(body: AsyncIterable<unknown>): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString();
}

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
  readonly calls?: number;
}
const ok: Expected = { outcome: 'ok', status: 200 };
const cancelled: Expected = { outcome: 'cancelled', status: 200 };

const cases: Record<string, VendorCase & { readonly expected: Expected }> = {
  'fetch and json()': {
    run: async ({ openai }) => {
      const response = await undici.fetch(`${openai}${path}`, { method: 'POST', headers, body: bodyOf() });
      return [response.constructor.name, response.status, await response.json()];
    },
    expected: ok,
  },
  'fetch and a stream': {
    run: async ({ openai }) => {
      const body = bodyOf(streaming);
      const response = await undici.fetch(`${openai}${path}`, { method: 'POST', headers, body });
      return textOf(response.body as AsyncIterable<unknown>);
    },
    expected: ok,
  },
  'fetch that is aborted': {
    faults: ['timeout'],
    run: async ({ openai }) => {
      const abort = new AbortController();
      const init = { method: 'POST', headers, body: bodyOf(), signal: abort.signal };
      const response = undici.fetch(`${openai}${path}`, init);
      abort.abort();
      return (await response).text();
    },
    expected: { outcome: 'cancelled' },
  },
  'request and json()': {
    run: async (urls) => {
      const { statusCode, body } = await request(urls);
      return [statusCode, await body.json(), body.bodyUsed];
    },
    expected: ok,
  },
  'request and text()': { run: async (urls) => (await request(urls)).body.text(), expected: ok },
  'request and arrayBuffer()': {
    run: async (urls) => Buffer.from(await (await request(urls)).body.arrayBuffer()).toString(),
    expected: ok,
  },
  'request and a stream that is iterated': {
    run: async (urls) => textOf((await request(urls, streaming)).body),
    expected: ok,
  },
  'request and a stream that is listened to': {
    run: async (urls) => {
      const { body } = await request(urls, streaming);
      const seen: string[] = [];
      await new Promise((resolve, reject) => {
        body.setEncoding('utf8');
        body.on('data', (text: string) => seen.push(text));
        body.on('end', resolve).on('error', reject);
      });
      return seen.join('');
    },
    expected: ok,
  },
  'request whose address is given in parts': {
    run: async (urls) => {
      const { body } = await undici.request({
        origin: urls.openai,
        path,
        method: 'POST',
        headers,
        body: bodyOf(),
      } as unknown as URL);
      return body.json();
    },
    expected: ok,
  },
  'request whose path is beside its origin': {
    run: async (urls) =>
      (
        await undici.request(urls.openai, { path, method: 'POST', headers, body: bodyOf() } as Options)
      ).body.json(),
    expected: ok,
  },
  'options that the package refuses': {
    run: async (urls) => request(urls, {}, { agent: {} } as Partial<Options>),
    expected: { outcome: 'cancelled', calls: 0 },
  },
  'request of an agent': {
    run: async (urls) => {
      const agent = new undici.Agent();
      const options = { origin: urls.openai, path, method: 'POST', headers, body: bodyOf() } as const;
      const { body } = await agent.request(options);
      const answer = await body.json();
      await agent.close();
      return answer;
    },
    expected: ok,
  },
  'two requests at once': {
    run: async (urls) => {
      const answers = await Promise.all([request(urls), request(urls)]);
      for (const { body } of answers) await body.text();
      return answers.map(({ statusCode }) => statusCode);
    },
    expected: { ...ok, calls: 2 },
  },
  'a stream that is destroyed': {
    faults: [{ fault: 'hang', afterChunks: 2 }],
    run: async (urls) => {
      const { body } = await request(urls, streaming);
      await new Promise<void>((resolve) => {
        body.on('error', () => undefined).once('close', resolve);
        body.once('data', () => body.destroy());
      });
      return body.destroyed;
    },
    expected: cancelled,
  },
  'a break out of a stream': {
    faults: [{ fault: 'hang', afterChunks: 2 }],
    run: async (urls) => {
      const { body } = await request(urls, streaming);
      const closed = new Promise<void>((resolve) => {
        body.on('error', () => undefined).once('close', resolve);
      });
      for await (const _ of body) break;
      await closed;
      return body.destroyed;
    },
    expected: cancelled,
  },
  'an answer that is thrown away': {
    run: async (urls) => (await request(urls)).body.dump(),
    expected: ok,
  },
  'an abort before the answer': {
    faults: ['timeout'],
    run: (urls) => {
      const abort = new AbortController();
      const answer = request(urls, {}, { signal: abort.signal });
      abort.abort();
      return answer;
    },
    expected: { outcome: 'cancelled' },
  },
  'a deadline for the head': {
    faults: ['timeout'],
    run: (urls) => request(urls, {}, { headersTimeout: 50 }),
    expected: { outcome: 'timeout' },
  },
  'a bad key': {
    faults: ['auth'],
    run: async (urls) => (await request(urls)).body.json(),
    expected: { outcome: 'auth', status: 401 },
  },
  'a connection reset': {
    faults: ['reset'],
    run: (urls) => settled(request(urls)),
    expected: { outcome: 'network' },
  },
  'a stream that ends too early without a word': {
    faults: ['truncated_clean'],
    run: async (urls) => textOf((await request(urls, streaming)).body),
    expected: { outcome: 'truncated', status: 200 },
  },
  'a stream cut by a reset': {
    faults: ['truncated_reset'],
    run: async (urls) => settled(textOf((await request(urls, streaming)).body)),
    expected: { outcome: 'truncated', status: 200 },
  },
  'a body cut by a reset': {
    faults: ['truncated_reset'],
    run: async (urls) => settled((await request(urls)).body.json()),
    expected: { outcome: 'truncated', status: 200 },
  },
  'the global fetch beside it': {
    run: async ({ openai }) => {
      const response = await fetch(`${openai}${path}`, { method: 'POST', headers, body: bodyOf() });
      return response.json();
    },
    expected: ok,
  },
  'the fetch of the package in the place of the global one': {
    run: async ({ openai }) => {
      const original = globalThis.fetch;
      globalThis.fetch = undici.fetch as unknown as typeof fetch;
      try {
        return await (await fetch(`${openai}${path}`, { method: 'POST', headers, body: bodyOf() })).json();
      } finally {
        globalThis.fetch = original;
      }
    },
    expected: ok,
  },
};

const bare = new Map<string, AppResult>();

beforeAll(async () => {
  for (const [name, one] of Object.entries(cases)) bare.set(name, await runBare(one));
  expect(followUndici(undici)).toBe(true);
  // As where the module is loaded twice.
  expect(followUndici(undici)).toBe(true);
}, 60_000);

describe('an app that uses the package undici', { timeout: 60_000 }, () => {
  it.each(Object.entries(cases))(
    'gets what it got before, and each call is seen once: %s',
    async (name, one) => {
      const { result, calls, attempts } = await runObserved(one);
      const { outcome, status, calls: count = 1 } = one.expected;
      expect(result).toEqual(bare.get(name));
      expect(attempts).toEqual([]);
      expect(inFlightCalls().size).toBe(0);
      expect(
        calls.map(({ attributes }) => [
          attributes[attribute.outcome],
          attributes[attribute.httpStatus],
          attributes[attribute.requestModel],
        ]),
      ).toEqual(Array.from({ length: count }, () => [outcome, status, model]));
    },
  );

  it('is not observed where it talks to anybody else', async () => {
    const { calls } = await runObserved({
      run: async ({ openai }) => {
        const bodies = [
          (await undici.request(`${openai}/v1/models`)).body,
          (await undici.request(`${openai}/orders`, { method: 'POST', body: bodyOf() })).body,
          await undici.fetch(`${openai}/orders`, { method: 'POST', body: bodyOf() }),
        ];
        for (const body of bodies) await body.text();
      },
    });
    expect(calls).toEqual([]);
  });
});
