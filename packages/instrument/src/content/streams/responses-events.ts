import { asObject, asText, isFilled, type JsonObject } from '../../protocols/json.ts';
import { createIndexed, type Indexed, textOf } from './deltas.ts';

const terminalEvents = ['response.completed', 'response.incomplete', 'response.failed'];

/** Events of OpenAI Responses as the response they add up to. The terminal event repeats all of it, where it came. */
export function answerOfResponsesEvents(events: readonly JsonObject[]): JsonObject {
  const terminal = events.findLast(({ type }) => terminalEvents.includes(String(type)));
  const response = asObject(terminal?.response) ?? {};
  return { ...response, output: isFilled(response.output) ? response.output : itemsOf(events) };
}

interface Item {
  added: JsonObject;
  done: JsonObject | undefined;
  input: string;
  readonly content: Indexed<Part>;
  readonly summary: Indexed<Part>;
}

interface Part {
  type: string;
  text: string;
}

function createItem(): Item {
  const createPart = (): Part => ({ type: 'output_text', text: '' });
  return {
    added: {},
    done: undefined,
    input: '',
    content: createIndexed(createPart),
    summary: createIndexed(createPart),
  };
}

function itemsOf(events: readonly JsonObject[]): readonly JsonObject[] {
  const items = createIndexed(createItem);
  for (const event of events)
    if (event.output_index !== undefined) addToItem(items.at(event.output_index), event);
  return items.all().map(answerOfItem);
}

function addToItem(item: Item, event: JsonObject): void {
  const type = asText(event.type) ?? '';
  if (type === 'response.output_item.added') item.added = asObject(event.item) ?? {};
  if (type === 'response.output_item.done') item.done = asObject(event.item);
  if (inputDeltas.includes(type)) item.input += textOf(event.delta);
  if (type === 'response.reasoning_summary_text.delta')
    item.summary.at(event.summary_index).text += textOf(event.delta);
  const partType = partTypeOfDelta.get(type);
  if (partType === undefined) return;
  const part = item.content.at(event.content_index);
  part.type = partType;
  part.text += textOf(event.delta);
}

const inputDeltas = ['response.function_call_arguments.delta', 'response.custom_tool_call_input.delta'];

const partTypeOfDelta: ReadonlyMap<string, string> = new Map([
  ['response.output_text.delta', 'output_text'],
  ['response.refusal.delta', 'refusal'],
  ['response.reasoning_text.delta', 'reasoning_text'],
]);

/** An item that was never done holds what its deltas brought. */
function answerOfItem({ added, done, input, content, summary }: Item): JsonObject {
  if (done) return done;
  if (isFilled(input)) return { ...added, arguments: input, input };
  return {
    ...added,
    content: content.all().map(({ type, text }) => ({ type, text, refusal: text })),
    summary: summary.all().map(({ text }) => ({ text })),
  };
}
