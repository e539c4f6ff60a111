import type { NodeVersion } from '../support/node-binary.ts';

/** An SDK in one version, in the ways an app may load it. Names are those of `test/package.json`. */
export interface SdkVersion {
  /** A key of `families.mjs`. */
  readonly family: string;
  /** Packages the app imports; their exports together are what a family is given. */
  readonly packages: readonly string[];
  readonly nodes: readonly NodeVersion[];
  readonly formats: readonly Format[];
  /** Cases in which what this version does is chance, or ends the process, without us as well. */
  readonly without?: readonly string[];
}

export type Format = 'CJS' | 'ESM';

const both: readonly Format[] = ['CJS', 'ESM'];
const all: readonly NodeVersion[] = [20, 24];

/**
 * node-fetch 2 now and then loses the promise of a body that breaks off, axios tells it by one error or another, mistral 1
 * throws where nobody can catch.
 */
const cutByReset: readonly string[] = ['an answer cut by a reset', 'a stream cut by a reset'];

export const sdkVersions: readonly SdkVersion[] = [
  {
    family: 'openai',
    packages: ['openai-4'],
    nodes: all,
    formats: both,
    without: cutByReset,
  },
  { family: 'openai', packages: ['openai-5'], nodes: all, formats: both },
  { family: 'openai', packages: ['openai'], nodes: all, formats: both },
  { family: 'openai', packages: ['openai-7'], nodes: [24], formats: both },
  {
    family: 'anthropic',
    packages: ['anthropic-0.27'],
    nodes: all,
    formats: both,
    without: cutByReset,
  },
  { family: 'anthropic', packages: ['anthropic-0.60'], nodes: all, formats: both },
  { family: 'anthropic', packages: ['anthropic-0.137'], nodes: all, formats: both },
  { family: 'anthropic', packages: ['@anthropic-ai/sdk'], nodes: all, formats: both },
  {
    family: 'groq',
    packages: ['groq-0'],
    nodes: all,
    formats: both,
    without: cutByReset,
  },
  { family: 'groq', packages: ['groq-sdk'], nodes: all, formats: both },
  { family: 'google-genai', packages: ['genai-1'], nodes: all, formats: both },
  { family: 'google-genai', packages: ['genai-2'], nodes: all, formats: both },
  { family: 'google-genai', packages: ['genai-3'], nodes: [24], formats: both },
  {
    family: 'mistral',
    packages: ['mistral-1'],
    nodes: all,
    formats: both,
    without: cutByReset,
  },
  { family: 'mistral', packages: ['@mistralai/mistralai'], nodes: all, formats: ['ESM'] },
  { family: 'cohere', packages: ['cohere-7'], nodes: all, formats: both },
  { family: 'cohere', packages: ['cohere-ai'], nodes: all, formats: both },
  { family: 'bedrock', packages: ['@aws-sdk/client-bedrock-runtime'], nodes: all, formats: both },
  { family: 'ollama', packages: ['ollama'], nodes: all, formats: both },
  { family: 'vercel-ai', packages: ['ai-4', 'ai-openai-1'], nodes: all, formats: both },
  { family: 'vercel-ai', packages: ['ai-5', 'ai-openai-2'], nodes: all, formats: both },
  { family: 'vercel-ai', packages: ['ai', '@ai-sdk/openai'], nodes: all, formats: both },
  { family: 'vercel-ai', packages: ['ai-7', 'ai-openai-4'], nodes: [24], formats: ['ESM'] },
  { family: 'undici', packages: ['undici-6'], nodes: all, formats: both },
  { family: 'undici', packages: ['undici'], nodes: all, formats: both },
  { family: 'undici', packages: ['undici-8'], nodes: [24], formats: both },
  { family: 'axios', packages: ['axios'], nodes: all, formats: both, without: cutByReset },
  { family: 'langchain', packages: ['@langchain/openai'], nodes: all, formats: both },
];

/** One way to run one SDK. */
export interface Setup extends SdkVersion {
  readonly node: NodeVersion;
  readonly format: Format;
}

/** Each version in each format it has, and on each Node it supports, without all the combinations. */
export function setups(): readonly Setup[] {
  return sdkVersions.flatMap((version) => {
    const { nodes, formats } = version;
    const count = Math.max(nodes.length, formats.length);
    return Array.from({ length: count }, (_, index) => ({
      ...version,
      node: nodes[index % nodes.length] as NodeVersion,
      format: formats[index % formats.length] as Format,
    }));
  });
}
