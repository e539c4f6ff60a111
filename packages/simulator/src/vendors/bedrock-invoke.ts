import {
  type AnthropicEvent,
  type AnthropicIdentity,
  anthropicEvents,
  anthropicMessage,
} from './anthropic-messages.ts';
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
  type Protocol,
  type RequestBody,
  type RequestProblem,
} from './protocol.ts';

/**
 * `POST /model/{id}/invoke` and `/invoke-with-response-stream`: bodies are the model family's own, here Anthropic's.
 * A stream's last chunk carries Bedrock's own counts beside the family's `message_stop`.
 */
export const bedrockInvoke: Protocol = {
  provider: 'aws.bedrock',
  name: 'bedrock.invoke',
  jsonContentType: 'application/json',
  route: bedrockRoute('invoke', 'invoke-with-response-stream'),
  read: (body, route) => askedInPath(route, problemOf(route.model ?? '', body)),
  headers: (exchange, isServed) => ({
    ...bedrockHeaders(exchange),
    ...(isServed ? servedHeaders(exchange) : {}),
  }),
  json: (exchange) => JSON.stringify(anthropicMessage(exchange, identityOf(exchange))),
  stream: eventStream,
  streamError: bedrockStreamError,
  error: bedrockError,
};

/** Also behind an inference profile: `eu.anthropic.claude-...`, or an ARN that ends so. */
const anthropicModel = /(?:^|[./])anthropic\.claude-/;

function problemOf(model: string, body: RequestBody): RequestProblem | null {
  if (!anthropicModel.test(model)) {
    return { message: 'The provided model identifier is invalid.', parameter: null };
  }
  const missing = ['anthropic_version', 'max_tokens', 'messages'].find((field) => !(field in body));
  if (!missing) return null;
  return {
    message: `Malformed input request: #: required key [${missing}] not found, please reformat your input and try again.`,
    parameter: missing,
  };
}

/** The answer names the model as Anthropic does: without host, profile and Bedrock's own version. */
function identityOf(exchange: Exchange): AnthropicIdentity {
  const model = exchange.request.model.replace(/^.*anthropic\./, '').replace(/-v\d+(?::\d+)?$/, '');
  return { id: `msg_bdrk_01${exchange.token('id', 22)}`, model };
}

function servedHeaders(exchange: Exchange): Record<string, string> {
  const { request, usage } = exchange;
  if (request.streaming) return { 'x-amzn-bedrock-content-type': 'application/json' };
  const counts = {
    'x-amzn-bedrock-cache-read-input-token-count': String(usage.cachedTokens),
    'x-amzn-bedrock-input-token-count': String(usage.inputTokens - usage.cachedTokens),
    'x-amzn-bedrock-output-token-count': String(usage.outputTokens),
  };
  return {
    'x-amzn-bedrock-invocation-latency': String(Math.round(exchange.processingMs)),
    ...(exchange.tellsUsage ? counts : {}),
  };
}

function eventStream(exchange: Exchange): EventStream {
  const { opening, content, closing } = anthropicEvents(exchange, identityOf(exchange));
  const send = (event: AnthropicEvent, index: number): Uint8Array => {
    const told = event.type === 'message_stop' ? { ...event, ...invocationMetrics(exchange) } : event;
    const bytes = Buffer.from(JSON.stringify(told)).toString('base64');
    return bedrockEvent(exchange, 'chunk', { bytes }, index);
  };
  return {
    headers: bedrockStreamHeaders,
    opening: opening.map(send),
    content: content.map(send),
    closing: closing.map(send),
  };
}

function invocationMetrics(exchange: Exchange): Fields {
  if (!exchange.tellsUsage) return {};
  const { inputTokens, cachedTokens, outputTokens } = exchange.usage;
  const latencyMs = Math.round(exchange.processingMs);
  return {
    'amazon-bedrock-invocationMetrics': {
      inputTokenCount: inputTokens - cachedTokens,
      outputTokenCount: outputTokens,
      invocationLatency: latencyMs,
      firstByteLatency: Math.round(latencyMs / 2),
      cacheReadInputTokenCount: cachedTokens,
      cacheWriteInputTokenCount: 0,
    },
  };
}
