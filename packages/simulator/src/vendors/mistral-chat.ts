import {
  mistralError,
  mistralErrorFields,
  mistralHeaders,
  mistralId,
  mistralMissingField,
} from './mistral.ts';
import {
  askedInBody,
  dataEvent,
  type EventStream,
  type Exchange,
  eventStreamHeaders,
  exactRoute,
  type Fields,
  ifTold,
  type Protocol,
} from './protocol.ts';

/** `POST /v1/chat/completions`. The usage comes unasked in the chunk with the finish reason; `[DONE]` ends a stream. */
export const mistralChat: Protocol = {
  provider: 'mistral_ai',
  name: 'mistral.chat',
  jsonContentType: 'application/json',
  route: exactRoute('/v1/chat/completions'),
  read: (body) => askedInBody(body, Array.isArray(body.messages) ? null : mistralMissingField('messages')),
  headers: mistralHeaders,
  json: (exchange) => {
    const message = { role: 'assistant', tool_calls: null, content: exchange.pieces.join('') };
    return JSON.stringify({
      ...envelope(exchange, 'chat.completion'),
      ...ifTold(exchange, { usage: usageOf(exchange) }),
      choices: exchange.hasChoices ? [{ index: 0, finish_reason: 'stop', message }] : [],
    });
  },
  stream: eventStream,
  streamError: () => [
    dataEvent(mistralErrorFields(500, 'internal_server_error', 'Internal server error', '1000')),
  ],
  error: mistralError,
};

function eventStream(exchange: Exchange): EventStream {
  const chunk = (delta: Fields, finishReason: string | null, usage: Fields = {}): string =>
    dataEvent({
      ...envelope(exchange, 'chat.completion.chunk'),
      choices: exchange.hasChoices ? [{ index: 0, delta, finish_reason: finishReason }] : [],
      ...usage,
    });
  return {
    headers: eventStreamHeaders(),
    opening: [chunk({ role: 'assistant', content: '' }, null)],
    content: exchange.pieces.map((content) => chunk({ content }, null)),
    closing: [
      chunk({ content: '' }, 'stop', ifTold(exchange, { usage: usageOf(exchange) })),
      'data: [DONE]\n\n',
    ],
  };
}

function envelope(exchange: Exchange, object: string): Fields {
  return {
    id: mistralId(exchange),
    object,
    created: Math.floor(exchange.startedMs / 1000),
    model: exchange.request.model,
  };
}

function usageOf({ usage }: Exchange): Fields {
  return {
    prompt_tokens: usage.inputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    completion_tokens: usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedTokens },
  };
}
