import fc from 'fast-check';
import { expect, it } from 'vitest';
import { componentId, isPublicModel, isPublicProvider } from './public-names.ts';

it('vendors that everybody knows are named, servers of our own are not', () => {
  expect(['anthropic', 'aws.bedrock', 'gcp.gen_ai'].map(isPublicProvider)).toEqual([true, true, true]);
  expect(['vllm', 'ollama', 'llm.corp.internal', ''].map(isPublicProvider)).toEqual([
    ...[false, false, false, false],
  ]);
});

it.each([
  ['openai', 'gpt-5.5', true],
  ['groq', 'meta-llama/Llama-4', true],
  ['fireworks_ai', 'accounts/fireworks/models/llama-4', true],
  ['fireworks_ai', 'accounts/acme/models/llama-4', false],
  ['openai', 'ft:gpt-4o:acme::7p', false],
  ['aws.bedrock', 'anthropic.claude-opus-4-8-v1:0', true],
  ['aws.bedrock', 'arn:aws:bedrock:us-east-1:123456789012:provisioned-model/x', false],
  ['gcp.vertex_ai', 'projects/acme/locations/eu/endpoints/7', false],
  ['volcengine', 'ep-20260101-abcde', false],
  ['azure.ai.openai', 'prod-checkout', false],
  ['vllm', 'llama', false],
  ['openai', '', false],
])('a model of %s named %s is named: %s', (provider, model, isNamed) => {
  expect(isPublicModel(provider, model)).toBe(isNamed);
});

it('an id is of one thing only, and of the letters and length of Statuspage’s', () => {
  const name = fc.string({ maxLength: 20 });
  fc.assert(
    fc.property(name, name, name, name, (provider, model, other, another) => {
      fc.pre(provider !== other || model !== another);
      expect(componentId(provider, model)).toMatch(/^[a-z0-9]{16}$/);
      expect(componentId(provider, model)).not.toBe(componentId(other, another));
    }),
  );
});
