import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { attribute } from '@faultline/conventions';
import { GoogleGenAI } from '@google/genai';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type AppResult,
  runBare,
  runObserved,
  seenCalls,
  type VendorCase,
} from '../clients/watched-vendors.fixture.ts';

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
  'a reader that stops at [DONE], and lets go': {
    run: async (urls) => {
      const reader = await readUntilDone(urls);
      reader?.releaseLock();
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

async function readUntilDone(urls: Urls): Promise<ReadableStreamDefaultReader | undefined> {
  const reader = (await post(urls, { stream: true })).body?.getReader();
  for (let text = ''; !text.includes('[DONE]'); ) text += Buffer.from((await reader?.read())?.value ?? []);
  return reader;
}

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

  it('has a stream that was read up to [DONE] told a second later, with the time that it took', async () => {
    let waitedMs = 0;
    const { calls } = await runObserved({
      run: async (urls) => {
        const startedAt = performance.now();
        // Held, so that it is not its collection that ends the call.
        const reader = await readUntilDone(urls);
        await vi.waitFor(() => expect(seenCalls()).toHaveLength(1), { timeout: 30_000 });
        waitedMs = performance.now() - startedAt;
        return reader;
      },
    });
    expect(calls[0]?.attributes[attribute.outcome]).toBe('ok');
    const durationMs = (calls[0]?.attributes[attribute.attemptDuration] as number) * 1000;
    expect(waitedMs - durationMs).toBeGreaterThan(900);
  });

  it('has an answer that is whole told as such, though its connection is held open until the app gives up', async () => {
    const events = [
      { choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }] },
      { choices: [], usage: { prompt_tokens: 3, completion_tokens: 1 } },
    ];
    const server = createServer((_message, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write(
        `${events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`,
      );
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/chat/completions`;
    const { calls } = await runObserved({
      run: async () => {
        const abort = new AbortController();
        const body = '{"model":"held-open","stream":true}';
        const response = await fetch(url, { method: 'POST', body, signal: abort.signal });
        const reader = response.body?.getReader();
        for (let text = ''; !text.includes('[DONE]'); )
          text += Buffer.from((await reader?.read())?.value ?? []);
        const pending = reader?.read().catch(() => undefined);
        abort.abort();
        await pending;
      },
    });
    server.closeAllConnections();
    server.close();
    expect(calls[0]?.attributes).toMatchObject({ [attribute.outcome]: 'ok', [attribute.outputTokens]: 1 });
  });

  it('is not observed where it talks to anybody else', async () => {
    const server = createServer((message, response) => response.end(`{"path":"${message.url}"}`));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const paths = ['/v1/messages', '/api/chat', '/v1/models', '/orders'];
    const { result, calls } = await runObserved({
      run: async ({ openai }) => {
        await (await fetch(`${openai}/v1/models`)).text();
        const answers = paths.map(async (path) =>
          (await fetch(`${own}${path}`, { method: 'POST', body: '{"to":"a customer"}' })).json(),
        );
        return Promise.all(answers);
      },
    });
    server.close();
    expect(result).toEqual({ value: paths.map((path) => ({ path })) });
    expect(calls).toEqual([]);
  });
});
