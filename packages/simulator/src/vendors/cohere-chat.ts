import { cohereError, cohereHeaders, cohereId, preambleTokens } from './cohere.ts';
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
} from './protocol.ts';

/** `POST /v2/chat`. A stream ends with `message-end`, which carries finish reason and usage, then `[DONE]`. */
export const cohereChat: Protocol = {
  provider: 'cohere',
  name: 'cohere.chat',
  jsonContentType: 'application/json',
  route: exactRoute('/v2/chat'),
  read: (body) =>
    askedInBody(
      body,
      Array.isArray(body.messages)
        ? null
        : { message: 'invalid request: messages must be specified.', parameter: 'messages' },
    ),
  headers: cohereHeaders,
  json: (exchange) => {
    const content = [{ type: 'text', text: exchange.pieces.join('') }];
    return JSON.stringify({
      id: cohereId(exchange),
      message: { role: 'assistant', content: exchange.hasChoices ? content : [] },
      finish_reason: 'COMPLETE',
      ...ifTold(exchange, { usage: usageOf(exchange) }),
    });
  },
  stream: eventStream,
  /** The API's own way to fail: the end of the message with an error for a reason. Clients do not raise it. */
  streamError: () => [
    event('message-end', { delta: { error: 'internal server error', finish_reason: 'ERROR' } }),
    done,
  ],
  error: cohereError,
};

const done = 'data: [DONE]\n\n';

function event(type: string, fields: Fields): string {
  return namedEvent(type, { type, ...fields });
}

function eventStream(exchange: Exchange): EventStream {
  const message = { role: 'assistant', content: [], tool_plan: '', tool_calls: [], citations: [] };
  const start = { message: { content: { type: 'text', text: '' } } };
  const end = { finish_reason: 'COMPLETE', ...ifTold(exchange, { usage: usageOf(exchange) }) };
  const { hasChoices } = exchange;
  return {
    headers: eventStreamHeaders('text/event-stream'),
    opening: [
      namedEvent('message-start', { id: cohereId(exchange), type: 'message-start', delta: { message } }),
      ...(hasChoices ? [event('content-start', { index: 0, delta: start })] : []),
    ],
    content: exchange.pieces.map((text) =>
      event('content-delta', { index: 0, delta: { message: { content: { text } } } }),
    ),
    closing: [
      ...(hasChoices ? [event('content-end', { index: 0 })] : []),
      event('message-end', { delta: end }),
      done,
    ],
  };
}

function usageOf({ usage }: Exchange): Fields {
  return {
    billed_units: {
      input_tokens: Math.max(1, usage.inputTokens - preambleTokens),
      output_tokens: usage.outputTokens,
    },
    tokens: { input_tokens: usage.inputTokens, output_tokens: usage.outputTokens },
    cached_tokens: usage.cachedTokens,
  };
}
