import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../fault.ts';
import type { Provider } from '../scenario/scenario.ts';
import { startVendors, type Vendors } from './start-vendors.ts';

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendors({ latencyFactor: 0 });
});
afterAll(() => vendors.close());

interface Wire {
  readonly name: string;
  readonly provider: Provider;
  readonly model: string;
  path(streaming: boolean): string;
  body(streaming: boolean): unknown;
  /** Only a whole stream has it. */
  readonly terminal: RegExp;
  readonly content: RegExp;
  readonly streamError: RegExp;
  readonly requestId: string | null;
  /** Status, content type and a telling part of the body of every typed error. */
  readonly errors: Readonly<Record<string, readonly [number, string, RegExp]>>;
}

const messages = [{ role: 'user', content: 'hello' }];
const openaiErrors: Wire['errors'] = {
  server_error: [500, 'application/json', /"type": "server_error",\s+"param": null,\s+"code": null/],
  unavailable: [503, 'text/plain', /^upstream connect error/],
  overloaded: [503, 'application/json', /engine is currently overloaded/],
  rate_limited: [429, 'application/json', /"code": "rate_limit_exceeded"/],
  quota_exhausted: [429, 'application/json', /"code": "insufficient_quota"/],
  auth: [401, 'application/json', /"code": "invalid_api_key"/],
  bad_request: [400, 'application/json', /"type": "invalid_request_error"/],
  bad_gateway: [502, 'text/html; charset=UTF-8', /^<!DOCTYPE html>/],
};
const anthropicErrors: Wire['errors'] = {
  server_error: [500, 'application/json', /^\{"type":"error","error":\{"details":null,"type":"api_error"/],
  unavailable: [503, 'text/plain', /^upstream connect error/],
  overloaded: [
    529,
    'application/json',
    /"type":"overloaded_error","message":"Overloaded"\},"request_id":"req_011C/,
  ],
  rate_limited: [429, 'application/json', /"type":"rate_limit_error"/],
  quota_exhausted: [
    400,
    'application/json',
    /"type":"invalid_request_error","message":"Your credit balance is too low/,
  ],
  auth: [401, 'application/json', /"type":"authentication_error","message":"invalid x-api-key"/],
  bad_request: [400, 'application/json', /"type":"invalid_request_error"/],
  bad_gateway: [502, 'text/html; charset=UTF-8', /^<!DOCTYPE html>/],
};
const googleJson = 'application/json; charset=UTF-8';
const geminiErrors: Wire['errors'] = {
  server_error: [500, googleJson, /"status": "INTERNAL"/],
  unavailable: [503, googleJson, /currently unavailable[\s\S]+"status": "UNAVAILABLE"/],
  overloaded: [503, googleJson, /overloaded[\s\S]+"status": "UNAVAILABLE"/],
  rate_limited: [429, googleJson, /"status": "RESOURCE_EXHAUSTED"[\s\S]+QuotaFailure[\s\S]+RetryInfo/],
  quota_exhausted: [429, googleJson, /prepayment credits[\s\S]+"status": "RESOURCE_EXHAUSTED"/],
  auth: [400, googleJson, /"status": "INVALID_ARGUMENT"[\s\S]+API_KEY_INVALID/],
  bad_request: [400, googleJson, /"status": "INVALID_ARGUMENT"/],
  bad_gateway: [502, 'text/html; charset=UTF-8', /^<!DOCTYPE html>/],
};

const wires: readonly Wire[] = [
  {
    name: 'openai chat',
    provider: 'openai',
    model: 'gpt-5.5',
    path: () => '/v1/chat/completions',
    body: (stream) => ({ model: 'gpt-5.5', messages, stream, stream_options: { include_usage: true } }),
    terminal: /data: \[DONE\]\n\n$/,
    content: /"content": ?"[^"]+/,
    streamError: /\ndata: \{"error":\{"message":"The server had an error/,
    requestId: 'x-request-id',
    errors: openaiErrors,
  },
  {
    name: 'openai responses',
    provider: 'openai',
    model: 'gpt-5-mini',
    path: () => '/v1/responses',
    body: (stream) => ({ model: 'gpt-5-mini', input: 'hello', stream }),
    terminal: /event: response\.completed\ndata: [^\n]+"usage":\{"input_tokens":\d+[^\n]+\n\n$/,
    content: /"delta":"[^"]+|"text": "[^"]+/,
    streamError:
      /event: error\ndata: \{"type":"error","error":\{[^\n]+"server_is_overloaded"[^\n]+\n\nevent: response\.failed\n/,
    requestId: 'x-request-id',
    errors: openaiErrors,
  },
  {
    name: 'anthropic messages',
    provider: 'anthropic',
    model: 'claude-opus-4-8',
    path: () => '/v1/messages',
    body: (stream) => ({ model: 'claude-opus-4-8', max_tokens: 100, messages, stream }),
    terminal: /event: message_stop\ndata: \{"type":"message_stop"\}\n\n$/,
    content: /"type":"text(_delta)?","text":"[^"]+/,
    streamError: /event: error\ndata: \{"type":"error","error":\{"details":null,"type":"overloaded_error"/,
    requestId: 'request-id',
    errors: anthropicErrors,
  },
  {
    name: 'gemini generate content',
    provider: 'gcp.gemini',
    model: 'gemini-3-pro',
    path: (streaming) =>
      `/v1beta/models/gemini-3-pro:${streaming ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
    body: () => ({ contents: [{ role: 'user', parts: [{ text: 'hello' }] }] }),
    terminal: /"finishReason":"STOP"[^\n]+\r\n\r\n$/,
    content: /"text": ?"[^"]+/,
    streamError: /data: \{"error":\{"code":503,[^\n]+"status":"UNAVAILABLE"\}\}\r\n\r\n$/,
    requestId: null,
    errors: geminiErrors,
  },
];

function call(wire: Wire, streaming: boolean, fault: Fault | null, signal?: AbortSignal): Promise<Response> {
  vendors.override({ provider: wire.provider, model: wire.model, faults: [fault] });
  return fetch(`${vendors.urls[wire.provider]}${wire.path(streaming)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wire.body(streaming)),
    ...(signal ? { signal } : {}),
  });
}

/** Whatever arrives before the body breaks. */
async function readUntilBroken(response: Response): Promise<{ text: string; broken: boolean }> {
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
    return { text, broken: false };
  } catch {
    return { text, broken: true };
  }
}

describe.each(wires)('$name', (wire) => {
  it('answers in one JSON document with content and usage', async () => {
    const response = await call(wire, false, null);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    const text = await response.text();
    expect(JSON.parse(text)).toEqual(expect.objectContaining({}));
    expect(text).toMatch(wire.content);
    expect(text).toMatch(/"(prompt_tokens|input_tokens|promptTokenCount)": ?\d+/);
    if (wire.requestId) expect(response.headers.get(wire.requestId)).toMatch(/^req_/);
  });

  it('streams events, the terminal one last', async () => {
    const response = await call(wire, true, null);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    const text = await response.text();
    expect(text).toMatch(wire.content);
    expect(text).toMatch(wire.terminal);
    for (const line of text.split(/\r?\n/).filter((one) => one.startsWith('data: {')))
      JSON.parse(line.slice(6));
  });

  it.each(Object.keys(wire.errors))('answers %s as the vendor does, streaming or not', async (fault) => {
    const [status, contentType, body] = wire.errors[fault] ?? [];
    for (const streaming of [false, true]) {
      const response = await call(wire, streaming, fault as Fault);
      expect(response.status).toBe(status);
      expect(response.headers.get('content-type')).toBe(contentType);
      expect(await response.text()).toMatch(body ?? /never/);
      if (wire.requestId) expect(response.headers.get(wire.requestId)).toMatch(/^req_/);
    }
  });

  it('sends a web page with status 200', async () => {
    const response = await call(wire, true, 'html');
    expect(response.status).toBe(200);
    expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
  });

  it('resets the connection before any byte', async () => {
    await expect(call(wire, true, 'reset')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  });

  it.each(['timeout', 'hang'] as const)('stays silent on %s until the client leaves', async (fault) => {
    const deadline = new AbortController();
    const pending = call(wire, true, fault, deadline.signal);
    if (fault === 'hang') {
      const response = await pending;
      expect(response.status).toBe(200);
      const reader = response.body?.getReader();
      expect(new TextDecoder().decode((await reader?.read())?.value)).not.toMatch(wire.terminal);
      deadline.abort();
      await expect(reader?.read()).rejects.toThrow();
    } else {
      await expect.poll(() => vendors.served().at(-1)?.fault).toBe('timeout');
      deadline.abort();
      await expect(pending).rejects.toThrow();
    }
    await expect.poll(() => vendors.served().at(-1)).toMatchObject({ fault, clientLeft: true });
  });

  it('fails inside a 200 stream after some content', async () => {
    const { text, broken } = await readUntilBroken(await call(wire, true, 'mid_stream_error'));
    expect(text).toMatch(wire.content);
    expect(text).toMatch(wire.streamError);
    expect(text).not.toMatch(wire.terminal);
    expect(broken).toBe(false);
  });

  it('answers 500 instead of a stream error to a request that does not stream', async () => {
    const response = await call(wire, false, 'mid_stream_error');
    expect(response.status).toBe(500);
    await response.text();
  });

  it.each([
    ['truncated_clean', false],
    ['truncated_reset', true],
  ] as const)('ends %s after some content without a terminal event', async (fault, isCut) => {
    const stream = await readUntilBroken(await call(wire, true, fault));
    expect(stream.text).toMatch(wire.content);
    expect(stream.text).not.toMatch(wire.terminal);
    expect(stream.broken).toBe(isCut);

    const document = await readUntilBroken(await call(wire, false, fault));
    expect(document.broken).toBe(isCut);
    expect(() => JSON.parse(document.text)).toThrow();
  });

  it('answers blank: complete, and nothing in it', async () => {
    const stream = await (await call(wire, true, 'blank')).text();
    expect(stream).not.toMatch(wire.content);
    expect(stream).toMatch(wire.terminal);
    const document = await (await call(wire, false, 'blank')).text();
    expect(document).not.toMatch(wire.content);
    JSON.parse(document);
  });

  it('refuses a body without its required field, whatever is scripted', async () => {
    const response = await fetch(`${vendors.urls[wire.provider]}${wire.path(false)}`, {
      method: 'POST',
      body: JSON.stringify({ model: wire.model }),
    });
    expect(response.status).toBe(400);
    expect(await response.text()).toMatch(/messages|input|contents/);
  });
});

describe('retry hints', () => {
  const send = async (index: number): Promise<Headers> => {
    const wire = wires[index] as Wire;
    const fault = { fault: 'rate_limited', retryAfterSeconds: 0.25 } as const;
    vendors.override({ provider: wire.provider, faults: [fault] });
    const response = await fetch(`${vendors.urls[wire.provider]}${wire.path(false)}`, {
      method: 'POST',
      body: JSON.stringify(wire.body(false)),
    });
    await response.text();
    return response.headers;
  };

  it('come from OpenAI in seconds and milliseconds, with the limits', async () => {
    const headers = await send(0);
    expect(headers.get('retry-after')).toBe('1');
    expect(headers.get('retry-after-ms')).toBe('250');
    expect(headers.get('x-ratelimit-remaining-tokens')).toBe('0');
    expect(headers.get('x-ratelimit-reset-tokens')).toBe('0.25s');
  });

  it('come from Anthropic in seconds, with the limits', async () => {
    const headers = await send(2);
    expect(headers.get('retry-after')).toBe('1');
    expect(headers.get('x-should-retry')).toBe('true');
    expect(headers.get('anthropic-ratelimit-input-tokens-remaining')).toBe('0');
    expect(headers.get('anthropic-ratelimit-requests-reset')).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+Z$/);
  });
});
