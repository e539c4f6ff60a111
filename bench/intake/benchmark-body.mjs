/** A chat call as an instrumentation with content capture writes it: 27 attributes, most of its bytes are prompts. */
const prompt = JSON.stringify([{ role: 'user', parts: [{ type: 'text', content: 'x'.repeat(560) }] }]);
const answer = JSON.stringify([{ role: 'assistant', parts: [{ type: 'text', content: 'y'.repeat(300) }] }]);
const endMs = Date.UTC(2026, 5, 22);

const text = (key, stringValue) => ({ key, value: { stringValue } });
const int = (key, intValue) => ({ key, value: { intValue } });
const double = (key, doubleValue) => ({ key, value: { doubleValue } });

const models = ['claude-opus-4-8', 'claude-opus-4-7', 'claude-opus-4-6', 'claude-fable-5-1'];

/** @param {number} index */
function span(index) {
  const model = models[index % models.length];
  const id = Buffer.alloc(8);
  id.writeUInt32BE(index + 1, 4);
  return {
    traceId: Buffer.concat([id, Buffer.alloc(8, 7)]),
    spanId: id,
    name: `chat ${model}`,
    kind: 3,
    startTimeUnixNano: `${endMs - 2000 - index}000000`,
    endTimeUnixNano: `${endMs - index}000000`,
    attributes: [
      text('gen_ai.operation.name', 'chat'),
      text('gen_ai.provider.name', 'anthropic'),
      text('gen_ai.request.model', model),
      text('gen_ai.response.model', `${model}-20260301`),
      text('gen_ai.response.id', `msg_${index}`),
      {
        key: 'gen_ai.response.finish_reasons',
        value: { arrayValue: { values: [{ stringValue: 'end_turn' }] } },
      },
      { key: 'gen_ai.request.stream', value: { boolValue: true } },
      int('gen_ai.request.max_tokens', 1024),
      double('gen_ai.request.temperature', 0.2),
      double('gen_ai.request.top_p', 0.9),
      int('gen_ai.usage.input_tokens', 441 + (index % 100)),
      int('gen_ai.usage.output_tokens', 66),
      int('gen_ai.usage.cache_read.input_tokens', 300),
      int('gen_ai.usage.cache_creation.input_tokens', 100),
      double('gen_ai.response.time_to_first_chunk', 0.42),
      int('http.response.status_code', 200),
      text('http.request.method', 'POST'),
      text('server.address', 'api.anthropic.com'),
      int('server.port', 443),
      text('url.full', 'https://api.anthropic.com/v1/messages'),
      text('gen_ai.conversation.id', `conversation-${index % 17}`),
      text('user.id', `user-${index % 29}`),
      text('app.feature', 'summaries'),
      text('gen_ai.output.type', 'text'),
      text('gen_ai.system_instructions', '[{"type":"text","content":"You are terse."}]'),
      text('gen_ai.input.messages', prompt),
      text('gen_ai.output.messages', answer),
    ],
    status: {},
  };
}

/** An `ExportTraceServiceRequest` as a plain object. @param {number} spans @param {string} service */
export function benchmarkRequest(spans, service = 'checkout') {
  const resource = {
    attributes: [text('service.name', service), text('deployment.environment.name', 'prod')],
  };
  const scopeSpans = [
    {
      scope: { name: 'bench', version: '1' },
      spans: Array.from({ length: spans }, (_, index) => span(index)),
    },
  ];
  return { resourceSpans: [{ resource, scopeSpans }] };
}

export const nowMs = endMs + 1000;
