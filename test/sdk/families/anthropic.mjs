import { apiPromiseCases } from './api-promise-cases.mjs';

const body = { max_tokens: 64, messages: [{ role: 'user', content: 'Say something.' }] };
const ok = { outcome: 'ok', status: 200 };

const json = (client, model, { signal }) => client.messages.create({ model, ...body }, { signal });
const stream = (client, model, { signal }) =>
  client.messages.create({ model, ...body, stream: true }, { signal });
const open = ({ sdk, url }, { retries = 2, timeoutMs } = {}) =>
  new (sdk.Anthropic ?? sdk.default)({
    apiKey: 'sk-ant-test-12345678',
    baseURL: url,
    maxRetries: retries,
    ...(timeoutMs ? { timeout: timeoutMs } : {}),
  });

export const anthropic = {
  name: 'anthropic',
  provider: 'anthropic',
  retries: true,
  modelFor: (index) => `claude-opus-4-8-case-${index}`,
  open,
  json,
  stream,
  ownCases: [
    ...apiPromiseCases({ open, json, stream }),
    {
      name: 'the stream helper',
      async run(context) {
        const { content } = await open(context)
          .messages.stream({ model: context.model, ...body })
          .finalMessage();
        return content;
      },
      expected: ok,
    },
    {
      name: 'an abort of the stream helper',
      faults: [{ fault: 'hang', afterChunks: 2 }],
      async run(context) {
        const helper = open(context, { retries: 0 }).messages.stream({ model: context.model, ...body });
        helper.on('text', () => helper.abort());
        return helper.finalMessage();
      },
      expected: { outcome: 'cancelled', status: 200 },
    },
  ],
};
