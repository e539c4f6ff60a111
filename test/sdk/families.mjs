import { commonCases } from './common-cases.mjs';
import { anthropic } from './families/anthropic.mjs';
import { axios } from './families/axios.mjs';
import { bedrock } from './families/bedrock.mjs';
import { cohere } from './families/cohere.mjs';
import { googleGenAi } from './families/google-genai.mjs';
import { groq } from './families/groq.mjs';
import { langChain } from './families/langchain.mjs';
import { mistral } from './families/mistral.mjs';
import { ollama } from './families/ollama.mjs';
import { openai } from './families/openai.mjs';
import { undici } from './families/undici.mjs';
import { vercelAi } from './families/vercel-ai.mjs';

/** SDKs that are used alike, in all their versions. */
export const families = {
  openai,
  anthropic,
  groq,
  'google-genai': googleGenAi,
  mistral,
  cohere,
  bedrock,
  ollama,
  'vercel-ai': vercelAi,
  langchain: langChain,
  undici,
  axios,
};

/** Every case calls a model of its own: by it the vendor knows what to do, and the test whose spans it sees. */
export function casesOf(family) {
  const named = [...commonCases(family), ...(family.ownCases ?? [])];
  const kept = named.filter(({ name }) => !(family.without ?? []).includes(name));
  return kept.map((one, index) => {
    const model = family.modelFor(index);
    return {
      name: one.name,
      model,
      faults: one.faults ?? [],
      expected: { calls: 1, attempts: 1, ...one.expected, ...family.expected?.[one.name] },
      run: (context) => one.run({ ...context, model }),
    };
  });
}
