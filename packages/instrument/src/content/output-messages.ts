import { asObject, asObjects, type JsonObject } from '../protocols/json.ts';
import { answerMessages } from './answer-messages.ts';
import { type OutputMessage, unknownFinishReason } from './message.ts';
import { answerOfAnthropicEvents } from './streams/anthropic-events.ts';
import { answerOfChatChunks } from './streams/chat-chunks.ts';
import { answerOfCohereEvents, answerOfCohereV1Events } from './streams/cohere-events.ts';
import { answerOfConverseEvents, isConverseEvent } from './streams/converse-events.ts';
import { answerOfGeminiChunks } from './streams/gemini-chunks.ts';
import { answerOfResponsesEvents } from './streams/responses-events.ts';
import { joinAdjacentTexts } from './text-parts.ts';

/** What a parsed answer says, whichever protocol it speaks. A list is a stream that Gemini sent as one body. */
export function outputMessagesIn(body: unknown): readonly OutputMessage[] {
  if (Array.isArray(body)) return outputMessagesOf(body);
  const answer = asObject(body);
  return answer ? answerMessages(answer) : [];
}

/** What a stream said as far as it came, from the parsed data of all its events in order. */
export function outputMessagesOf(events: readonly unknown[]): readonly OutputMessage[] {
  const known = asObjects(events);
  const form = streamForms.find(({ isOf }) => known.some(isOf));
  if (!form) return messagesOfLines(known);
  const messages = answerMessages(form.answerOf(known));
  return form.isCutAnywhere ? messages.map(withJoinedTexts) : messages;
}

interface StreamForm {
  isOf(event: JsonObject): boolean;
  answerOf(events: readonly JsonObject[]): JsonObject;
  /** The form does not say where a text begins, so texts that follow each other are one. */
  readonly isCutAnywhere?: boolean;
}

/** Known by their events: the host of a call does not always tell its protocol (gateways, Bedrock). */
const streamForms: readonly StreamForm[] = [
  { isOf: ({ choices }) => Array.isArray(choices), answerOf: answerOfChatChunks, isCutAnywhere: true },
  {
    isOf: ({ candidates }) => Array.isArray(candidates),
    answerOf: answerOfGeminiChunks,
    isCutAnywhere: true,
  },
  { isOf: hasType(/^response\./), answerOf: answerOfResponsesEvents },
  { isOf: hasType(/^(?:message|content_block)_/), answerOf: answerOfAnthropicEvents },
  { isOf: hasType(/^(?:message|content|tool-plan|tool-call)-/), answerOf: answerOfCohereEvents },
  { isOf: (event) => 'event_type' in event, answerOf: answerOfCohereV1Events },
  { isOf: isConverseEvent, answerOf: answerOfConverseEvents },
];

function hasType(pattern: RegExp): StreamForm['isOf'] {
  return ({ type }) => typeof type === 'string' && pattern.test(type);
}

/** Ollama, and text models on Bedrock: each line is a whole answer in form and holds the next piece. */
function messagesOfLines(lines: readonly JsonObject[]): readonly OutputMessage[] {
  const messages: OutputMessage[] = [];
  for (const line of lines.map(answerMessages))
    for (const [position, piece] of line.entries()) messages[position] = joined(messages[position], piece);
  return messages.map(withJoinedTexts);
}

function joined(message: OutputMessage | undefined, piece: OutputMessage): OutputMessage {
  if (!message) return piece;
  const isOver = piece.finish_reason !== unknownFinishReason;
  return {
    ...message,
    parts: [...message.parts, ...piece.parts],
    finish_reason: isOver ? piece.finish_reason : message.finish_reason,
  };
}

function withJoinedTexts(message: OutputMessage): OutputMessage {
  return { ...message, parts: joinAdjacentTexts(message.parts) };
}
