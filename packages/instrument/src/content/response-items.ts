import { asObjects, asText, type JsonObject } from '../protocols/json.ts';
import { chatMessage } from './chat-message.ts';
import { vendorPart } from './content-parts.ts';
import { blobPart } from './media.ts';
import type { Message, Part } from './message.ts';
import { reasoningParts } from './text-parts.ts';
import { toolCallPart, toolResponsePart } from './tool-parts.ts';

/** An item of OpenAI Responses, in a request or an answer. No parts for what only the vendor can read. */
export function responseItem(item: JsonObject): Message {
  const type = asText(item.type) ?? 'message';
  if (type === 'message') return chatMessage(item, 'user');
  const known = knownItems.get(type);
  const parts = known ? known(item) : [vendorPart(type, item)];
  return { role: roleOfItem(type), parts };
}

/** Items that are no messages name no role: outputs come from the app's tools, approvals from its user. */
function roleOfItem(type: string): string {
  if (type.endsWith('_output')) return 'tool';
  return type === 'mcp_approval_response' ? 'user' : 'assistant';
}

type ItemReader = (item: JsonObject) => readonly Part[];

const toolOutput: ItemReader = ({ call_id, name, output }) => [toolResponsePart(call_id, name, output)];

const knownItems: ReadonlyMap<string, ItemReader> = new Map<string, ItemReader>([
  ['function_call', (call) => [toolCallPart(call.call_id, call.name, call.arguments)]],
  ['custom_tool_call', (call) => [toolCallPart(call.call_id, call.name, call.input)]],
  ['function_call_output', toolOutput],
  ['custom_tool_call_output', toolOutput],
  ['reasoning', reasoning],
  ['image_generation_call', (call) => [blobPart(call.result, 'image', undefined)]],
]);

/** The summary is what most models show; open ones show all. */
function reasoning(item: JsonObject): readonly Part[] {
  const texts = [...asObjects(item.summary), ...asObjects(item.content)];
  return texts.flatMap(({ text }) => reasoningParts(text));
}
