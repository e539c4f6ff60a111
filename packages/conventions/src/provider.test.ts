import { describe, expect, it } from 'vitest';
import { endpointForHost, providerDisplayName } from './provider.ts';

describe('provider by host', () => {
  it.each([
    ['api.anthropic.com', 'anthropic', ''],
    ['API.OPENAI.COM', 'openai', ''],
    ['eu.api.openai.com', 'openai', 'eu'],
    ['generativelanguage.googleapis.com', 'gcp.gemini', ''],
    ['europe-west1-aiplatform.googleapis.com', 'gcp.vertex_ai', 'europe-west1'],
    ['bedrock-runtime.eu-west-1.amazonaws.com', 'aws.bedrock', 'eu-west-1'],
    ['contoso.openai.azure.com', 'azure.ai.openai', ''],
    ['api.groq.com', 'groq', ''],
  ])('%s is %s', (host, provider, region) => {
    expect(endpointForHost(host)).toEqual({ provider, region });
  });

  it('does not take a look-alike for a vendor', () => {
    expect(endpointForHost('api.openai.com.evil.example')).toBeUndefined();
    expect(endpointForHost('llm.internal')).toBeUndefined();
  });
});

describe('names for people', () => {
  it('are the vendors’ own, and an unknown server keeps its host', () => {
    expect(providerDisplayName('gcp.gemini')).toBe('Google Gemini');
    expect(providerDisplayName('llm.internal:8000')).toBe('llm.internal:8000');
  });
});
