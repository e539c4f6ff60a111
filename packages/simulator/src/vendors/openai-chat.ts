import {
  missingParameter,
  openaiError,
  openaiErrorFields,
  openaiHeaders,
  openaiRoute,
  openaiServerError,
} from './openai.ts';
import {
  dataEvent,
  type EventStream,
  type Exchange,
  eventStreamHeaders,
  ifTold,
  type Protocol,
  textOf,
} from './protocol.ts';

/** `POST /v1/chat/completions`. A stream ends with a finish reason, on demand the usage, and `[DONE]`. */
export const openaiChat: Protocol = {
  provider: 'openai',
  name: 'openai.chat',
  jsonContentType: 'application/json',
  route: openaiRoute('chat/completions'),
  read(body, route) {
    const options = body.stream_options;
    return {
      model: route.model ?? textOf(body.model),
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
        choices: !exchange.hasChoices
          ? []
          : [
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
        ...ifTold(exchange, { usage: usageOf(exchange) }),
        service_tier: 'default',
        system_fingerprint: null,
      },
      null,
      2,
    )}\n`,
  stream: eventStream,
  streamError: () => [dataEvent({ error: openaiErrorFields(openaiServerError) })],
  error: openaiError,
};

function eventStream(exchange: Exchange): EventStream {
  const includesUsage = exchange.request.includeUsage && exchange.tellsUsage;
  const chunk = (choices: readonly unknown[], usage: unknown = null): string =>
    dataEvent({
      id: completionId(exchange),
      object: 'chat.completion.chunk',
      created: Math.floor(exchange.startedMs / 1000),
      model: exchange.request.model,
      service_tier: 'default',
      system_fingerprint: null,
      choices,
      // The field is only there when the caller asked for usage, null until the last chunk.
      ...(includesUsage ? { usage } : {}),
    });
  const delta = (content: Readonly<Record<string, unknown>>, finishReason: string | null = null): string =>
    chunk([{ index: 0, delta: content, logprobs: null, finish_reason: finishReason }]);
  return {
    headers: eventStreamHeaders(),
    opening: [exchange.hasChoices ? delta({ role: 'assistant', content: '', refusal: null }) : chunk([])],
    content: exchange.pieces.map((piece) => delta({ content: piece })),
    closing: [
      ...(exchange.hasChoices ? [delta({}, 'stop')] : []),
      ...(includesUsage ? [chunk([], usageOf(exchange))] : []),
      'data: [DONE]\n\n',
    ],
  };
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
