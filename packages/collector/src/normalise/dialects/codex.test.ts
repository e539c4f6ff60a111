import { describe, expect, it } from 'vitest';
import { normaliseNow, spanOf } from '../span.fixture.ts';

const id = 'a'.repeat(16);
const scope = { scope: { name: 'codex_exec', version: '' }, kind: 1 };
const request = spanOf({ model: 'gpt-5-mini' }, { ...scope, name: 'try_run_sampling_request', spanId: id });

describe('a request of Codex', () => {
  it('is one call with the usage of its last event', () => {
    const usage = {
      'gen_ai.usage.input_tokens': 1310,
      'gen_ai.usage.cache_read.input_tokens': 512,
      'gen_ai.usage.output_tokens': 88,
      'codex.usage.reasoning_output_tokens': 44,
    };
    const event = { ...scope, name: 'handle_responses', parentSpanId: id };
    const rows = normaliseNow(spanOf({}, event), spanOf(usage, event), request);
    expect(rows.calls).toMatchObject([
      {
        spanId: id,
        source: 'codex',
        provider: 'openai',
        model: 'gpt-5-mini',
        inputTokens: 1310,
        cacheReadTokens: 512,
        outputTokens: 88,
        reasoningTokens: 44,
        streaming: true,
      },
    ]);
    expect(rows.dropped).toEqual({ nested: 1, not_llm: 1 });
  });

  it('is a call of unknown cost when its stream brought no usage', () => {
    expect(normaliseNow(request).calls).toMatchObject([{ model: 'gpt-5-mini', inputTokens: null }]);
  });
});
