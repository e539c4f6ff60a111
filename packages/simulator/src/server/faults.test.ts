import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../fault.ts';
import { protocols } from '../vendors/protocols.ts';
import { bedrockWires } from './bedrock-wires.fixture.ts';
import { hostedWires } from './hosted-wires.fixture.ts';
import { wiresOfScenarios } from './scenario-wires.fixture.ts';
import { startVendors, type Vendors } from './start-vendors.ts';
import type { WireCase } from './wire-case.fixture.ts';

let vendors: Vendors;
beforeAll(async () => {
  vendors = await startVendors({ latencyFactor: 0 });
});
afterAll(() => vendors.close());

const wires: readonly WireCase[] = [...wiresOfScenarios, ...bedrockWires, ...hostedWires];

/** However each vendor spells that it counted the prompt. */
const usage =
  /"(prompt_tokens|input_tokens|promptTokenCount|inputTokens|inputTokenCount|prompt_eval_count)": ?\d+/;

function call(
  wire: WireCase,
  streaming: boolean,
  fault: Fault | null,
  signal?: AbortSignal,
): Promise<Response> {
  vendors.override({ provider: wire.provider, model: wire.model, faults: [fault] });
  return fetch(`${vendors.urls[wire.provider]}${wire.path(streaming)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(wire.body(streaming)),
    ...(signal ? { signal } : {}),
  });
}

/** A whole stream, legible. */
async function readStream(wire: WireCase, response: Response): Promise<string> {
  const { text } = await readUntilBroken(wire, response);
  return text;
}

/** Whatever arrives before the body breaks. */
async function readUntilBroken(
  wire: WireCase,
  response: Response,
): Promise<{ text: string; broken: boolean }> {
  const unpack = (packed: string): string => wire.unpack?.(packed) ?? packed;
  const decoder = new TextDecoder();
  let text = '';
  try {
    for await (const chunk of response.body ?? []) text += decoder.decode(chunk, { stream: true });
    return { text: unpack(text), broken: false };
  } catch {
    return { text: unpack(text), broken: true };
  }
}

function expectRequestId({ requestId }: WireCase, response: Response): void {
  if (requestId) expect(response.headers.get(requestId[0])).toMatch(requestId[1]);
}

describe.each(wires)('$name', (wire) => {
  it('answers in one JSON document with content and usage', async () => {
    const response = await call(wire, false, null);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    const text = await response.text();
    expect(JSON.parse(text)).toEqual(expect.objectContaining({}));
    expect(text).toMatch(wire.content);
    expect(text).toMatch(usage);
    expectRequestId(wire, response);
  });

  it('streams events, the terminal one last', async () => {
    const response = await call(wire, true, null);
    expect(response.headers.get('content-type')).toMatch(wire.streamType);
    const text = await readStream(wire, response);
    expect(text).toMatch(wire.content);
    expect(text).toMatch(wire.terminal);
    expect(text).toMatch(usage);
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
      expectRequestId(wire, response);
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
    const { text, broken } = await readUntilBroken(wire, await call(wire, true, 'mid_stream_error'));
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
    const stream = await readUntilBroken(wire, await call(wire, true, fault));
    expect(stream.text).toMatch(wire.content);
    expect(stream.text).not.toMatch(wire.terminal);
    expect(stream.broken).toBe(isCut);

    const document = await readUntilBroken(wire, await call(wire, false, fault));
    expect(document.broken).toBe(isCut);
    expect(() => JSON.parse(document.text)).toThrow();
  });

  it('answers blank: complete, and nothing in it', async () => {
    const stream = await readStream(wire, await call(wire, true, 'blank'));
    expect(stream).not.toMatch(wire.content);
    expect(stream).toMatch(wire.terminal);
    const document = await (await call(wire, false, 'blank')).text();
    expect(document).not.toMatch(wire.content);
    JSON.parse(document);
  });

  it('answers without choices: the envelope, its end, and no answer in between', async () => {
    const stream = await readUntilBroken(wire, await call(wire, true, 'no_choices'));
    expect(stream.text).not.toMatch(wire.content);
    expect(stream.text).toMatch(usage);
    expect(stream.broken).toBe(false);
    // Gemini's only sign of an end is a field of a candidate.
    if (wire.provider !== 'gcp.gemini') expect(stream.text).toMatch(wire.terminal);
    expect(await (await call(wire, false, 'no_choices')).text()).toMatch(wire.empty);
  });

  it('answers well without a word on usage', async () => {
    const stream = await readStream(wire, await call(wire, true, 'no_usage'));
    const document = await (await call(wire, false, 'no_usage')).text();
    for (const text of [stream, document]) {
      expect(text).toMatch(wire.content);
      expect(text).not.toMatch(usage);
    }
    JSON.parse(document);
  });

  it('refuses a body without its required field, whatever is scripted', async () => {
    const [body, status, says] = wire.refused;
    const response = await fetch(`${vendors.urls[wire.provider]}${wire.path(false)}`, {
      method: 'POST',
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(status);
    expect(await response.text()).toMatch(says);
  });
});

it('holds every protocol that streams against all faults', () => {
  const streaming = Object.values(protocols)
    .flat()
    .filter(({ stream }) => stream);
  expect(wires.map(({ name }) => name).sort()).toEqual(streaming.map(({ name }) => name).sort());
});

describe('retry hints', () => {
  const send = async (protocol: string): Promise<Headers> => {
    const wire = wires.find(({ name }) => name === protocol) as WireCase;
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
    const headers = await send('openai.chat');
    expect(headers.get('retry-after')).toBe('1');
    expect(headers.get('retry-after-ms')).toBe('250');
    expect(headers.get('x-ratelimit-remaining-tokens')).toBe('0');
    expect(headers.get('x-ratelimit-reset-tokens')).toBe('0.25s');
  });

  it('come from Anthropic in seconds, with the limits', async () => {
    const headers = await send('anthropic.messages');
    expect(headers.get('retry-after')).toBe('1');
    expect(headers.get('x-should-retry')).toBe('true');
    expect(headers.get('anthropic-ratelimit-input-tokens-remaining')).toBe('0');
    expect(headers.get('anthropic-ratelimit-requests-reset')).toMatch(/^\d{4}-\d\d-\d\dT[\d:]+Z$/);
  });
});
