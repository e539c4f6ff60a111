import { describe, expect, it } from 'vitest';
import { normaliseNow, spanOf } from '../span.fixture.ts';

const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'gpt-5', 'gen_ai.system': 'openai' };

describe('a span of Logfire', () => {
  it('counts once: neither its announcement nor its log line is the call', () => {
    const [span, pending, log] = ['span', 'pending_span', 'log'].map((type) =>
      spanOf({ ...chat, 'logfire.span_type': type }),
    ) as [ReturnType<typeof spanOf>, ReturnType<typeof spanOf>, ReturnType<typeof spanOf>];
    const rows = normaliseNow(pending, span, log);
    expect(rows.calls).toMatchObject([{ source: 'gen_ai', model: 'gpt-5' }]);
    expect(rows.dropped).toEqual({ not_llm: 2 });
  });
});
