const messages = [{ role: 'user', content: 'Say something.' }];

export const groq = {
  name: 'groq',
  provider: 'groq',
  retries: true,
  modelFor: (index) => `llama-4-case-${index}`,
  open: ({ sdk, url }, { retries = 2, timeoutMs } = {}) =>
    new (sdk.Groq ?? sdk.default)({
      apiKey: 'gsk-test-12345678',
      baseURL: url,
      maxRetries: retries,
      ...(timeoutMs ? { timeout: timeoutMs } : {}),
    }),
  json: (client, model, { signal }) => client.chat.completions.create({ model, messages }, { signal }),
  stream: (client, model, { signal }) =>
    client.chat.completions.create({ model, messages, stream: true }, { signal }),
};
