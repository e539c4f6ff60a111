import { asObject, asObjects, asText, type JsonObject } from '../../protocols/json.ts';
import { createIndexed, textOf } from './deltas.ts';

/** Chunks of OpenAI chat and of legacy completions as the answer they add up to. */
export function answerOfChatChunks(chunks: readonly JsonObject[]): JsonObject {
  const choices = createIndexed(createChoice);
  for (const choice of chunks.flatMap((chunk) => asObjects(chunk.choices)))
    addToChoice(choices.at(choice.index ?? 0), choice);
  return { choices: choices.all().map(answerOfChoice) };
}

interface ToolCall {
  id: string | undefined;
  name: string;
  arguments: string;
  /** Where a server sends them parsed, and so in one piece. */
  parsed: JsonObject | undefined;
}

interface Choice {
  role: string | undefined;
  finishReason: string | undefined;
  readonly content: unknown[];
  readonly images: JsonObject[];
  reasoning: string;
  refusal: string;
  audio: JsonObject | undefined;
  readonly toolCalls: ToolCall[];
  readonly latestCalls: Map<unknown, ToolCall>;
}

function createChoice(): Choice {
  return {
    role: undefined,
    finishReason: undefined,
    content: [],
    images: [],
    reasoning: '',
    refusal: '',
    audio: undefined,
    toolCalls: [],
    latestCalls: new Map(),
  };
}

function addToChoice(choice: Choice, chunk: JsonObject): void {
  const delta = asObject(chunk.delta) ?? asObject(chunk.message) ?? { content: chunk.text };
  choice.role ??= asText(delta.role);
  choice.finishReason = asText(chunk.finish_reason) ?? asText(chunk.stop_reason) ?? choice.finishReason;
  choice.reasoning += textOf(delta.reasoning_content ?? delta.reasoning);
  choice.refusal += textOf(delta.refusal);
  addContent(choice.content, delta.content);
  for (const image of asObjects(delta.images)) choice.images.push(image);
  const audio = asObject(delta.audio);
  if (audio) choice.audio = joinedAudio(choice.audio, audio);
  for (const call of asObjects(delta.tool_calls)) addToolCall(choice, call);
  const functionCall = asObject(delta.function_call);
  if (functionCall) addToolCall(choice, { function: functionCall });
}

/** Mistral sends lists of parts. */
function addContent(content: unknown[], delta: unknown): void {
  const last = content.at(-1);
  if (typeof delta === 'string' && typeof last === 'string') content[content.length - 1] = last + delta;
  else for (const part of Array.isArray(delta) ? delta : [delta]) content.push(part);
}

function joinedAudio(audio: JsonObject | undefined, delta: JsonObject): JsonObject {
  return {
    id: audio?.id ?? delta.id,
    data: textOf(audio?.data) + textOf(delta.data),
    transcript: textOf(audio?.transcript) + textOf(delta.transcript),
  };
}

/** Some servers give every call the same index, or none: a new id is a new call. */
function addToolCall(choice: Choice, delta: JsonObject): void {
  const id = asText(delta.id);
  const latest = choice.latestCalls.get(delta.index);
  const isSame = latest && (id === undefined || latest.id === undefined || latest.id === id);
  const call = isSame ? latest : { id, name: '', arguments: '', parsed: undefined };
  if (!isSame) choice.toolCalls.push(call);
  choice.latestCalls.set(delta.index, call);
  const inner = asObject(delta.function) ?? asObject(delta.custom) ?? {};
  call.id ??= id;
  call.name = asText(inner.name) ?? call.name;
  call.arguments += textOf(inner.arguments ?? inner.input);
  call.parsed ??= asObject(inner.arguments);
}

function answerOfChoice(choice: Choice): JsonObject {
  const { role, reasoning, content, refusal, audio, images, toolCalls } = choice;
  return {
    message: {
      role,
      reasoning,
      content,
      refusal,
      audio,
      images,
      tool_calls: toolCalls.map((call) => ({
        id: call.id,
        function: { name: call.name, arguments: call.parsed ?? call.arguments },
      })),
    },
    finish_reason: choice.finishReason,
  };
}
