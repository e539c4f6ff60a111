import { describe, expect, it } from 'vitest';
import { normaliseNow, onlyCall, spanOf } from '../span.fixture.ts';

describe('a span of Laminar', () => {
  it('is a call when its type is LLM, though no operation is named', () => {
    const span = spanOf({
      'lmnr.span.type': 'LLM',
      'gen_ai.system': 'openai',
      'gen_ai.request.model': 'gpt-5',
    });
    expect(onlyCall(span)).toMatchObject({ source: 'laminar', provider: 'openai', operation: 'chat' });
  });

  it.each(['DEFAULT', 'TOOL'])('is none when its type is %s', (type) => {
    expect(normaliseNow(spanOf({ 'lmnr.span.type': type })).dropped).toEqual({ not_llm: 1 });
  });
});
