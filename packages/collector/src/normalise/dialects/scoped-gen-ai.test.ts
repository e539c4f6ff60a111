import { describe, expect, it } from 'vitest';
import { onlyCall, spanOf } from '../span.fixture.ts';

const chat = { 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': 'm', 'gen_ai.system': 'openai' };

describe('a span of the conventions', () => {
  it.each([
    ['com.anthropic.sdk.typescript', 'anthropic_sdk'],
    ['@opentelemetry/instrumentation-openai', 'otel_openai'],
    ['opentelemetry.instrumentation.openai_v2', 'otel_openai'],
    ['@langtrase/node-sdk', 'langtrace'],
    ['some-other-scope', 'gen_ai'],
  ])('of the scope %s has the source %s, whose visibility is known', (name, source) => {
    expect(onlyCall(spanOf(chat, { scope: { name, version: '' } })).source).toBe(source);
  });

  it('knows its vendor by the host of its URL', () => {
    expect(onlyCall(spanOf({ ...chat, 'url.full': 'https://api.groq.com/openai/v1' })).provider).toBe('groq');
  });

  it("has Langtrace's service as its vendor", () => {
    const span = spanOf(
      { 'gen_ai.operation.name': 'embed', 'langtrace.service.name': 'Cohere' },
      { scope: { name: '@langtrase/node-sdk', version: '' } },
    );
    expect(onlyCall(span)).toMatchObject({ provider: 'cohere', operation: 'embeddings' });
  });
});
