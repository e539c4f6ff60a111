import { describe, expect, it } from 'vitest';
import { endedAtMs, normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const inference = {
  'mastra.span.type': 'model_inference',
  'gen_ai.operation.name': 'chat',
  'gen_ai.provider.name': 'anthropic.messages',
  'gen_ai.request.model': 'claude-opus-4-8',
};

describe('a span of Mastra', () => {
  it('is a call only where the model is asked', () => {
    const others = ['model_generation', 'model_step', 'model_chunk', 'agent_run'].map((type) =>
      spanOf({ ...inference, 'mastra.span.type': type }),
    );
    const rows = normaliseNow(spanOf(inference), ...others);
    expect(rows.calls).toMatchObject([{ source: 'mastra', provider: 'anthropic' }]);
    expect(rows.dropped).toEqual({ not_llm: 4 });
  });

  it('has its first chunk at a time of day', () => {
    const at = { 'mastra.completion_start_time': new Date(endedAtMs - 1750).toISOString() };
    expect(onlyCall(spanOf({ ...inference, ...at })).timeToFirstChunkMs).toBe(250);
  });

  it('has failed when it finishes with an error, whatever its status says', () => {
    const failed = {
      ...inference,
      'gen_ai.response.finish_reasons': '["error"]',
      'gen_ai.response.model': 'claude-opus-4-8',
    };
    expect(onlyCall(spanOf(failed, { statusCode: 1 }))).toMatchObject({
      outcome: 'vendor_error',
      responseModel: '',
    });
  });
});
