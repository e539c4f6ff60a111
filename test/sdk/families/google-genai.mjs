const contents = 'Say something.';

export const googleGenAi = {
  name: 'google-genai',
  provider: 'gcp.gemini',
  retries: false,
  leavesOpen: true,
  modelFor: (index) => `gemini-3-case-${index}`,
  open: ({ sdk, url }, { timeoutMs } = {}) =>
    new sdk.GoogleGenAI({
      apiKey: 'AIzaTest-12345678',
      httpOptions: { baseUrl: url, ...(timeoutMs ? { timeout: timeoutMs } : {}) },
    }),
  json: (client, model, { signal }) =>
    client.models.generateContent({ model, contents, config: { abortSignal: signal } }),
  stream: (client, model, { signal }) =>
    client.models.generateContentStream({ model, contents, config: { abortSignal: signal } }),
  ownCases: [
    {
      name: 'retries of the SDK',
      faults: ['unavailable', 'unavailable', null],
      run({ sdk, url, model }) {
        const client = new sdk.GoogleGenAI({
          apiKey: 'AIzaTest-12345678',
          httpOptions: { baseUrl: url, retryOptions: { attempts: 3, initialDelay: 0.05, maxDelay: 0.1 } },
        });
        return client.models.generateContent({ model, contents });
      },
      expected: { outcome: 'ok', status: 200, attempts: 3 },
    },
    {
      name: 'embeddings',
      run: (context) =>
        googleGenAi.open(context).models.embedContent({ model: context.model, contents: ['Hi'] }),
      expected: { outcome: 'caller_error', status: 404 },
    },
  ],
};
