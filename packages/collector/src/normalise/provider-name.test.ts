import { describe, expect, it } from 'vitest';
import { type ProviderClues, providerOf } from './provider-name.ts';

function providerFor(clues: Partial<ProviderClues>): string {
  return providerOf({ host: '', told: '', model: '', service: '', ...clues }).provider;
}

describe('the provider of a call', () => {
  it('is the one behind the host, whatever the span says', () => {
    expect(providerFor({ host: 'api.groq.com', told: 'openai' })).toBe('groq');
    expect(providerFor({ host: 'https://api.openai.com:443/v1', told: 'az.ai.inference' })).toBe('openai');
    expect(
      providerOf({ host: 'bedrock-runtime.eu-west-1.amazonaws.com', told: '', model: '', service: '' }),
    ).toEqual({
      provider: 'aws.bedrock',
      region: 'eu-west-1',
    });
  });

  it.each([
    ['openai.chat', 'openai'],
    ['OpenAI', 'openai'],
    ['openai', 'openai'],
    ['anthropic.messages', 'anthropic'],
    ['google_genai', 'gcp.gemini'],
    ['google.generative-ai', 'gcp.gemini'],
    ['gcp.gemini', 'gcp.gemini'],
    ['gcp.vertex_ai', 'gcp.vertex_ai'],
    ['gcp.vertex.agent', 'gcp.gen_ai'],
    ['az.ai.openai', 'azure.ai.openai'],
    ['azure_openai', 'azure.ai.openai'],
    ['azure.ai.openai', 'azure.ai.openai'],
    ['az.ai.inference', 'azure.ai.inference'],
    ['bedrock_converse', 'aws.bedrock'],
    ['mistralai', 'mistral_ai'],
    ['xai.chat', 'x_ai'],
    ['my-own-llm', 'my-own-llm'],
    ['my-own-llm.chat', 'my-own-llm'],
    ['aws', 'aws.bedrock'],
    ['googleai', 'gcp.gemini'],
    ['vertexai', 'gcp.vertex_ai'],
  ])('is told as %s and means %s', (told, provider) => {
    expect(providerFor({ told })).toBe(provider);
  });

  it('is read from the model when the span names a framework or the service itself', () => {
    expect(providerFor({ told: 'strands-agents', model: 'claude-opus-4-8' })).toBe('anthropic');
    expect(providerFor({ told: 'checkout', service: 'checkout', model: 'gpt-5' })).toBe('openai');
    expect(providerFor({ model: 'eu.anthropic.claude-opus-4-8' })).toBe('aws.bedrock');
  });

  it('is the vendor of a model that nobody else has, when the name is one nobody knows', () => {
    expect(providerFor({ told: 'my-gateway', model: 'gpt-5' })).toBe('openai');
    expect(providerFor({ told: 'my-gateway', model: 'deepseek-r1' })).toBe('my-gateway');
    expect(providerFor({ told: 'github', model: 'gpt-5' })).toBe('github');
  });

  it("is one of Google's services when the span cannot tell which and the model can", () => {
    expect(providerFor({ told: 'gcp.gen_ai', model: 'gemini-2.5-flash' })).toBe('gcp.gemini');
    expect(providerFor({ told: 'gcp.gen_ai', model: 'gemma-3' })).toBe('gcp.gen_ai');
  });

  it('is the host itself when nothing else is known: a self-hosted server', () => {
    expect(providerFor({ host: 'LLM.internal:8000', model: 'qwen3' })).toBe('llm.internal');
    expect(providerFor({ host: 'llm.internal', told: 'vllm', model: 'deepseek-r1' })).toBe('vllm');
    expect(providerFor({ model: 'deepseek-r1' })).toBe('deepseek');
  });
});
