import { anthropicMessages } from './anthropic-messages.ts';
import { readConverseBody, readConverseEnd } from './bedrock-converse.ts';
import { cohereChatV1 } from './cohere-chat-v1.ts';
import { hasVector } from './embedding-vectors.ts';
import type { StreamEnds } from './framing/stream-event.ts';
import { asCount, asObject, asObjects, asText, isFilled, type JsonObject, sumOfKnown } from './json.ts';
import { openaiChat } from './openai-chat.ts';
import { type Answer, type Protocol, payloadsOf, type Usage } from './protocol.ts';

/** How one model family on Bedrock answers. */
type Family = Pick<Protocol, 'readBody' | 'readStream'> & {
  /** Whether a body, or a part of a stream, is this family's. */
  isFamilyOf(part: JsonObject): boolean;
};

/** Known by the form of the answer: what a model id stands for is not always told (ARNs, imported models). */
export function familyOf(parts: readonly JsonObject[]): Family {
  return families.find(({ isFamilyOf }) => parts.some(isFamilyOf)) ?? plainText;
}

const anthropic: Family = {
  isFamilyOf: ({ type }) => typeof type === 'string' && /^(?:message|content_block)/.test(type),
  readBody: anthropicMessages.readBody,
  readStream: anthropicMessages.readStream,
};

const novaEvents = ['messageStart', 'contentBlockStart', 'contentBlockDelta', 'messageStop', 'metadata'];

const nova: Family = {
  isFamilyOf: (part) => asObject(part.output) !== undefined || novaEvents.some((name) => name in part),
  readBody: readConverseBody,
  readStream: (ends) => {
    const parts = payloadsOf(ends);
    const named = (name: string): JsonObject | undefined =>
      parts.map((part) => asObject(part[name])).findLast((found) => found !== undefined);
    return readConverseEnd(named('messageStop'), named('metadata'));
  },
};

/** OpenAI's open models, Qwen, DeepSeek, Jamba, newer Mistral. Some say `stop_reason` for `finish_reason`. */
const choices: Family = {
  isFamilyOf: (part) => Array.isArray(part.choices),
  readBody: (body) => {
    const answer = openaiChat.readBody(withFinishReasons(body));
    const texts = asObjects(asObject(body)?.choices).some((choice) => isFilled(choice.text));
    return { ...answer, hasContent: answer.hasContent || texts };
  },
  readStream: ({ events, fragment }) =>
    openaiChat.readStream({
      events: events.map(({ event, data }) => ({ event, data: withFinishReasons(data) })),
      fragment,
    }),
};

function withFinishReasons(body: unknown): unknown {
  const part = asObject(body);
  if (!part) return body;
  const renamed = asObjects(part.choices).map((choice) => ({
    ...choice,
    finish_reason: choice.finish_reason ?? choice.stop_reason,
  }));
  return { ...part, choices: renamed };
}

const cohere: Family = {
  isFamilyOf: (part) => 'event_type' in part || ('text' in part && 'generation_id' in part),
  readBody: cohereChatV1.readBody,
  readStream: cohereChatV1.readStream,
};

const vectorKeys = ['embedding', 'embeddings', 'embeddingsByType', 'images', 'artifacts'];

/** Embeddings and images: one body, and all of it is content. */
const vectors: Family = {
  isFamilyOf: (part) => vectorKeys.some((key) => key in part),
  readBody: (body) => {
    const answer = asObject(body) ?? {};
    const inputTokens = asCount(answer.inputTextTokenCount);
    return {
      protocol: 'complete',
      hasContent: vectorKeys.some((key) => hasVector(answer[key])),
      usage: inputTokens === undefined ? undefined : { inputTokens },
    };
  },
  readStream: () => ({ protocol: 'malformed' }),
};

/** Llama, Titan, older Mistral and Cohere: a text and why it ended, at the top or in a list. */
const plainText: Family = {
  isFamilyOf: () => false,
  readBody: (body) => {
    const part = asObject(body) ?? {};
    const texts = textsOf(part);
    const isKnown = texts.some((text) => textOf(text) !== undefined);
    return isKnown ? readTexts([part]) : { protocol: 'malformed' };
  },
  readStream: (ends: StreamEnds) => {
    const answer = readTexts(payloadsOf(ends));
    return answer.finishReasons?.length ? answer : { ...answer, protocol: 'incomplete' };
  },
};

const families: readonly Family[] = [anthropic, nova, choices, cohere, vectors];

function readTexts(parts: readonly JsonObject[]): Answer {
  const texts = parts.flatMap(textsOf);
  const finishReasons = texts.map(reasonOf).filter((reason) => reason !== undefined);
  return {
    protocol: 'complete',
    hasContent: texts.some((text) => isFilled(textOf(text))),
    finishReasons,
    filtered: finishReasons.includes('CONTENT_FILTERED'),
    usage: parts.map(usageOf).findLast((usage) => usage !== undefined),
  };
}

function textsOf(part: JsonObject): readonly JsonObject[] {
  const list = [part.results, part.outputs, part.generations].find(Array.isArray);
  return list ? asObjects(list) : [part];
}

function textOf(text: JsonObject): unknown {
  return text.generation ?? text.outputText ?? text.text;
}

function reasonOf(text: JsonObject): string | undefined {
  return asText(text.stop_reason) ?? asText(text.completionReason) ?? asText(text.finish_reason);
}

/** Llama's names, then Titan's, which counts the output of each result. */
function usageOf(part: JsonObject): Usage | undefined {
  const inputTokens = asCount(part.prompt_token_count) ?? asCount(part.inputTextTokenCount);
  const outputTokens =
    asCount(part.generation_token_count) ??
    asCount(part.totalOutputTextTokenCount) ??
    sumOfKnown(...asObjects(part.results).map((result) => asCount(result.tokenCount)));
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return { inputTokens, outputTokens };
}
