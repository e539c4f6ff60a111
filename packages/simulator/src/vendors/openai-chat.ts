import {
  missingParameter,
  openaiError,
  openaiErrorFields,
  openaiHeaders,
  openaiServerError,
} from './openai.ts';
import { type EventStream, type Exchange, exactRoute, type Protocol, textOf } from './protocol.ts';

/** `POST /v1/chat/completions`. A stream ends with a finish reason, on demand the usage, and `[DONE]`. */
export const openaiChat: Protocol = {
  provider: 'openai',
  name: 'openai.chat',
  jsonContentType: 'application/json',
  route: exactRoute('/v1/chat/completions'),
  read(body) {
    const options = body.stream_options;
    return {
      model: textOf(body.model),
      streaming: body.stream === true,
      includeUsage: typeof options === 'object' && options !== null && 'include_usage' in options,
      problem: Array.isArray(body.messages) ? null : missingParameter('messages'),
    };
  },
  headers: openaiHeaders,
  json: (exchange) =>
    `${JSON.stringify(
      {
        id: completionId(exchange),
        object: 'chat.completion',
        created: Math.floor(exchange.startedMs / 1000),
        model: exchange.request.model,
        choices: [
          {
            index: 0,
            message: {
              role: 'assistant',
              content: exchange.pieces.join(''),
              refusal: null,
              annotations: [],
            },
            logprobs: null,
            finish_reason: 'stop',
          },
        ],
        usage: usageOf(exchange),
        service_tier: 'default',
        system_fingerprint: null,
      },
      null,
      2,
    )}\n`,
  stream: eventStream,
  streamError: () => [data({ error: openaiErrorFields(openaiServerError) })],
  error: openaiError,
};

function eventStream(exchange: Exchange): EventStream {
  const chunk = (choices: readonly unknown[], usage: unknown = null): string =>
    data({
      id: completionId(exchange),
      object: 'chat.completion.chunk',
      created: Math.floor(exchange.startedMs / 1000),
      model: exchange.request.model,
      service_tier: 'default',
      system_fingerprint: null,
      choices,
      // The field is only there when the caller asked for usage, null until the last chunk.
      ...(exchange.request.includeUsage ? { usage } : {}),
    });
  const delta = (content: Readonly<Record<string, unknown>>, finishReason: string | null = null): string =>
    chunk([{ index: 0, delta: content, logprobs: null, finish_reason: finishReason }]);
  return {
    contentType: 'text/event-stream; charset=utf-8',
    opening: [delta({ role: 'assistant', content: '', refusal: null })],
    content: exchange.pieces.map((piece) => delta({ content: piece })),
    closing: [
      delta({}, 'stop'),
      ...(exchange.request.includeUsage ? [chunk([], usageOf(exchange))] : []),
      'data: [DONE]\n\n',
    ],
  };
}

function data(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

function completionId(exchange: Exchange): string {
  return `chatcmpl-${exchange.token('id', 29)}`;
}

function usageOf({ usage }: Exchange): unknown {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedTokens, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: usage.reasoningTokens,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}
