const prompt = 'Say something.';

/** `ai` over its OpenAI provider; retries are of `ai`, and wait two seconds before the first. */
export const vercelAi = {
  name: 'vercel-ai',
  provider: 'openai',
  retries: false,
  leavesOpen: true,
  // Version 4 does not ask for the usage of a stream.
  expected: { 'a stream': { hasTokens: 'any' } },
  modelFor: (index) => `gpt-5.4-ai-${index}`,
  without: ['a deadline of the SDK'],
  open: ({ sdk, url }, { retries = 0 } = {}) => ({
    sdk,
    retries,
    provider: sdk.createOpenAI({ apiKey: 'sk-test-key-12345678', baseURL: `${url}/v1` }),
  }),
  async json({ sdk, provider, retries }, model, { signal }) {
    const { text, usage } = await sdk.generateText({
      model: provider.chat(model),
      prompt,
      maxRetries: retries,
      abortSignal: signal,
    });
    return { text, usage };
  },
  stream({ sdk, provider, retries }, model, { signal }) {
    const { fullStream } = sdk.streamText({
      model: provider.chat(model),
      prompt,
      maxRetries: retries,
      abortSignal: signal,
      onError: () => {},
    });
    return withoutTimes(fullStream);
  },
  ownCases: [
    {
      name: 'retries of the SDK',
      faults: [{ fault: 'rate_limited', retryAfterSeconds: 0.05 }, null],
      run: (context) => vercelAi.json(vercelAi.open(context, { retries: 2 }), context.model, {}),
      expected: { outcome: 'ok', status: 200, attempts: 2 },
    },
  ],
};

/** The parts of a stream carry random ids and times of their own. */
async function* withoutTimes(stream) {
  for await (const part of stream) {
    yield JSON.parse(
      JSON.stringify(part, (key, value) =>
        ['id', 'messageId', 'timestamp', 'date', 'createdAt', 'requestId', 'callId', 'performance'].includes(
          key,
        )
          ? undefined
          : value instanceof Error
            ? value.message
            : value,
      ),
    );
  }
}
