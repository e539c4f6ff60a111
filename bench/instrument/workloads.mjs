const prompt = 'x'.repeat(400);

/**
 * @typedef {object} Workload
 * @property {'openai-json' | 'openai-stream' | 'anthropic-json' | 'anthropic-stream'} id
 * @property {string} label
 * @property {'openai' | 'anthropic'} vendor
 * @property {string} model Unique, so that the sink can tell what was reported.
 * @property {{ fetch: Calls, http: Calls }} calls In one process.
 * @property {(clients: Clients) => Promise<unknown>} call One call, read to its end.
 */

/** @typedef {{ openai: import('openai').OpenAI, anthropic: import('@anthropic-ai/sdk').Anthropic }} Clients */

/**
 * A server's calls are nearly all made by optimised code: with a tenth of this warm-up, bare JSON calls cost twice as much,
 * and most of what an instrumentation adds is the compiler's work on its code.
 * @typedef {{ warmUp: number, measured: number }} Calls
 */

const jsonCalls = { fetch: { warmUp: 40_000, measured: 20_000 }, http: { warmUp: 1000, measured: 600 } };
const streamCalls = { fetch: { warmUp: 1500, measured: 800 }, http: { warmUp: 120, measured: 80 } };

/** @type {readonly Workload[]} */
export const workloads = [
  {
    id: 'openai-json',
    label: 'openai JSON',
    vendor: 'openai',
    model: 'bench-openai-json',
    calls: jsonCalls,
    call: ({ openai }) => openai.chat.completions.create(openaiBody('bench-openai-json')),
  },
  {
    id: 'openai-stream',
    label: 'openai 200-chunk stream',
    vendor: 'openai',
    model: 'bench-openai-stream',
    calls: streamCalls,
    call: async ({ openai }) => drain(await openai.chat.completions.create(openaiStreamBody)),
  },
  {
    id: 'anthropic-json',
    label: 'anthropic JSON',
    vendor: 'anthropic',
    model: 'bench-anthropic-json',
    calls: jsonCalls,
    call: ({ anthropic }) => anthropic.messages.create(anthropicBody('bench-anthropic-json')),
  },
  {
    id: 'anthropic-stream',
    label: 'anthropic 200-chunk stream',
    vendor: 'anthropic',
    model: 'bench-anthropic-stream',
    calls: streamCalls,
    call: async ({ anthropic }) =>
      drain(await anthropic.messages.create({ ...anthropicBody('bench-anthropic-stream'), stream: true })),
  },
];

const openaiStreamBody = {
  ...openaiBody('bench-openai-stream'),
  stream: true,
  stream_options: { include_usage: true },
};

/** @param {Clients} clients */
export async function abandonedStream({ openai }) {
  let chunks = 0;
  for await (const _chunk of await openai.chat.completions.create(openaiStreamBody)) {
    chunks += 1;
    if (chunks === 2) break;
  }
}

function openaiBody(model) {
  const messages = [
    { role: 'system', content: 'You are terse.' },
    { role: 'user', content: prompt },
  ];
  return { model, messages, temperature: 0.2 };
}

function anthropicBody(model) {
  return { model, max_tokens: 64, messages: [{ role: 'user', content: prompt }] };
}

async function drain(stream) {
  for await (const _chunk of stream);
}
