import { hasVector } from './embedding-vectors.ts';
import type { StreamEnds } from './framing/stream-event.ts';
import { asCount, asObject, asText, isFilled, type JsonObject } from './json.ts';
import { type Answer, type Protocol, payloadsOf, readNoStream, type Usage } from './protocol.ts';
import { vendorErrorIn } from './vendor-error.ts';

/** Ollama's own chat. Streams lines of JSON unless the request says `"stream": false`. */
export const ollamaChat: Protocol = {
  name: 'ollama-chat',
  operation: 'chat',
  impliedProvider: 'ollama',
  needsKnownHost: true,
  matches: (path) => path.endsWith('/api/chat'),
  streamsByDefault: true,
  framing: 'json-lines',
  firstContent: /"(?:content|response|thinking|image)"\s*:\s*"[^"]|"tool_calls"\s*:\s*\[\s*[^\]\s]/,
  end: /"done"\s*:\s*true|"error"/,
  readBody: readLine,
  readStream,
};

/** The same lines, with the text in `response`. */
export const ollamaGenerate: Protocol = {
  ...ollamaChat,
  name: 'ollama-generate',
  operation: 'text_completion',
  matches: (path) => path.endsWith('/api/generate'),
};

/** Now and formerly. */
export const ollamaEmbed: Protocol = {
  ...ollamaChat,
  name: 'ollama-embed',
  operation: 'embeddings',
  matches: (path) => /\/api\/embed(?:dings)?$/.test(path),
  streamInPath: () => false,
  readBody: readEmbeddings,
  readStream: readNoStream,
};

/** Every line is a whole answer in form; `done` says whether it is the last. */
function readLine(body: unknown): Answer {
  const error = vendorErrorIn(body);
  if (error) return { error };
  const line = asObject(body);
  if (!line || typeof line.done !== 'boolean') return { protocol: 'malformed' };
  const reason = asText(line.done_reason);
  return {
    responseModel: asText(line.model),
    protocol: line.done ? 'complete' : 'incomplete',
    hasContent: hasContent(line),
    // A model that was asked for nothing, to be loaded or unloaded, has answered in full.
    ...(reason === 'load' || reason === 'unload' ? { hasContent: true } : {}),
    finishReasons: reason ? [reason] : [],
    usage: usageOf(line),
  };
}

/** `done` ends it, an `error` line fails it. */
function readStream(ends: StreamEnds): Answer {
  const lines = payloadsOf(ends);
  const error = lines.map(vendorErrorIn).find((found) => found !== undefined);
  if (error) return { error };
  const last = lines.findLast((line) => line.done === true);
  if (last) return readLine(last);
  // The last line of `generate` holds the whole context as numbers, and may be longer than what is kept.
  const outputTokens = /"eval_count"\s*:\s*(\d+)/.exec(ends.fragment)?.[1];
  if (outputTokens === undefined) return { protocol: 'incomplete' };
  const inputTokens = /"prompt_eval_count"\s*:\s*(\d+)/.exec(ends.fragment)?.[1];
  return {
    protocol: 'complete',
    usage: {
      inputTokens: inputTokens === undefined ? undefined : Number(inputTokens),
      outputTokens: Number(outputTokens),
    },
  };
}

function hasContent(line: JsonObject): boolean {
  const message = asObject(line.message) ?? line;
  return ['content', 'response', 'thinking', 'tool_calls', 'images', 'image'].some((key) =>
    isFilled(message[key]),
  );
}

function readEmbeddings(body: unknown): Answer {
  const error = vendorErrorIn(body);
  if (error) return { error };
  const answer = asObject(body);
  const embeddings = answer?.embeddings ?? answer?.embedding;
  if (!answer || !Array.isArray(embeddings)) return { protocol: 'malformed' };
  return {
    responseModel: asText(answer.model),
    protocol: 'complete',
    hasContent: hasVector(embeddings),
    usage: usageOf(answer),
  };
}

/** A count is left out where nothing was counted, a prompt that was cached included. */
function usageOf(line: JsonObject): Usage | undefined {
  const inputTokens = asCount(line.prompt_eval_count);
  const outputTokens = asCount(line.eval_count);
  if (inputTokens === undefined && outputTokens === undefined) return undefined;
  return { inputTokens, outputTokens };
}
