/**
 * The least that deserves the name: one CLIENT span a call, ten attributes, the SDK's own promise kept, the stream
 * watched to its end. No failures, no retries, no metrics: it is a measure, not an instrumentation.
 */
export function observeWithFloor({ OpenAI, Anthropic }, api, send) {
  patchCreate(OpenAI.Chat.Completions.prototype, 'openai', api, send);
  patchCreate(Anthropic.Messages.prototype, 'anthropic', api, send);
}

function patchCreate(prototype, provider, { trace, SpanKind }, send) {
  const tracer = trace.getTracer('floor');
  const { create } = prototype;
  prototype.create = function (body, options) {
    const attributes = {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': provider,
      'gen_ai.request.model': body.model,
      'server.address': '127.0.0.1',
    };
    const span = tracer.startSpan(`chat ${body.model}`, { kind: SpanKind.CLIENT, attributes });
    const startedAtMs = performance.now();
    const promise = send(span, () => create.call(this, body, options));
    const { parseResponse } = promise;
    promise.parseResponse = async function (client, props) {
      const parsed = await parseResponse.call(this, client, props);
      span.setAttribute('http.response.status_code', props.response.status);
      if (body.stream) watchStream(parsed, span, startedAtMs);
      else endWithAnswer(span, parsed);
      return parsed;
    };
    return promise;
  };
}

function endWithAnswer(span, { id, model, usage }) {
  span.setAttributes({
    'gen_ai.response.id': id,
    'gen_ai.response.model': model,
    'gen_ai.usage.input_tokens': usage.prompt_tokens ?? usage.input_tokens,
    'gen_ai.usage.output_tokens': usage.completion_tokens ?? usage.output_tokens,
  });
  span.end();
}

function watchStream(stream, span, startedAtMs) {
  const iterate = stream[Symbol.asyncIterator].bind(stream);
  stream[Symbol.asyncIterator] = () => {
    const iterator = iterate();
    let isFirst = true;
    return {
      async next() {
        const step = await iterator.next();
        if (isFirst) {
          const seconds = (performance.now() - startedAtMs) / 1000;
          span.setAttribute('gen_ai.response.time_to_first_chunk', seconds);
        }
        isFirst = false;
        if (step.done) span.end();
        else if (step.value.usage) setUsage(span, step.value.usage);
        return step;
      },
      return(value) {
        span.end();
        return iterator.return(value);
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
  };
}

function setUsage(span, usage) {
  span.setAttribute('gen_ai.usage.output_tokens', usage.completion_tokens ?? usage.output_tokens);
}
