import { asObject, asText, isFilled, type JsonObject } from '../protocols/json.ts';
import { mediaPart } from './media-parts.ts';
import type { Part } from './message.ts';
import { plainCopy } from './plain-json.ts';
import { joinedText, reasoningParts, refusalParts, textParts } from './text-parts.ts';
import { serverToolCallPart, serverToolResponsePart, toolCallPart, toolResponsePart } from './tool-parts.ts';

/** The parts of a message's content, whichever vendor wrote it: a text, a part, or a list of both. */
export function contentParts(content: unknown): readonly Part[] {
  if (Array.isArray(content)) return content.flatMap(partsOf);
  return partsOf(content);
}

function partsOf(item: unknown): readonly Part[] {
  if (typeof item === 'string') return textParts(item);
  const part = asObject(item);
  if (!part || !isFilled(part)) return [];
  const media = mediaPart(part);
  if (media) return [media];
  const type = asText(part.type);
  return type === undefined ? keyedParts(part) : typedParts(type, part);
}

type PartsReader = (part: JsonObject) => readonly Part[];

function typedParts(type: string, part: JsonObject): readonly Part[] {
  const read = typedReaders.get(type);
  if (read) return read(part);
  if (type.endsWith('_tool_result')) return [serverToolResponsePart(part)];
  return [vendorPart(type, part)];
}

/** Names that the conventions give a form; a vendor's own part of such a name has another. */
const conventionalTypes: ReadonlySet<string> = new Set([
  'text',
  'reasoning',
  'tool_call',
  'tool_call_response',
  'blob',
  'uri',
  'file',
]);

/** A part that has no equal among those of other vendors. */
export function vendorPart(type: string, part: JsonObject): Part {
  if (conventionalTypes.has(type)) return { type: 'other', content: plainCopy(part) };
  return { ...asObject(plainCopy(part)), type };
}

const text: PartsReader = (part) => textParts(part.text);
const serverToolCall: PartsReader = (part) => [serverToolCallPart(part)];

/** OpenAI, Anthropic, Mistral and Cohere: no name means two things among them. */
const typedReaders: ReadonlyMap<string, PartsReader> = new Map<string, PartsReader>([
  ['text', text],
  ['input_text', text],
  ['output_text', text],
  ['refusal', (part) => refusalParts(part.refusal)],
  // Mistral thinks in a list of texts.
  ['thinking', (part) => reasoningParts(joinedText(part.thinking))],
  // Only the vendor can read it.
  ['redacted_thinking', () => [{ type: 'redacted_thinking' }]],
  ['tool_use', (part) => [toolCallPart(part.id, part.name, part.input)]],
  ['tool_result', (part) => [toolResponsePart(part.tool_use_id, undefined, part.content)]],
  ['server_tool_use', serverToolCall],
  ['mcp_tool_use', serverToolCall],
]);

/** Gemini and Bedrock Converse: the key beside which the content stands names the part. */
function keyedParts(part: JsonObject): readonly Part[] {
  if ('text' in part) return part.thought === true ? reasoningParts(part.text) : textParts(part.text);
  for (const [key, read] of keyedReaders) {
    const inner = asObject(part[key]);
    if (inner) return read(inner);
  }
  return [{ type: 'other', content: plainCopy(part) }];
}

const geminiCall: PartsReader = (call) => [toolCallPart(call.id, call.name, call.args)];
const geminiResponse: PartsReader = ({ id, name, response }) => [toolResponsePart(id, name, response)];

const keyedReaders: readonly (readonly [string, PartsReader])[] = [
  ['functionCall', geminiCall],
  ['function_call', geminiCall],
  ['functionResponse', geminiResponse],
  ['function_response', geminiResponse],
  ['executableCode', (code) => [{ type: 'executable_code', content: plainCopy(code) }]],
  ['codeExecutionResult', (result) => [{ type: 'code_execution_result', content: plainCopy(result) }]],
  ['toolUse', (use) => [toolCallPart(use.toolUseId, use.name, use.input)]],
  ['toolResult', (result) => [toolResponsePart(result.toolUseId, undefined, result.content)]],
  ['reasoningContent', bedrockReasoning],
  ['guardContent', (guarded) => textParts(asObject(guarded.text)?.text)],
  ['citationsContent', (cited) => textParts(joinedText(cited.content))],
  // A mark in the prompt, not content.
  ['cachePoint', () => []],
];

function bedrockReasoning(reasoning: JsonObject): readonly Part[] {
  const readable = asObject(reasoning.reasoningText);
  return readable ? reasoningParts(readable.text) : [{ type: 'redacted_thinking' }];
}
