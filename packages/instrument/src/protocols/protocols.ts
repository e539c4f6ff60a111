import { anthropicMessages } from './anthropic-messages.ts';
import { bedrockConverse } from './bedrock-converse.ts';
import { bedrockEmbeddings, bedrockInvoke } from './bedrock-invoke.ts';
import { cohereChat } from './cohere-chat.ts';
import { cohereChatV1 } from './cohere-chat-v1.ts';
import { cohereEmbed } from './cohere-embed.ts';
import { gemini } from './gemini.ts';
import { geminiEmbeddings } from './gemini-embeddings.ts';
import { ollamaChat, ollamaEmbed, ollamaGenerate } from './ollama.ts';
import { openaiChat } from './openai-chat.ts';
import { openaiCompletions } from './openai-completions.ts';
import { openaiEmbeddings } from './openai-embeddings.ts';
import { openaiResponses } from './openai-responses.ts';
import type { Protocol } from './protocol.ts';
import { anthropicOnVertex, mistralOnVertex } from './vertex-publishers.ts';

/** The first that matches decides, so the narrower path stands before the wider. */
export const protocols: readonly Protocol[] = [
  openaiChat,
  openaiResponses,
  anthropicMessages,
  gemini,
  ollamaChat,
  ollamaGenerate,
  ollamaEmbed,
  openaiCompletions,
  openaiEmbeddings,
  bedrockConverse,
  bedrockEmbeddings,
  bedrockInvoke,
  cohereChat,
  cohereChatV1,
  cohereEmbed,
  geminiEmbeddings,
  anthropicOnVertex,
  mistralOnVertex,
];

/** Cheap sieve before any parsing of an address: all that the protocols' paths have in common. */
export const llmPathHint: RegExp =
  /\/(?:completions|responses|messages|embeddings|embed|converse|converse-stream|invoke|invoke-with-response-stream)(?:$|\?)|\/v[12]\/chat(?:$|\?)|\/api\/(?:chat|generate)(?:$|\?)|:(?:\w*[gG]enerateContent|embedContent|batchEmbedContents|predict|\w*awPredict)/;

export function protocolForPath(path: string): Protocol | undefined {
  return protocols.find((protocol) => protocol.matches(path));
}
