import { attribute } from '@faultline/conventions';
import { GoogleGenAI } from '@google/genai';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AppResult, runBare, runObserved, type VendorCase } from '../clients/watched-vendors.fixture.ts';

type Urls = Parameters<VendorCase['run']>[0];
const request = { model: 'gemini-3-pro', contents: 'Say something.' };
const google = (urls: Urls): GoogleGenAI =>
  new GoogleGenAI({ apiKey: 'AIza-12345678', httpOptions: { baseUrl: urls['gcp.gemini'] } });

/** Without the `date` header, which the SDK passes on and two runs need not share. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, field) => (key === 'date' ? undefined : field)));
}

async function collect(stream: AsyncIterable<unknown>): Promise<unknown[]> {
  const chunks: unknown[] = [];
  for await (const chunk of stream) chunks.push(plain(chunk));
  return chunks;
}

const post = (urls: Urls, body: object): Promise<Response> =>
  fetch(`${urls.openai}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: 'Bearer sk-plain-12345678', 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'gpt-5.4', messages: [{ role: 'user', content: 'Hi' }], ...body }),
  });

const chat: Expected = { provider: 'openai', outcome: 'ok' };
const gemini: Expected = { provider: 'gcp.gemini', outcome: 'ok' };

interface Expected {
  readonly provider: string;
  readonly outcome: string;
}

const cases: Record<string, VendorCase & { readonly expected: Expected }> = {
  'google genai': {
    run: async (urls) => plain(await google(urls).models.generateContent(request)),
    expected: gemini,
  },
  'google genai, streaming': {
    run: async (urls) => collect(await google(urls).models.generateContentStream(request)),
    expected: gemini,
  },
  'google genai, error event in a stream': {
    faults: ['mid_stream_error'],
    run: async (urls) => collect(await google(urls).models.generateContentStream(request)),
    expected: { ...gemini, outcome: 'overloaded' },
  },
  'google genai, truncated stream': {
    faults: ['truncated_clean'],
    run: async (urls) => collect(await google(urls).models.generateContentStream(request)),
    expected: { ...gemini, outcome: 'truncated' },
  },
  'google genai, bad key': {
    faults: ['auth'],
    run: (urls) => google(urls).models.generateContent(request),
    expected: { ...gemini, outcome: 'auth' },
  },
  'json()': { run: async (urls) => (await post(urls, {})).json(), expected: chat },
  'text()': { run: async (urls) => (await post(urls, {})).text(), expected: chat },
  'arrayBuffer()': { run: async (urls) => (await post(urls, {})).arrayBuffer(), expected: chat },
  'blob()': { run: async (urls) => (await (await post(urls, {})).blob()).text(), expected: chat },
  'the clone of a response': {
    run: async (urls) => {
      const response = await post(urls, {});
      return [await response.clone().json(), await response.json()];
    },
    expected: chat,
  },
  'a reader': {
    run: async (urls) => {
      const reader = (await post(urls, { stream: true })).body?.getReader();
      const decoder = new TextDecoder();
      let text = '';
      for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
        text += decoder.decode(read.value, { stream: true });
      }
      return text;
    },
    expected: chat,
  },
  'a reader that stops at [DONE]': {
    run: async (urls) => {
      const reader = (await post(urls, { stream: true })).body?.getReader();
      for (let text = ''; !text.includes('[DONE]'); )
        text += Buffer.from((await reader?.read())?.value ?? []);
      return 'done';
    },
    expected: chat,
  },
  'a BYOB reader': {
    run: async (urls) => {
      const reader = (await post(urls, { stream: true })).body?.getReader({ mode: 'byob' });
      let buffer = new ArrayBuffer(100);
      let text = '';
      for (;;) {
        const read = await reader?.read(new Uint8Array(buffer));
        if (!read?.value || read.done) return text;
        text += Buffer.from(read.value).toString();
        buffer = read.value.buffer as ArrayBuffer;
      }
    },
    expected: chat,
  },
  pipeThrough: {
    run: async (urls) => {
      const body = (await post(urls, { stream: true })).body;
      return collect(body?.pipeThrough(new TextDecoderStream()) as unknown as AsyncIterable<string>);
    },
    expected: chat,
  },
  'a tee of the body': {
    run: async (urls) => {
      const [left, right] = (await post(urls, { stream: true })).body?.tee() ?? [];
      return Promise.all([new Response(left).text(), new Response(right).text()]);
    },
    expected: chat,
  },
  'a reader that gives up': {
    faults: [{ fault: 'hang', afterChunks: 2 }],
    run: async (urls) => {
      const reader = (await post(urls, { stream: true })).body?.getReader();
      await reader?.read();
      await reader?.cancel();
      return 'gave up';
    },
    expected: { ...chat, outcome: 'cancelled' },
  },
  'a second reading of the same body': {
    run: async (urls) => {
      const response = await post(urls, {});
      await response.json();
      return response.json();
    },
    expected: chat,
  },
};

const bare = new Map<string, AppResult>();

beforeAll(async () => {
  for (const [name, one] of Object.entries(cases)) bare.set(name, await runBare(one));
}, 60_000);

describe('an app that calls a vendor without an SDK we know', { timeout: 60_000 }, () => {
  it.each(Object.entries(cases))('gets what it got before, and one call is seen: %s', async (name, one) => {
    const { result, calls, attempts } = await runObserved(one);
    expect(result).toEqual(bare.get(name));
    expect(attempts).toEqual([]);
    expect(
      calls.map(({ attributes }) => [attributes[attribute.provider], attributes[attribute.outcome]]),
    ).toEqual([[one.expected.provider, one.expected.outcome]]);
  });

  it('is not observed where it talks to anybody else', async () => {
    const { calls } = await runObserved({
      run: async ({ openai }) => {
        await fetch(`${openai}/v1/models`);
        await fetch(`${openai}/v1/messages`, { method: 'POST', body: '{"to":"a customer"}' });
      },
    });
    expect(calls).toEqual([]);
  });
});
