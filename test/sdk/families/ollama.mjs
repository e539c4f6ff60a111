const messages = [{ role: 'user', content: 'Say something.' }];

/** Neither retries nor deadlines of its own; an abort is a method of the client, for all its streams. */
export const ollama = {
  name: 'ollama',
  provider: 'ollama',
  retries: false,
  leavesOpen: true,
  modelFor: (index) => `llama3-case-${index}`,
  without: ['a deadline of the SDK', 'an abort before the answer', 'an abort in the middle of a stream'],
  open: ({ sdk, url }) => new sdk.Ollama({ host: url }),
  json: (client, model) => client.chat({ model, messages }),
  stream: (client, model) => client.chat({ model, messages, stream: true }),
  ownCases: [
    {
      name: 'an abort of all streams of the client',
      faults: [{ fault: 'hang', afterChunks: 4 }],
      async run(context) {
        const client = ollama.open(context);
        const seen = [];
        for await (const chunk of await ollama.stream(client, context.model)) {
          if (seen.push(chunk) === 2) setImmediate(() => client.abort());
        }
        return seen;
      },
      expected: { outcome: 'cancelled', status: 200 },
    },
    {
      name: 'a generation',
      run: (context) => ollama.open(context).generate({ model: context.model, prompt: 'Hi' }),
      expected: { outcome: 'ok', status: 200 },
    },
    {
      name: 'embeddings',
      run: (context) => ollama.open(context).embed({ model: context.model, input: 'Hi' }),
      expected: { outcome: 'ok', status: 200 },
    },
  ],
};
