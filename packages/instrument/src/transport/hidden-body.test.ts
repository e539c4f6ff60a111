import { attribute } from '@faultline/conventions';
import { beforeAll, describe, expect, it } from 'vitest';
import { type AppResult, runBare, runObserved, type VendorCase } from '../clients/watched-vendors.fixture.ts';

type Urls = Parameters<VendorCase['run']>[0];

const body = JSON.stringify({
  model: 'gpt-5.4',
  messages: [{ role: 'user', content: 'Hi' }],
  stream: true,
});
const headers = { authorization: 'Bearer sk-hidden-12345678', 'content-type': 'application/json' };

function requestOf(urls: Urls, init: RequestInit = {}): Request {
  return new Request(`${urls.openai}/v1/chat/completions`, { method: 'POST', headers, body, ...init });
}

/** In parts that come one after another, as an app that makes its body while it sends it. */
function bodyInParts(): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(body);
  const parts = [bytes.subarray(0, 12), bytes.subarray(12, 40), bytes.subarray(40)];
  return new ReadableStream({
    pull(controller) {
      const part = parts.shift();
      if (part) controller.enqueue(part);
      else controller.close();
    },
  });
}

const half = { duplex: 'half' } as const;

/** What the app can see of its request, before and after it was sent. */
async function sent(request: Request): Promise<unknown> {
  const states = [request.bodyUsed, request.body?.locked];
  const response = await fetch(request);
  states.push(request.bodyUsed, request.body?.locked);
  const text = await response.text();
  states.push(request.bodyUsed, request.body?.locked);
  const again = await request.text().catch((error: Error) => error.name);
  return [states, response.status, text, again];
}

const cases: Record<string, VendorCase> = {
  'a body of text': { run: (urls) => sent(requestOf(urls)) },
  'a body of bytes': { run: (urls) => sent(requestOf(urls, { body: new TextEncoder().encode(body) })) },
  'a body that is a blob': { run: (urls) => sent(requestOf(urls, { body: new Blob([body]) })) },
  'a body that is a stream': {
    run: (urls) => sent(requestOf(urls, { body: bodyInParts(), ...half } as RequestInit)),
  },
  'a copy of a request, and the request itself later': {
    run: async (urls) => {
      const request = requestOf(urls);
      const response = await fetch(request.clone());
      return [await response.text(), request.bodyUsed, await request.text()];
    },
  },
  'a request with a signal': {
    run: (urls) => sent(requestOf(urls, { signal: new AbortController().signal })),
  },
};

const bare = new Map<string, AppResult>();

beforeAll(async () => {
  for (const [name, one] of Object.entries(cases)) bare.set(name, await runBare(one));
}, 60_000);

const known = [attribute.requestModel, attribute.requestStream, attribute.outcome];

describe('an app that sends a Request', { timeout: 60_000 }, () => {
  it.each(Object.entries(cases))('can use it as before, and its call is known: %s', async (name, one) => {
    const { result, calls } = await runObserved(one);
    expect(result).toEqual(bare.get(name));
    const plain = await runObserved({
      run: async ({ openai }) => {
        const response = await fetch(`${openai}/v1/chat/completions`, { method: 'POST', headers, body });
        return response.text();
      },
    });
    expect(calls.map(({ name: title }) => title)).toEqual(['chat gpt-5.4']);
    // The same request is the same, however it was handed over.
    for (const field of known)
      expect.soft(calls[0]?.attributes[field], field).toBe(plain.calls[0]?.attributes[field]);
    expect(calls[0]?.attributes).toMatchObject({
      [attribute.requestModel]: 'gpt-5.4',
      [attribute.requestStream]: true,
    });
  });

  it.each(Object.entries(cases))('is told by the same fingerprint when it fails: %s', async (_, one) => {
    const hidden = await runObserved({ ...one, faults: ['overloaded'] });
    const plain = await runObserved({
      faults: ['overloaded'],
      run: async ({ openai }) => {
        const response = await fetch(`${openai}/v1/chat/completions`, { method: 'POST', headers, body });
        return response.text();
      },
    });
    const [ofHidden, ofPlain] = [hidden, plain].map(
      ({ calls }) => calls[0]?.attributes[attribute.fingerprint],
    );
    expect(ofHidden).toMatch(/^[0-9a-f]{12}$/);
    expect(ofHidden).toBe(ofPlain);
  });

  it.each<readonly [string, VendorCase]>([
    [
      'a body that fails while it is sent',
      {
        run: (urls) => {
          const failing = new ReadableStream({
            pull: (controller) => controller.error(new Error('no more')),
          });
          return sent(requestOf(urls, { body: failing, ...half } as RequestInit));
        },
      },
    ],
    [
      'a body that is read already',
      {
        run: async (urls) => {
          const request = requestOf(urls);
          await request.text();
          return fetch(request);
        },
      },
    ],
  ])('sees the error it saw before, and no other: %s', async (_, one) => {
    const before = await runBare(one);
    expect(before).toEqual({ error: expect.objectContaining({ name: 'TypeError' }) });
    expect((await runObserved(one)).result).toEqual(before);
  });
});
