import { anthropicError, anthropicErrorBody, anthropicHeaders } from './anthropic.ts';
import {
  askedInBody,
  type EventStream,
  type Exchange,
  eventStreamHeaders,
  exactRoute,
  type Fields,
  ifTold,
  namedEvent,
  type Protocol,
  type RequestProblem,
} from './protocol.ts';

/** `POST /v1/messages`. A stream runs from `message_start` to `message_stop`, with a `ping` after the first block. */
export const anthropicMessages: Protocol = {
  provider: 'anthropic',
  name: 'anthropic.messages',
  jsonContentType: 'application/json',
  route: exactRoute('/v1/messages'),
  read: (body) => askedInBody(body, requiredFields(body)),
  headers: anthropicHeaders,
  json: (exchange) => JSON.stringify(anthropicMessage(exchange, identityOf(exchange))),
  stream: eventStream,
  streamError: (exchange) => [
    `event: error\ndata: ${anthropicErrorBody(exchange, 'overloaded_error', 'Overloaded')}\n\n`,
  ],
  error: anthropicError,
};

function requiredFields(body: Readonly<Record<string, unknown>>): RequestProblem | null {
  const missing = ['messages', 'max_tokens'].find((field) => !(field in body));
  return missing ? { message: `${missing}: Field required`, parameter: missing } : null;
}

function eventStream(exchange: Exchange): EventStream {
  const { opening, content, closing } = anthropicEvents(exchange, identityOf(exchange));
  const send = (event: AnthropicEvent): string => namedEvent(event.type, event);
  return {
    headers: eventStreamHeaders(),
    opening: [...opening.map(send), namedEvent('ping', { type: 'ping' })],
    content: content.map(send),
    closing: closing.map(send),
  };
}

/** The answer in one piece, as every host of the model sends it. */
export function anthropicMessage(exchange: Exchange, identity: AnthropicIdentity): Fields {
  return {
    ...envelope(identity),
    content: exchange.pieces.length === 0 ? [] : [{ type: 'text', text: exchange.pieces.join('') }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    stop_details: null,
    ...ifTold(exchange, { usage: usageOf(exchange, exchange.usage.outputTokens) }),
  };
}

export type AnthropicEvent = Fields & { readonly type: string };

export interface AnthropicEvents {
  readonly opening: readonly AnthropicEvent[];
  readonly content: readonly AnthropicEvent[];
  readonly closing: readonly AnthropicEvent[];
}

/** The answer in pieces, as every host of the model sends it; framing and `ping` are the host's. */
export function anthropicEvents(exchange: Exchange, identity: AnthropicIdentity): AnthropicEvents {
  const isBlank = exchange.pieces.length === 0;
  const unfinished = { content: [], stop_reason: null, stop_sequence: null, stop_details: null };
  // Anthropic counts the first output token before there is text, and the real number at the end.
  const usageSoFar = ifTold(exchange, { usage: usageOf(exchange, 1) });
  const message = { ...envelope(identity), ...unfinished, ...usageSoFar };
  return {
    opening: [
      { type: 'message_start', message },
      ...(isBlank
        ? []
        : [{ type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } }]),
    ],
    content: exchange.pieces.map((text) => ({
      type: 'content_block_delta',
      index: 0,
      delta: { type: 'text_delta', text },
    })),
    closing: [
      ...(isBlank ? [] : [{ type: 'content_block_stop', index: 0 }]),
      {
        type: 'message_delta',
        delta: { stop_reason: 'end_turn', stop_sequence: null, stop_details: null },
        ...ifTold(exchange, { usage: finalUsageOf(exchange) }),
      },
      { type: 'message_stop' },
    ],
  };
}

/** What each host of the model has its own way with. */
export interface AnthropicIdentity {
  readonly id: string;
  readonly model: string;
}

function identityOf(exchange: Exchange): AnthropicIdentity {
  return { id: `msg_01${exchange.token('id', 22)}`, model: exchange.request.model };
}

function envelope({ id, model }: AnthropicIdentity): Fields {
  return { model, id, type: 'message', role: 'assistant' };
}

function usageOf(exchange: Exchange, outputTokens: number): Fields {
  return {
    input_tokens: uncachedTokens(exchange),
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: exchange.usage.cachedTokens,
    cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
    output_tokens: outputTokens,
    service_tier: 'standard',
    inference_geo: 'global',
  };
}

function finalUsageOf(exchange: Exchange): Fields {
  return {
    input_tokens: uncachedTokens(exchange),
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: exchange.usage.cachedTokens,
    output_tokens: exchange.usage.outputTokens,
  };
}

/** Anthropic's `input_tokens` leaves out what came from the cache; the others' include it. */
function uncachedTokens({ usage }: Exchange): number {
  return usage.inputTokens - usage.cachedTokens;
}
