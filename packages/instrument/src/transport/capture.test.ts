import OpenAI from 'openai';
import { afterEach, describe, expect, it } from 'vitest';
import { runObserved, type VendorCase } from '../clients/watched-vendors.fixture.ts';
import { currentConfig, readConfig, setConfig } from '../config.ts';
import type { Redact } from '../content/captured-content.ts';

type Urls = Parameters<VendorCase['run']>[0];
const question = 'What is my secret?';
const ask = (urls: Urls, stream: boolean) =>
  new OpenAI({ apiKey: 'sk-test-key-12345678', baseURL: `${urls.openai}/v1` }).chat.completions.create({
    model: 'gpt-5.4',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: question },
    ],
    stream,
  });

/** The fixture sets the configuration of a run; content is what a case adds to it. */
async function contentOf(stream: boolean, mode: string, redact?: Redact): Promise<Record<string, unknown>> {
  const { calls } = await runObserved({
    async run(urls) {
      const env = { OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT: mode };
      const { content } = readConfig(redact ? { redact } : {}, env).config;
      setConfig({ ...currentConfig(), content });
      const answer = await ask(urls, stream);
      if (Symbol.asyncIterator in answer) for await (const _ of answer);
    },
  });
  const attributes = Object.entries(calls[0]?.attributes ?? {});
  return Object.fromEntries(attributes.filter(([name]) => /messages|instructions/.test(name)));
}

afterEach(() => setConfig(readConfig({}, {}).config));

describe('what is said in a call', () => {
  it('leaves the process in no attribute by default', async () => {
    const { calls } = await runObserved({ run: (urls) => ask(urls, false) });
    expect(JSON.stringify(calls[0]?.attributes)).not.toMatch(/secret|Be brief|signal/);
  });

  it.each([
    ['a whole answer', false],
    ['a stream', true],
  ])('is on the span where the user asks for it: %s', async (_, stream) => {
    const content = await contentOf(stream, 'true');
    expect(String(content['gen_ai.input.messages'])).toContain(question);
    const [answer] = JSON.parse(String(content['gen_ai.output.messages']));
    expect(answer).toMatchObject({ role: 'assistant', finish_reason: 'stop' });
    expect(answer.parts[0].content).toMatch(/^The signal you are/);
  });

  it('passes through the redaction hook first', async () => {
    const content = await contentOf(false, 'span_only', ({ outputMessages }) => ({
      inputMessages: [],
      outputMessages,
    }));
    expect(Object.keys(content)).toEqual(['gen_ai.output.messages']);
  });

  it('is not kept when the hook fails', async () => {
    const fail: Redact = () => {
      throw new Error('of the hook');
    };
    expect(await contentOf(false, 'true', fail)).toEqual({});
  });
});
