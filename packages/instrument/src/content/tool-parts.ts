import { asObject, asObjects, asText, type JsonObject, parseJson } from '../protocols/json.ts';
import { mediaPart } from './media-parts.ts';
import type { Part } from './message.ts';
import { plainCopy, withoutDataUrls } from './plain-json.ts';

export function toolCallPart(id: unknown, name: unknown, toolArguments: unknown): Part {
  return {
    type: 'tool_call',
    id: asText(id),
    name: asText(name) ?? '',
    arguments: plainCopy(parsed(toolArguments)),
  };
}

/** Some vendors write the arguments as JSON inside a string; a call that broke off holds half of it. */
function parsed(toolArguments: unknown): unknown {
  if (typeof toolArguments !== 'string') return toolArguments;
  if (toolArguments === '') return undefined;
  const value = parseJson(toolArguments)?.value;
  return typeof value === 'object' && value !== null ? value : toolArguments;
}

export function toolResponsePart(id: unknown, name: unknown, response: unknown): Part {
  return { type: 'tool_call_response', id: asText(id), name: asText(name), response: responseOf(response) };
}

/** A lone text stands for itself. */
function responseOf(response: unknown): unknown {
  if (!Array.isArray(response)) return plainCopy(response);
  const items = response.map(responseBlock);
  const only = asObject(items[0]);
  return items.length === 1 && only?.type === 'text' ? only.content : items;
}

/** Not a message's parts: whatever a tool nests is copied, not followed. */
function responseBlock(item: unknown): unknown {
  const block = asObject(item);
  const text = asText(block?.text);
  if (text !== undefined) return { type: 'text', content: withoutDataUrls(text) };
  return (block && mediaPart(block)) ?? plainCopy(block?.json ?? item);
}

/** A tool that the vendor runs itself. */
export function serverToolCallPart(block: JsonObject): Part {
  const name = asText(block.name) ?? '';
  return {
    type: 'server_tool_call',
    id: asText(block.id),
    name,
    server_tool_call: { type: name, arguments: plainCopy(parsed(block.input)) },
  };
}

export function serverToolResponsePart(block: JsonObject): Part {
  return {
    type: 'server_tool_call_response',
    id: asText(block.tool_use_id),
    server_tool_call_response: { type: asText(block.type), content: plainCopy(block.content) },
  };
}

/** `tool_calls` of a chat message, and its predecessor `function_call`. */
export function toolCallParts(message: JsonObject): readonly Part[] {
  const { function_call: functionCall, tool_calls: toolCalls } = message;
  const legacy = asObjects([functionCall]).map((call) => toolCallPart(undefined, call.name, call.arguments));
  return [...asObjects(toolCalls).map(chatToolCall), ...legacy];
}

/** OpenAI's functions and custom tools; Cohere's first version has neither level. */
function chatToolCall(call: JsonObject): Part {
  const inner = asObject(call.function) ?? asObject(call.custom) ?? call;
  return toolCallPart(call.id, inner.name, inner.arguments ?? inner.input ?? inner.parameters);
}
