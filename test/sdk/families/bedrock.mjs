const messages = [{ role: 'user', content: [{ text: 'Say something.' }] }];
const anthropicBody = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 64,
  messages: [{ role: 'user', content: 'Say something.' }],
});
const decoder = new TextDecoder();

export const bedrock = {
  name: 'bedrock',
  provider: 'aws.bedrock',
  retries: true,
  leavesOpen: true,
  modelFor: (index) => `anthropic.claude-opus-4-8-case-${index}-v1:0`,
  open: ({ sdk, url }, { retries = 2, timeoutMs } = {}) =>
    new sdk.BedrockRuntimeClient({
      region: 'eu-west-1',
      endpoint: url,
      credentials: { accessKeyId: 'AKIATEST12345678', secretAccessKey: 'secret' },
      maxAttempts: retries + 1,
      ...(timeoutMs ? { requestHandler: { requestTimeout: timeoutMs, throwOnRequestTimeout: true } } : {}),
    }),
  async json(client, model, { signal }) {
    const { ConverseCommand } = await import('@aws-sdk/client-bedrock-runtime');
    const { $metadata: _metadata, ...answer } = await client.send(
      new ConverseCommand({ modelId: model, messages }),
      { abortSignal: signal },
    );
    return answer;
  },
  async stream(client, model, { signal }) {
    const { ConverseStreamCommand } = await import('@aws-sdk/client-bedrock-runtime');
    const { stream } = await client.send(new ConverseStreamCommand({ modelId: model, messages }), {
      abortSignal: signal,
    });
    return stream;
  },
  ownCases: [
    {
      name: 'an invocation',
      async run(context) {
        const { InvokeModelCommand } = context.sdk;
        const { body } = await bedrock
          .open(context)
          .send(new InvokeModelCommand({ modelId: context.model, body: anthropicBody }));
        return decoder.decode(body);
      },
      expected: { outcome: 'ok', status: 200, hasTokens: true },
    },
    {
      name: 'an invocation with a stream',
      async run(context) {
        const { InvokeModelWithResponseStreamCommand } = context.sdk;
        const { body } = await bedrock
          .open(context)
          .send(new InvokeModelWithResponseStreamCommand({ modelId: context.model, body: anthropicBody }));
        const seen = [];
        for await (const { chunk } of body) seen.push(decoder.decode(chunk.bytes));
        return seen;
      },
      expected: { outcome: 'ok', status: 200, hasTokens: true, hasFirstChunk: true },
    },
  ],
};
