import { asObject, asText, isFilled, type JsonObject } from '../../protocols/json.ts';
import { createIndexed, textOf } from './deltas.ts';

interface Block {
  start: JsonObject;
  text: string;
  thinking: string;
  inputJson: string;
}

/** Events of Anthropic Messages as the message they add up to. */
export function answerOfAnthropicEvents(events: readonly JsonObject[]): JsonObject {
  const blocks = createIndexed<Block>(() => ({ start: {}, text: '', thinking: '', inputJson: '' }));
  let role: string | undefined;
  let stopReason: string | undefined;
  for (const event of events) {
    if (event.type === 'message_start') role = asText(asObject(event.message)?.role);
    if (event.type === 'message_delta') stopReason = asText(asObject(event.delta)?.stop_reason) ?? stopReason;
    if (event.type === 'content_block_start') startBlock(blocks.at(event.index), event.content_block);
    if (event.type === 'content_block_delta') addToBlock(blocks.at(event.index), event.delta);
  }
  return { role, content: blocks.all().map(contentOf), stop_reason: stopReason };
}

function startBlock(block: Block, start: unknown): void {
  block.start = asObject(start) ?? {};
  block.text += textOf(block.start.text);
  block.thinking += textOf(block.start.thinking);
}

/** A delta's type follows from what it holds; signatures and citations are no content. */
function addToBlock(block: Block, delta: unknown): void {
  const { text, thinking, partial_json: partialJson } = asObject(delta) ?? {};
  block.text += textOf(text);
  block.thinking += textOf(thinking);
  block.inputJson += textOf(partialJson);
}

/** A block whose start was lost is known by what came of it. */
function contentOf({ start, text, thinking, inputJson }: Block): JsonObject {
  const type = asText(start.type) ?? (isFilled(thinking) ? 'thinking' : 'text');
  if (type === 'text') return { type, text };
  if (type === 'thinking') return { type, thinking };
  return isFilled(inputJson) ? { ...start, input: inputJson } : start;
}
