/** LangChain's `ChatOpenAI` over the `openai` SDK. Retries are of LangChain. */
export const langChain = {
  name: 'langchain',
  provider: 'openai',
  retries: false,
  modelFor: (index) => `gpt-5.4-chain-${index}`,
  open:
    ({ sdk, url }, { retries = 0, timeoutMs } = {}) =>
    (model) =>
      new sdk.ChatOpenAI({
        model,
        apiKey: 'sk-test-key-12345678',
        maxRetries: retries,
        streamUsage: true,
        ...(timeoutMs ? { timeout: timeoutMs } : {}),
        configuration: { baseURL: `${url}/v1` },
      }),
  async json(client, model, { signal }) {
    const { content, usage_metadata } = await client(model).invoke('Say something.', { signal });
    return { content, usage_metadata };
  },
  async stream(client, model, { signal }) {
    const chunks = await client(model).stream('Say something.', { signal });
    return contents(chunks);
  },
  ownCases: [
    {
      name: 'retries of LangChain',
      faults: [{ fault: 'rate_limited', retryAfterSeconds: 0.05 }, null],
      run: (context) => langChain.json(langChain.open(context, { retries: 2 }), context.model, {}),
      expected: { outcome: 'ok', status: 200, attempts: 2 },
    },
  ],
};

async function* contents(chunks) {
  for await (const { content, usage_metadata } of chunks) yield { content, usage_metadata };
}
