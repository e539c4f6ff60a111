import { createKeptBeside } from '../kept-beside.ts';
import { followBedrock } from './bedrock.ts';
import { followCohere } from './cohere.ts';
import { followGoogleGenAi } from './google-genai.ts';
import { followLangChain } from './langchain.ts';
import { followMistral } from './mistral.ts';
import { followStainless } from './stainless.ts';
import { firstOf, type SupportedClient } from './supported-client.ts';
import { followUndici } from './undici.ts';
import { followVercelAi } from './vercel-ai.ts';

/** The class is defined in `client` by newer generators, in `index` by older ones. */
const stainlessModules = /(?:client|index)\.m?js/;

export const supportedClients: readonly SupportedClient[] = [
  {
    packageName: 'openai',
    majors: [4, 7],
    hookedAt: '`makeRequest`, `buildRequest`, `retryRequest` of the client class',
    shows: 'calls with their retries and back-off, deadline or abort; subclasses (Azure, Bedrock) with it',
    modules: stainlessModules,
    handsOver: firstOf('OpenAI'),
    follow: followStainless,
  },
  {
    packageName: '@anthropic-ai/sdk',
    majors: [0, 1],
    hookedAt: 'the same methods of the client class',
    shows: 'the same; spans that the SDK writes itself (≥ 0.134) are completed, not doubled',
    modules: stainlessModules,
    handsOver: firstOf('BaseAnthropic', 'Anthropic'),
    follow: followStainless,
  },
  {
    packageName: 'groq-sdk',
    majors: [0, 1],
    hookedAt: 'the same methods of the client class',
    shows: 'the same',
    modules: stainlessModules,
    handsOver: firstOf('Groq'),
    follow: followStainless,
  },
  {
    packageName: '@google/genai',
    majors: [1, 3],
    hookedAt: '`ApiClient.request`, `requestStream`',
    shows: 'calls with their retries and back-off, deadline or abort',
    modules: /dist\/(?:node\/)?index\.[cm]js/,
    handsOver: firstOf('ApiClient'),
    follow: followGoogleGenAi,
  },
  {
    packageName: '@mistralai/mistralai',
    majors: [1, 2],
    hookedAt: '`ClientSDK._do`',
    shows: 'calls with their retries and back-off, deadline or abort',
    modules: /(?:esm\/)?lib\/sdks\.js/,
    handsOver: firstOf('ClientSDK'),
    follow: followMistral,
  },
  {
    packageName: 'cohere-ai',
    majors: [7, 8],
    hookedAt: 'the generated `fetcher`',
    shows: 'calls with their retries and back-off, deadline or abort',
    modules: /(?:dist\/)?core\/fetcher\/Fetcher\.js/,
    handsOver: 'exports',
    follow: followCohere,
  },
  {
    packageName: '@aws-sdk/client-bedrock-runtime',
    majors: [3, 3],
    hookedAt: 'two middlewares of the client: around a command, and around each attempt',
    shows: 'calls with their retries and back-off, over HTTP/1.1 and HTTP/2',
    modules: /dist-cjs\/index\.js|dist-es\/BedrockRuntimeClient\.js/,
    handsOver: firstOf('BedrockRuntimeClient'),
    follow: followBedrock,
  },
  {
    packageName: 'ai',
    majors: [4, 7],
    hookedAt: '`prepareRetries`',
    shows: 'one model request with its retries as a call, whichever provider package sends it',
    modules: /dist\/index\.m?js/,
    handsOver: firstOf('prepareRetries'),
    takesBack: 'prepareRetries',
    follow: followVercelAi,
  },
  {
    packageName: '@langchain/core',
    majors: [0, 1],
    hookedAt: '`AsyncCaller`',
    shows: "LangChain's retries around an SDK and the SDK's own as one call",
    modules: /dist\/utils\/async_caller\.c?js/,
    handsOver: firstOf('AsyncCaller'),
    follow: followLangChain,
  },
  {
    packageName: 'undici',
    majors: [6, 8],
    hookedAt: '`fetch`, `request`, `Dispatcher.request` of the package',
    shows: 'requests that do not pass the global `fetch`, each a call of its own',
    modules: /index\.js/,
    handsOver: 'module.exports',
    follow: followUndici,
  },
];

/** The client whose module stands at a path or file URL. */
export function supportedClientAt(location: string): SupportedClient | undefined {
  const path = location.replaceAll('\\', '/');
  // Few modules of an app pass the first test, and it is asked of every one.
  if (!path.includes('node_modules/')) return undefined;
  return supportedClients.find((client) => patternOf(client).test(path));
}

const patterns = createKeptBeside(
  ({ packageName, modules }: SupportedClient) =>
    new RegExp(`/node_modules/${packageName}/(?:${modules.source})$`),
);

export function patternOf(client: SupportedClient): RegExp {
  return patterns.get(client);
}
