import { asObject, asText, type JsonObject } from '../../protocols/json.ts';
import { createIndexed, textOf } from './deltas.ts';

interface Block {
  text: string;
  thinking: string;
}

interface ToolCall {
  id: string | undefined;
  name: string | undefined;
  arguments: string;
}

/** Events of Cohere's second version as the answer they add up to. */
export function answerOfCohereEvents(events: readonly JsonObject[]): JsonObject {
  const blocks = createIndexed<Block>(() => ({ text: '', thinking: '' }));
  const calls = createIndexed<ToolCall>(() => ({ id: undefined, name: undefined, arguments: '' }));
  let toolPlan = '';
  let finishReason: string | undefined;
  for (const event of events) {
    const delta = asObject(event.delta) ?? {};
    const message = asObject(delta.message) ?? {};
    const content = asObject(message.content);
    const call = asObject(message.tool_calls);
    toolPlan += textOf(message.tool_plan);
    finishReason = asText(delta.finish_reason) ?? finishReason;
    if (content) addToBlock(blocks.at(event.index), content);
    if (call) addToCall(calls.at(event.index), call);
  }
  return {
    message: {
      tool_plan: toolPlan,
      content: blocks.all().flatMap(({ text, thinking }) => [{ type: 'thinking', thinking }, { text }]),
      tool_calls: calls.all().map((call) => ({ id: call.id, function: call })),
    },
    finish_reason: finishReason,
  };
}

function addToBlock(block: Block, content: JsonObject): void {
  block.text += textOf(content.text);
  block.thinking += textOf(content.thinking);
}

function addToCall(call: ToolCall, delta: JsonObject): void {
  const inner = asObject(delta.function);
  call.id ??= asText(delta.id);
  call.name ??= asText(inner?.name);
  call.arguments += textOf(inner?.arguments);
}

/** The same of its first version, which repeats all of the answer at the end, where it came to that. */
export function answerOfCohereV1Events(events: readonly JsonObject[]): JsonObject {
  const end = events.findLast(({ event_type }) => event_type === 'stream-end');
  const texts = events.filter(({ event_type }) => event_type === 'text-generation');
  const calls = events.findLast(({ event_type }) => event_type === 'tool-calls-generation');
  return {
    text: texts.map(({ text }) => textOf(text)).join(''),
    tool_calls: calls?.tool_calls,
    ...asObject(end?.response),
    finish_reason: end?.finish_reason,
  };
}
