import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

const request = {
  'gen_ai.system': 'anthropic',
  'gen_ai.request.model': 'claude-opus-4-8',
  'llm.request.type': 'acompletion',
  'llm.is_streaming': 'True',
};

describe('a request of LiteLLM', () => {
  it('is one call with the raw request inside it', () => {
    const raw = spanOf({ 'llm.anthropic.model': 'x' }, { name: 'raw_gen_ai_request' });
    const rows = normaliseNow(spanOf(request, { name: 'litellm_request', kind: 1 }), raw);
    expect(rows.calls).toMatchObject([
      { source: 'litellm', provider: 'anthropic', streaming: true, operation: 'chat' },
    ]);
    expect(rows.dropped).toEqual({ nested: 1 });
  });

  it('fails by the class that LiteLLM gives the error', () => {
    const span = spanOf(
      { ...request, 'error.type': 'RateLimitError' },
      { name: 'litellm_request', statusCode: 2 },
    );
    expect(onlyCall(span).outcome).toBe('rate_limited');
  });

  it('is an embedding by its type', () => {
    const span = spanOf({ ...request, 'llm.request.type': 'aembedding' }, { name: 'litellm_request' });
    expect(onlyCall(span).operation).toBe('embeddings');
  });
});
