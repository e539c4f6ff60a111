const messages = [{ role: 'user', content: 'Say something.' }];

export const mistral = {
  name: 'mistral',
  provider: 'mistral_ai',
  retries: false,
  modelFor: (index) => `mistral-large-case-${index}`,
  open: ({ sdk, url }, { timeoutMs } = {}) =>
    new sdk.Mistral({
      apiKey: 'mistral-test-12345678',
      serverURL: url,
      ...(timeoutMs ? { timeoutMs } : {}),
    }),
  json: (client, model, { signal }) =>
    client.chat.complete({ model, messages }, signal ? { fetchOptions: { signal } } : {}),
  stream: (client, model, { signal }) =>
    client.chat.stream({ model, messages }, signal ? { fetchOptions: { signal } } : {}),
  ownCases: [
    {
      name: 'retries of the SDK',
      faults: ['unavailable', 'unavailable', null],
      run({ sdk, url, model }) {
        const client = new sdk.Mistral({
          apiKey: 'mistral-test-12345678',
          serverURL: url,
          retryConfig: {
            strategy: 'backoff',
            backoff: { initialInterval: 50, maxInterval: 100, exponent: 1.5, maxElapsedTime: 10_000 },
            retryConnectionErrors: true,
          },
        });
        return client.chat.complete({ model, messages });
      },
      expected: { outcome: 'ok', status: 200, attempts: 3 },
    },
    {
      name: 'embeddings',
      run: (context) => mistral.open(context).embeddings.create({ model: context.model, inputs: ['Hi'] }),
      expected: { outcome: 'ok', status: 200 },
    },
  ],
};
