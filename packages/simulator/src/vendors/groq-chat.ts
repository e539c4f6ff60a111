import { groqError, groqErrorFields, groqHeaders, groqRequestId } from './groq.ts';
import {
  askedInBody,
  dataEvent,
  type EventStream,
  type Exchange,
  eventStreamHeaders,
  exactRoute,
  type Fields,
  ifTold,
  namedEvent,
  type Protocol,
} from './protocol.ts';
import { uuid } from './uuid.ts';

/**
 * `POST /openai/v1/chat/completions`: OpenAI's shapes and `x_groq`, which has the request's id in the first and the
 * last chunk of a stream, and in the last one the usage that OpenAI would send in a chunk of its own.
 */
export const groqChat: Protocol = {
  provider: 'groq',
  name: 'groq.chat',
  jsonContentType: 'application/json',
  route: exactRoute('/openai/v1/chat/completions'),
  read: (body) =>
    askedInBody(
      body,
      Array.isArray(body.messages)
        ? null
        : { message: "'messages' : property 'messages' is missing", parameter: 'messages' },
    ),
  headers: groqHeaders,
  json: (exchange) => {
    const message = { role: 'assistant', content: exchange.pieces.join('') };
    return JSON.stringify({
      ...envelope(exchange, 'chat.completion'),
      choices: exchange.hasChoices ? [{ index: 0, message, logprobs: null, finish_reason: 'stop' }] : [],
      ...ifTold(exchange, { usage: usageOf(exchange) }),
      usage_breakdown: null,
      system_fingerprint: fingerprint(exchange),
      x_groq: { id: groqRequestId(exchange) },
      service_tier: 'on_demand',
    });
  },
  stream: eventStream,
  streamError: () => [
    namedEvent('error', {
      error: { ...groqErrorFields('Internal Server Error', 'internal_server_error'), status_code: 500 },
    }),
  ],
  error: groqError,
};

function eventStream(exchange: Exchange): EventStream {
  const id = groqRequestId(exchange);
  const chunk = (delta: Fields, finishReason: string | null, xGroq: Fields = {}): string =>
    dataEvent({
      ...envelope(exchange, 'chat.completion.chunk'),
      system_fingerprint: fingerprint(exchange),
      choices: exchange.hasChoices ? [{ index: 0, delta, logprobs: null, finish_reason: finishReason }] : [],
      ...xGroq,
    });
  return {
    headers: eventStreamHeaders('text/event-stream'),
    opening: [chunk({ role: 'assistant', content: '' }, null, { x_groq: { id } })],
    content: exchange.pieces.map((content) => chunk({ content }, null)),
    closing: [
      chunk({}, 'stop', { x_groq: { id, ...ifTold(exchange, { usage: usageOf(exchange) }) } }),
      'data: [DONE]\n\n',
    ],
  };
}

function envelope(exchange: Exchange, object: string): Fields {
  return {
    id: `chatcmpl-${uuid(exchange, 'id')}`,
    object,
    created: Math.floor(exchange.startedMs / 1000),
    model: exchange.request.model,
  };
}

function fingerprint(exchange: Exchange): string {
  return `fp_${exchange.token('fingerprint', 10, '0123456789abcdef')}`;
}

/** Times are in seconds. */
function usageOf({ usage, processingMs }: Exchange): Fields {
  const totalSeconds = processingMs / 1000;
  return {
    queue_time: totalSeconds * 0.1,
    prompt_tokens: usage.inputTokens,
    prompt_time: totalSeconds * 0.1,
    completion_tokens: usage.outputTokens,
    completion_time: totalSeconds * 0.8,
    total_tokens: usage.inputTokens + usage.outputTokens,
    total_time: totalSeconds * 0.9,
    ...(usage.cachedTokens > 0 ? { prompt_tokens_details: { cached_tokens: usage.cachedTokens } } : {}),
    ...(usage.reasoningTokens > 0
      ? { completion_tokens_details: { reasoning_tokens: usage.reasoningTokens } }
      : {}),
  };
}
