import { asObject, asObjects, asText, type JsonObject } from '../protocols/json.ts';
import { chatMessage } from './chat-message.ts';
import { type OutputMessage, unknownFinishReason } from './message.ts';
import { responseItem } from './response-items.ts';

/** What a whole answer says, whichever protocol it speaks; nothing where it is an error or vectors. */
export function answerMessages(answer: JsonObject): readonly OutputMessage[] {
  for (const read of readers) {
    const messages = read(answer);
    if (messages) return messages;
  }
  return [];
}

/** Undefined where an answer is not of the reader's form. */
type AnswerReader = (answer: JsonObject) => readonly OutputMessage[] | undefined;

const readers: readonly AnswerReader[] = [
  choices,
  candidates,
  openaiResponse,
  converse,
  anthropicMessage,
  oneMessage,
  ollamaResponse,
  plainTexts,
];

function outputMessage(message: JsonObject, ...finishReasons: readonly unknown[]): OutputMessage {
  const finishReason = finishReasons.map(asText).find((reason) => reason !== undefined);
  return { ...chatMessage(message, 'assistant'), finish_reason: finishReason ?? unknownFinishReason };
}

/** OpenAI chat and all who speak it; legacy completions hold a `text`, some on Bedrock say `stop_reason`. */
function choices(answer: JsonObject): readonly OutputMessage[] | undefined {
  if (!Array.isArray(answer.choices)) return undefined;
  return asObjects(answer.choices).map((choice) =>
    outputMessage(
      asObject(choice.message) ?? { content: choice.text },
      choice.finish_reason,
      choice.stop_reason,
    ),
  );
}

/** Gemini. */
function candidates(answer: JsonObject): readonly OutputMessage[] | undefined {
  if (!Array.isArray(answer.candidates)) return undefined;
  return asObjects(answer.candidates).map((candidate) => {
    const { role, parts } = asObject(candidate.content) ?? {};
    return outputMessage({ role, content: parts }, candidate.finishReason);
  });
}

/** OpenAI Responses: all items are one turn of the model. */
function openaiResponse(answer: JsonObject): readonly OutputMessage[] | undefined {
  if (!Array.isArray(answer.output)) return undefined;
  const reason = asObject(answer.incomplete_details)?.reason;
  const parts = asObjects(answer.output).flatMap((item) => responseItem(item).parts);
  return [{ ...outputMessage({}, reason, answer.status), parts }];
}

/** Bedrock Converse, and Amazon's own models. */
function converse(answer: JsonObject): readonly OutputMessage[] | undefined {
  const message = asObject(asObject(answer.output)?.message);
  return message && [outputMessage(message, answer.stopReason)];
}

function anthropicMessage(answer: JsonObject): readonly OutputMessage[] | undefined {
  return Array.isArray(answer.content) ? [outputMessage(answer, answer.stop_reason)] : undefined;
}

/** Cohere, and Ollama's chat. */
function oneMessage(answer: JsonObject): readonly OutputMessage[] | undefined {
  const message = asObject(answer.message);
  return message && [outputMessage(message, answer.finish_reason, answer.done_reason)];
}

/** Ollama's generate. */
function ollamaResponse(answer: JsonObject): readonly OutputMessage[] | undefined {
  if (typeof answer.response !== 'string') return undefined;
  return [outputMessage({ content: answer.response, thinking: answer.thinking }, answer.done_reason)];
}

/** Cohere's first version; on Bedrock Titan, older Mistral and Cohere in a list, Llama and old Claude without. */
function plainTexts(answer: JsonObject): readonly OutputMessage[] | undefined {
  const list = [answer.results, answer.outputs, answer.generations].find(Array.isArray);
  const texts = (list ? asObjects(list) : [answer]).flatMap(plainText);
  return texts.length === 0 ? undefined : texts;
}

function plainText(answer: JsonObject): readonly OutputMessage[] {
  const content = [answer.generation, answer.outputText, answer.completion, answer.text].find(
    (text) => typeof text === 'string',
  );
  if (content === undefined) return [];
  const message = { content, tool_calls: answer.tool_calls };
  return [outputMessage(message, answer.stop_reason, answer.completionReason, answer.finish_reason)];
}
