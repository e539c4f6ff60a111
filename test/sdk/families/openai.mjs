import { collect } from '../collect.mjs';
import { apiPromiseCases } from './api-promise-cases.mjs';

const messages = [{ role: 'user', content: 'Say something.' }];
const ok = { outcome: 'ok', status: 200 };

const json = (client, model, { signal }) => client.chat.completions.create({ model, messages }, { signal });
const stream = (client, model, { signal }) =>
  client.chat.completions.create(
    { model, messages, stream: true, stream_options: { include_usage: true } },
    { signal },
  );
const open = ({ sdk, url }, { retries = 2, timeoutMs } = {}) =>
  new (sdk.OpenAI ?? sdk.default)({
    apiKey: 'sk-test-key-12345678',
    baseURL: `${url}/v1`,
    maxRetries: retries,
    ...(timeoutMs ? { timeout: timeoutMs } : {}),
  });

export const openai = {
  name: 'openai',
  provider: 'openai',
  retries: true,
  modelFor: (index) => `gpt-5.4-case-${index}`,
  open,
  json,
  stream,
  ownCases: [
    ...apiPromiseCases({ open, json, stream }),
    {
      name: 'a response',
      run: (context) => open(context).responses.create({ model: context.model, input: 'Hi' }),
      expected: { ...ok, hasTokens: true },
    },
    {
      name: 'a response stream',
      run: async (context) =>
        collect(await open(context).responses.create({ model: context.model, input: 'Hi', stream: true })),
      expected: { ...ok, hasTokens: true, hasFirstChunk: true },
    },
    {
      name: 'an error event in a response stream',
      faults: ['mid_stream_error'],
      run: async (context) =>
        collect(await open(context).responses.create({ model: context.model, input: 'Hi', stream: true })),
      expected: { domain: 'vendor', status: 200 },
    },
    {
      name: 'embeddings',
      run: (context) => open(context).embeddings.create({ model: context.model, input: 'Hi' }),
      expected: { ...ok },
    },
    {
      name: 'parse',
      run: (context) => parser(open(context)).parse({ model: context.model, messages }),
      expected: ok,
    },
    {
      name: 'toReadableStream',
      async run(context) {
        const chunks = await stream(open(context), context.model, {});
        return new Response(chunks.toReadableStream()).text();
      },
      expected: ok,
    },
    {
      name: 'the stream helper',
      async run(context) {
        const runner = parser(open(context)).stream({ model: context.model, messages });
        return (await runner.finalChatCompletion()).choices;
      },
      expected: ok,
    },
    {
      name: 'runTools',
      async run(context) {
        const tool = {
          type: 'function',
          function: {
            name: 'now',
            description: 'The time.',
            parameters: { type: 'object', properties: {} },
            parse: JSON.parse,
            function: () => 'noon',
          },
        };
        const runner = parser(open(context)).runTools({ model: context.model, messages, tools: [tool] });
        return runner.finalContent();
      },
      expected: ok,
    },
    {
      name: 'a stream that nobody reads',
      faults: [{ fault: 'hang', afterChunks: 2 }],
      async run(context) {
        const chunks = await stream(open(context, { retries: 0 }), context.model, {});
        chunks.controller.abort();
        return typeof chunks;
      },
      expected: { outcome: 'cancelled', status: 200 },
    },
    {
      name: 'a client with its own fetch',
      async run(context) {
        const { OpenAI, default: fallback } = context.sdk;
        const client = new (OpenAI ?? fallback)({
          apiKey: 'sk-test-key-12345678',
          baseURL: `${context.url}/v1`,
          fetch: (url, init) => fetch(url, { ...init }),
        });
        return json(client, context.model, {});
      },
      expected: ok,
    },
    {
      name: 'a list of models, page by page',
      async run(context) {
        const client = open(context, { retries: 0 });
        try {
          return (await client.models.list()).data.length;
        } catch (error) {
          return error.status;
        }
      },
      expected: { calls: 0 },
    },
  ],
};

/** `parse`, `stream` and `runTools` were beta in openai 4. */
function parser(client) {
  return typeof client.chat.completions.parse === 'function'
    ? client.chat.completions
    : client.beta.chat.completions;
}
