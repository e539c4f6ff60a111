import { asObject, asText, isFilled, type JsonObject } from '../../protocols/json.ts';
import { createIndexed, textOf } from './deltas.ts';

const eventNames = ['messageStart', 'contentBlockStart', 'contentBlockDelta', 'messageStop'];

/** Whether an event is one of Converse, by the name around it (Nova) or by its own fields. */
export function isConverseEvent(event: JsonObject): boolean {
  return 'contentBlockIndex' in event || 'stopReason' in event || eventNames.some((name) => name in event);
}

interface Block {
  toolUse: JsonObject | undefined;
  text: string;
  toolInput: string;
  reasoning: string;
  isRedacted: boolean;
}

/** Events of ConverseStream, and of Amazon's own models, as the answer they add up to. */
export function answerOfConverseEvents(events: readonly JsonObject[]): JsonObject {
  const blocks = createIndexed<Block>(() => ({
    toolUse: undefined,
    text: '',
    toolInput: '',
    reasoning: '',
    isRedacted: false,
  }));
  let role: string | undefined;
  let stopReason: string | undefined;
  for (const event of events.map(withoutName)) {
    role ??= asText(event.role);
    stopReason = asText(event.stopReason) ?? stopReason;
    if (event.contentBlockIndex !== undefined) addToBlock(blocks.at(event.contentBlockIndex), event);
  }
  return { output: { message: { role, content: blocks.all().flatMap(contentOf) } }, stopReason };
}

function withoutName(event: JsonObject): JsonObject {
  const name = eventNames.find((each) => asObject(event[each]) !== undefined);
  return (name && asObject(event[name])) || event;
}

function addToBlock(block: Block, event: JsonObject): void {
  block.toolUse ??= asObject(asObject(event.start)?.toolUse);
  const delta = asObject(event.delta) ?? {};
  const reasoning = asObject(delta.reasoningContent);
  block.text += textOf(delta.text);
  block.toolInput += textOf(asObject(delta.toolUse)?.input);
  block.reasoning += textOf(reasoning?.text);
  block.isRedacted ||= reasoning?.redactedContent !== undefined;
}

function contentOf({ toolUse, text, toolInput, reasoning, isRedacted }: Block): readonly JsonObject[] {
  if (toolUse || isFilled(toolInput)) return [{ toolUse: { ...toolUse, input: toolInput } }];
  if (isFilled(reasoning)) return [{ reasoningContent: { reasoningText: { text: reasoning } } }];
  return isRedacted ? [{ reasoningContent: {} }] : [{ text }];
}
