const messages = [{ role: 'user', content: 'Say something.' }];

export const cohere = {
  name: 'cohere',
  provider: 'cohere',
  retries: true,
  leavesOpen: true,
  modelFor: (index) => `command-a-case-${index}`,
  open({ sdk, url }, { retries = 2, timeoutMs } = {}) {
    const client = new sdk.CohereClientV2({ token: 'cohere-test-12345678', environment: url });
    const requestOptions = {
      maxRetries: retries,
      ...(timeoutMs ? { timeoutInSeconds: timeoutMs / 1000 } : {}),
    };
    return { client, requestOptions };
  },
  json: ({ client, requestOptions }, model, { signal }) =>
    client.chat({ model, messages }, { ...requestOptions, abortSignal: signal }),
  stream: ({ client, requestOptions }, model, { signal }) =>
    client.chatStream({ model, messages }, { ...requestOptions, abortSignal: signal }),
  ownCases: [
    {
      name: 'embeddings',
      run: (context) =>
        cohere.open(context).client.embed({
          model: context.model,
          texts: ['Hi'],
          inputType: 'search_query',
          embeddingTypes: ['float'],
        }),
      expected: { outcome: 'ok', status: 200 },
    },
  ],
};
