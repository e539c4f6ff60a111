import { asObject, asText, type JsonObject } from '../protocols/json.ts';
import { contentParts } from './content-parts.ts';
import { blobPart, filePart, mediaAtUrl } from './media.ts';
import type { Message, Part } from './message.ts';
import { reasoningParts, refusalParts, textParts } from './text-parts.ts';
import { toolCallParts, toolResponsePart } from './tool-parts.ts';

/** One message of a chat as OpenAI, Anthropic, Mistral, Cohere, Ollama and Bedrock Converse write it. */
export function chatMessage(message: JsonObject, roleByDefault: 'user' | 'assistant'): Message {
  const role = roleOf(message.role) ?? roleByDefault;
  return {
    role,
    name: role === 'tool' ? undefined : asText(message.name),
    parts: role === 'tool' ? toolParts(message) : messageParts(message),
  };
}

/** Gemini says `model`, Cohere's first version `CHATBOT`, OpenAI once said `function`. */
const conventionalRoles: ReadonlyMap<string, string> = new Map([
  ['model', 'assistant'],
  ['chatbot', 'assistant'],
  ['function', 'tool'],
]);

/** Undefined where nobody said it. */
export function roleOf(role: unknown): string | undefined {
  const said = asText(role)?.toLowerCase();
  return said === undefined ? undefined : (conventionalRoles.get(said) ?? said);
}

/** The vendors that have the role `tool` put one result into a message of its own. */
function toolParts(message: JsonObject): readonly Part[] {
  const name = message.name ?? message.tool_name;
  return [toolResponsePart(message.tool_call_id, name, message.content)];
}

function messageParts(message: JsonObject): readonly Part[] {
  return [
    // DeepSeek, OpenRouter, Ollama and Cohere each have a name for the same.
    ...reasoningParts(message.reasoning_content ?? message.reasoning ?? message.thinking),
    ...reasoningParts(message.tool_plan),
    ...contentParts(message.content),
    ...refusalParts(message.refusal),
    ...audioParts(asObject(message.audio)),
    ...imageParts(message.images),
    ...toolCallParts(message),
  ];
}

/** An answer holds the data; a later request names it by its id. */
function audioParts(audio: JsonObject | undefined): readonly Part[] {
  if (!audio) return [];
  const fileId = asText(audio.id);
  if (audio.data === undefined && audio.transcript === undefined)
    return fileId === undefined ? [] : [filePart(fileId, 'audio')];
  return [{ ...blobPart(audio.data, 'audio', undefined), transcript: asText(audio.transcript) }];
}

/** Ollama's are base64, those of Cohere's embeddings URLs, OpenRouter's parts. */
export function imageParts(images: unknown): readonly Part[] {
  if (!Array.isArray(images)) return [];
  return images.flatMap((image) => (typeof image === 'string' ? [imagePart(image)] : contentParts(image)));
}

function imagePart(image: string): Part {
  return /^\w+:/.test(image) ? mediaAtUrl(image, 'image') : blobPart(image, 'image', undefined);
}

/** One text that somebody said outside of any message. */
export function textMessages(role: string, text: unknown): readonly Message[] {
  const parts = textParts(text);
  return parts.length === 0 ? [] : [{ role, parts }];
}
