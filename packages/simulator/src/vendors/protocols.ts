import type { SimulatedProvider } from '../scenario/scenario.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { bedrockConverse } from './bedrock-converse.ts';
import { bedrockInvoke } from './bedrock-invoke.ts';
import { cohereChat } from './cohere-chat.ts';
import { cohereEmbed } from './cohere-embed.ts';
import { gemini } from './gemini.ts';
import { groqChat } from './groq-chat.ts';
import { mistralChat } from './mistral-chat.ts';
import { mistralEmbeddings } from './mistral-embeddings.ts';
import { ollamaEmbed } from './ollama-embed.ts';
import { ollamaChat, ollamaGenerate } from './ollama-generation.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiEmbeddings } from './openai-embeddings.ts';
import { openaiResponses } from './openai-responses.ts';
import type { Protocol } from './protocol.ts';

/** The wire protocols of each vendor. A new protocol is a file beside this one and a line here. */
export const protocols: Readonly<Record<SimulatedProvider, readonly Protocol[]>> = {
  openai: [openaiChat, openaiResponses, openaiEmbeddings],
  anthropic: [anthropicMessages],
  'gcp.gemini': [gemini],
  'aws.bedrock': [bedrockConverse, bedrockInvoke],
  mistral_ai: [mistralChat, mistralEmbeddings],
  cohere: [cohereChat, cohereEmbed],
  groq: [groqChat],
  ollama: [ollamaChat, ollamaGenerate, ollamaEmbed],
};
