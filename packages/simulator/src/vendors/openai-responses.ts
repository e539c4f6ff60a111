import {
  missingParameter,
  openaiError,
  openaiErrorFields,
  openaiHeaders,
  openaiOverloaded,
  openaiRoute,
} from './openai.ts';
import {
  askedInBody,
  type EventStream,
  type Exchange,
  eventStreamHeaders,
  type Fields,
  ifTold,
  namedEvent,
  type Protocol,
} from './protocol.ts';

/** `POST /v1/responses`. Named events, each with its number; `response.completed` ends a good stream. */
export const openaiResponses: Protocol = {
  provider: 'openai',
  name: 'openai.responses',
  jsonContentType: 'application/json',
  route: openaiRoute('responses'),
  read: (body) => askedInBody(body, 'input' in body || 'prompt' in body ? null : missingParameter('input')),
  headers: openaiHeaders,
  json: (exchange) => `${JSON.stringify(completed(exchange), null, 2)}\n`,
  stream: eventStream,
  /** As recorded: an `error` event that carries the typed error, then the failed response. */
  streamError(exchange, eventsSent) {
    const { code, message } = openaiOverloaded;
    const failed = { ...response(exchange, 'failed', []), error: { code, message } };
    return [
      event('error', eventsSent, { error: openaiErrorFields(openaiOverloaded) }),
      event('response.failed', eventsSent + 1, { response: failed }),
    ];
  },
  error: openaiError,
};

function event(type: string, sequenceNumber: number, fields: Fields): string {
  return namedEvent(type, { type, ...fields, sequence_number: sequenceNumber });
}

function eventStream(exchange: Exchange): EventStream {
  const itemId = messageId(exchange);
  const inItem = { item_id: itemId, output_index: 0, content_index: 0 };
  const started = response(exchange, 'in_progress', []);
  const isBlank = exchange.pieces.length === 0;
  let sequenceNumber = 0;
  const numbered = (events: readonly (readonly [string, Fields])[]): readonly string[] =>
    events.map(([type, fields]) => event(type, sequenceNumber++, fields));
  const opening = numbered([
    ['response.created', { response: started }],
    ['response.in_progress', { response: started }],
    ...(isBlank ? [] : openItem(exchange)),
  ]);
  const content = numbered(
    exchange.pieces.map((delta) => ['response.output_text.delta', { ...inItem, delta, logprobs: [] }]),
  );
  const closing = numbered([
    ...(isBlank ? [] : closeItem(exchange)),
    ['response.completed', { response: completed(exchange) }],
  ]);
  return { headers: eventStreamHeaders(), opening, content, closing };
}

function openItem(exchange: Exchange): readonly (readonly [string, Fields])[] {
  const item = { ...message(exchange), status: 'in_progress', content: [] };
  const at = { item_id: messageId(exchange), output_index: 0, content_index: 0 };
  return [
    ['response.output_item.added', { output_index: 0, item }],
    ['response.content_part.added', { ...at, part: textPart('') }],
  ];
}

function closeItem(exchange: Exchange): readonly (readonly [string, Fields])[] {
  const text = exchange.pieces.join('');
  const at = { item_id: messageId(exchange), output_index: 0, content_index: 0 };
  return [
    ['response.output_text.done', { ...at, text, logprobs: [] }],
    ['response.content_part.done', { ...at, part: textPart(text) }],
    ['response.output_item.done', { output_index: 0, item: message(exchange) }],
  ];
}

function completed(exchange: Exchange): Fields {
  const output = exchange.pieces.length === 0 ? [] : [message(exchange)];
  return response(exchange, 'completed', output);
}

function response(exchange: Exchange, status: string, output: readonly unknown[]): Fields {
  const createdAt = Math.floor(exchange.startedMs / 1000);
  const isCompleted = status === 'completed';
  return {
    id: `resp_${exchange.token('id', 50, '0123456789abcdef')}`,
    object: 'response',
    created_at: createdAt,
    status,
    background: false,
    completed_at: isCompleted ? createdAt + Math.round(exchange.processingMs / 1000) : null,
    error: null,
    incomplete_details: null,
    instructions: null,
    max_output_tokens: null,
    max_tool_calls: null,
    model: exchange.request.model,
    output,
    parallel_tool_calls: true,
    previous_response_id: null,
    reasoning: { effort: 'medium', summary: null },
    safety_identifier: null,
    service_tier: isCompleted ? 'default' : 'auto',
    store: true,
    temperature: 1,
    text: { format: { type: 'text' }, verbosity: 'medium' },
    tool_choice: 'auto',
    tools: [],
    top_logprobs: 0,
    top_p: 1,
    truncation: 'disabled',
    ...ifTold(exchange, { usage: isCompleted ? usageOf(exchange) : null }),
    user: null,
    metadata: {},
  };
}

function message(exchange: Exchange): Fields {
  return {
    id: messageId(exchange),
    type: 'message',
    status: 'completed',
    content: [textPart(exchange.pieces.join(''))],
    role: 'assistant',
  };
}

function textPart(text: string): Fields {
  return { type: 'output_text', annotations: [], logprobs: [], text };
}

function messageId(exchange: Exchange): string {
  return `msg_${exchange.token('message', 50, '0123456789abcdef')}`;
}

function usageOf({ usage }: Exchange): Fields {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: { cached_tokens: usage.cachedTokens },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}
