import { asObject, asObjects, type JsonObject } from '../protocols/json.ts';
import { chatMessage, imageParts, roleOf, textMessages } from './chat-message.ts';
import { contentParts } from './content-parts.ts';
import type { Message, Part } from './message.ts';
import { responseItem } from './response-items.ts';
import { toolResponsePart } from './tool-parts.ts';

export interface InputMessages {
  /** Only what a request sets apart from its messages. */
  readonly systemInstructions: readonly Part[] | undefined;
  readonly messages: readonly Message[];
}

/** What a parsed request says to the model, whichever protocol it speaks; nothing where it speaks none. */
export function inputMessagesIn(body: unknown): InputMessages {
  const request = asObject(body);
  if (!request) return { systemInstructions: undefined, messages: [] };
  const instructions = systemParts(request);
  return {
    systemInstructions: instructions.length === 0 ? undefined : instructions,
    messages: fields
      .flatMap(([field, read]) => read(request[field], request))
      .filter(({ parts }) => parts.length > 0),
  };
}

/** Anthropic, Bedrock and Ollama; OpenAI Responses; Cohere's first version; Gemini in both spellings. */
function systemParts(request: JsonObject): readonly Part[] {
  const { system, instructions, preamble, systemInstruction, system_instruction } = request;
  const gemini = systemInstruction ?? system_instruction;
  return contentParts(system ?? instructions ?? preamble ?? asObject(gemini)?.parts ?? gemini);
}

type FieldReader = (value: unknown, request: JsonObject) => readonly Message[];

/** Where protocols keep what is said, in the order in which it is said. */
const fields: readonly (readonly [string, FieldReader])[] = [
  ['messages', (messages) => asObjects(messages).map((message) => chatMessage(message, 'user'))],
  // OpenAI Responses; embeddings of OpenAI, Mistral and Ollama.
  ['input', inputs],
  // Gemini, and one of its embeddings.
  ['contents', geminiContents],
  ['content', geminiContents],
  // Gemini's embeddings in one batch, and the same on Vertex AI.
  ['requests', (requests) => asObjects(requests).flatMap(({ content }) => geminiContents(content))],
  ['instances', (instances) => asObjects(instances).flatMap(({ content }) => geminiContents(content))],
  // OpenAI's legacy completions, Mistral's fill-in-the-middle, Ollama's generate, Llama on Bedrock; images without one.
  ['prompt', prompts],
  // Cohere's first version.
  ['chat_history', (turns) => asObjects(turns).map(cohereTurn)],
  ['message', (message) => textMessages('user', message)],
  // Amazon Titan, and Cohere's embeddings in their two forms.
  ['inputText', (text) => textMessages('user', text)],
  ['texts', inputs],
  ['inputs', inputs],
];

/** A list holds items of a conversation, or texts to embed, each by itself. */
function inputs(input: unknown): readonly Message[] {
  if (isTokens(input)) return [tokensMessage(input)];
  return (Array.isArray(input) ? input : [input]).flatMap((item) => {
    const object = asObject(item);
    if (object) return [responseItem(object)];
    return isTokens(item) ? [tokensMessage(item)] : textMessages('user', item);
  });
}

function prompts(prompt: unknown, { images }: JsonObject): readonly Message[] {
  // OpenAI Responses names a stored prompt and gives its variables.
  const isStored = asObject(prompt) !== undefined;
  const messages = isStored ? [{ role: 'user', parts: contentParts(prompt) }] : inputs(prompt);
  const parts = imageParts(images);
  return parts.length === 0 ? messages : [...messages, { role: 'user', parts }];
}

/** A prompt may be sent as the numbers of its tokens, which nobody reads. */
function isTokens(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((token) => typeof token === 'number');
}

function tokensMessage(tokens: readonly number[]): Message {
  return { role: 'user', parts: [{ type: 'tokens', count: tokens.length }] };
}

function geminiContents(contents: unknown): readonly Message[] {
  return (Array.isArray(contents) ? contents : [contents]).flatMap((content) => {
    const object = asObject(content);
    return object ? [geminiContent(object)] : textMessages('user', content);
  });
}

function geminiContent({ role, parts }: JsonObject): Message {
  return { role: roleOf(role) ?? 'user', parts: contentParts(parts) };
}

function cohereTurn(turn: JsonObject): Message {
  const message = chatMessage({ ...turn, content: turn.message }, 'user');
  if (message.role !== 'tool') return message;
  const results = asObjects(turn.tool_results);
  return {
    role: 'tool',
    parts: results.map(({ call, outputs }) => toolResponsePart(undefined, asObject(call)?.name, outputs)),
  };
}
