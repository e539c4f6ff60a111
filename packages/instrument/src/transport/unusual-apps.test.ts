import { attribute } from '@faultline/conventions';
import OpenAI from 'openai';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AppResult, runBare, runObserved, type VendorCase } from '../clients/watched-vendors.fixture.ts';

type Urls = Parameters<VendorCase['run']>[0];

function post(urls: Urls, body: object = { stream: true }): Promise<Response> {
  return fetch(`${urls.openai}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-plain-12345678', 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-5.4', messages: [{ role: 'user', content: 'Hi' }], ...body }),
  });
}

async function complete(urls: Urls, customFetch: typeof fetch): Promise<unknown> {
  const client = new OpenAI({
    baseURL: `${urls.openai}/v1`,
    apiKey: 'sk-unusual-12345678',
    fetch: customFetch,
  });
  const messages = [{ role: 'user' as const, content: 'Hi' }];
  return (await client.chat.completions.create({ model: 'gpt-5.4', messages })).choices[0]?.message.content;
}

/** Each is one call; each was seen wrongly, or changed, once. */
const cases: Record<string, VendorCase> = {
  'a client whose fetch composes the signal': {
    run: (urls) =>
      complete(urls, (input, init) => {
        const signals = [init?.signal, AbortSignal.timeout(60_000)].filter(
          (signal) => signal instanceof AbortSignal,
        );
        return fetch(input, { ...init, signal: AbortSignal.any(signals) });
      }),
  },
  'a client whose fetch does so later': {
    run: (urls) =>
      complete(urls, async (input, init) => {
        await Promise.resolve();
        return fetch(input, { ...init, signal: AbortSignal.timeout(60_000) });
      }),
  },
  'a client whose fetch makes a Request': {
    run: (urls) => complete(urls, (input, init) => fetch(new Request(input as string, init))),
  },
  'a tee read into the app’s own buffer': {
    run: async (urls) => {
      const [left, right] = (await post(urls)).body?.tee() ?? [];
      const reader = left?.getReader({ mode: 'byob' });
      let bytes = 0;
      for (;;) {
        const read = await reader?.read(new Uint8Array(512));
        if (!read || read.done) break;
        bytes += read.value.length;
      }
      return [bytes, (await new Response(right).text()).length];
    },
  },
  'a pipe to nowhere, then the text': {
    run: async (urls) => {
      const response = await post(urls);
      await response.body?.pipeTo({} as WritableStream).catch(() => undefined);
      return response.text();
    },
  },
  'a pipe, after which the body is free again': {
    run: async (urls) => {
      const response = await post(urls);
      await response.body?.pipeTo(new WritableStream());
      return response.body?.locked;
    },
  },
  'a proxy that passes every chunk on': {
    run: async (urls) => {
      const { body } = await post(urls);
      const passed = new ReadableStream({
        type: 'bytes',
        async start(controller) {
          for await (const chunk of body ?? []) controller.enqueue(chunk as Uint8Array<ArrayBuffer>);
          controller.close();
        },
      });
      return new Response(passed).text();
    },
  },
  'a cancel that the platform refuses': {
    run: async (urls) => {
      const { body } = await post(urls);
      const reader = body?.getReader();
      await body?.cancel().catch(() => undefined);
      let chunks = 0;
      while (!(await reader?.read())?.done) chunks += 1;
      return chunks > 0;
    },
  },
};

const bare = new Map<string, AppResult>();

beforeAll(async () => {
  for (const [name, one] of Object.entries(cases)) bare.set(name, await runBare(one));
}, 60_000);

describe('an app that does something unusual', { timeout: 60_000 }, () => {
  it.each(Object.entries(cases))(
    'gets what it got before, and one good call is seen: %s',
    async (name, one) => {
      const { result, calls, attempts } = await runObserved(one);
      expect(result).toEqual(bare.get(name));
      expect(attempts).toEqual([]);
      expect(calls.map(({ attributes }) => attributes[attribute.outcome])).toEqual(['ok']);
    },
  );
});
