import { createRequire } from 'node:module';
import type { Json } from './sdk-judge.fixture.ts';

/**
 * SDKs that judge the wire and are not dependencies of this package but of the instrumentation; only the little of
 * them that is used here is declared.
 */
const requireSdk = createRequire(new URL('../../../instrument/package.json', import.meta.url));

type Call = (parameters: Json) => Promise<unknown>;
type StreamCall = (parameters: Json) => Promise<AsyncIterable<unknown>>;
type Options = Readonly<Record<string, unknown>>;

export interface OpenAiClient {
  readonly chat: { readonly completions: { readonly create: Call } };
  readonly responses: { readonly create: Call };
  readonly embeddings: { readonly create: Call };
}
export interface AnthropicClient {
  readonly messages: {
    readonly create: Call;
    stream(parameters: Json): { finalMessage(): Promise<unknown> };
  };
}
export interface GeminiClient {
  readonly models: { readonly generateContent: Call; readonly generateContentStream: StreamCall };
}

export type ErrorClass = new (...args: never[]) => Error;
export type Sdk<Client> = (new (options: Options) => Client) & Readonly<Record<string, ErrorClass>>;

interface OpenAiModule {
  readonly OpenAI: Sdk<OpenAiClient>;
  readonly AzureOpenAI: Sdk<OpenAiClient>;
}
interface GeminiModule {
  readonly GoogleGenAI: Sdk<GeminiClient>;
  readonly ApiError: ErrorClass;
}

const openai = requireSdk('openai') as OpenAiModule;
const anthropic = requireSdk('@anthropic-ai/sdk') as { readonly Anthropic: Sdk<AnthropicClient> };
const gemini = requireSdk('@google/genai') as GeminiModule;

export const OpenAI: Sdk<OpenAiClient> = openai.OpenAI;
export const AzureOpenAI: Sdk<OpenAiClient> = openai.AzureOpenAI;
export const Anthropic: Sdk<AnthropicClient> = anthropic.Anthropic;
export const GoogleGenAI: Sdk<GeminiClient> = gemini.GoogleGenAI;
export const ApiError: ErrorClass = gemini.ApiError;
