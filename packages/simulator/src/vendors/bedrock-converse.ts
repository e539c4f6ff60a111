import {
  bedrockError,
  bedrockEvent,
  bedrockHeaders,
  bedrockRoute,
  bedrockStreamError,
  bedrockStreamHeaders,
} from './bedrock.ts';
import {
  askedInPath,
  type EventStream,
  type Exchange,
  type Fields,
  ifTold,
  type Protocol,
} from './protocol.ts';

/** `POST /model/{id}/converse` and `/converse-stream`. A stream stops with `messageStop`; `metadata` comes after it. */
export const bedrockConverse: Protocol = {
  provider: 'aws.bedrock',
  name: 'bedrock.converse',
  jsonContentType: 'application/json',
  route: bedrockRoute('converse', 'converse-stream'),
  read: (body, route) =>
    askedInPath(
      route,
      Array.isArray(body.messages)
        ? null
        : {
            message:
              "1 validation error detected: Value at 'messages' failed to satisfy constraint: Member must not be null",
            parameter: 'messages',
          },
    ),
  headers: bedrockHeaders,
  json: (exchange) =>
    JSON.stringify({
      ...metadata(exchange),
      output: {
        message: {
          content: exchange.pieces.length === 0 ? [] : [{ text: exchange.pieces.join('') }],
          role: 'assistant',
        },
      },
      stopReason: 'end_turn',
    }),
  stream: eventStream,
  streamError: bedrockStreamError,
  error: bedrockError,
};

function eventStream(exchange: Exchange): EventStream {
  const isBlank = exchange.pieces.length === 0;
  const send = (type: string, fields: Fields, index = 0): Uint8Array =>
    bedrockEvent(exchange, type, fields, index);
  return {
    headers: bedrockStreamHeaders,
    // A text block has no `contentBlockStart`: only tool use and images do.
    opening: [send('messageStart', { role: 'assistant' })],
    content: exchange.pieces.map((text, index) =>
      send('contentBlockDelta', { contentBlockIndex: 0, delta: { text } }, index),
    ),
    closing: [
      ...(isBlank ? [] : [send('contentBlockStop', { contentBlockIndex: 0 })]),
      send('messageStop', { stopReason: 'end_turn' }),
      send('metadata', metadata(exchange)),
    ],
  };
}

function metadata(exchange: Exchange): Fields {
  const { inputTokens, cachedTokens, outputTokens } = exchange.usage;
  const usage = {
    cacheReadInputTokens: cachedTokens,
    cacheWriteInputTokens: 0,
    // As at Anthropic: without what came from the cache.
    inputTokens: inputTokens - cachedTokens,
    outputTokens,
    totalTokens: inputTokens + outputTokens,
  };
  return { metrics: { latencyMs: Math.round(exchange.processingMs) }, ...ifTold(exchange, { usage }) };
}
