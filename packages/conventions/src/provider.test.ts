import { describe, expect, it } from 'vitest';
import { endpointForHost, providerDisplayName } from './provider.ts';
import { knownProviders } from './provider-registry.ts';

describe('provider by host', () => {
  it.each([
    ['api.anthropic.com', 'anthropic', ''],
    ['API.OPENAI.COM', 'openai', ''],
    ['eu.api.openai.com', 'openai', 'eu'],
    ['generativelanguage.googleapis.com', 'gcp.gemini', ''],
    ['europe-west1-aiplatform.googleapis.com', 'gcp.vertex_ai', 'europe-west1'],
    ['aiplatform.eu.rep.googleapis.com', 'gcp.vertex_ai', 'eu'],
    ['bedrock-runtime.eu-west-1.amazonaws.com', 'aws.bedrock', 'eu-west-1'],
    ['bedrock-runtime-fips.us-gov-west-1.amazonaws.com', 'aws.bedrock', 'us-gov-west-1'],
    ['vpce-0a1b-x.bedrock-runtime.eu-west-1.vpce.amazonaws.com', 'aws.bedrock', 'eu-west-1'],
    ['contoso.openai.azure.com', 'azure.ai.openai', ''],
    ['contoso.cognitiveservices.azure.com', 'azure.ai.openai', ''],
    ['contoso.services.ai.azure.com', 'azure.ai.inference', ''],
    ['models.inference.ai.azure.com', 'github', ''],
    ['api.groq.com', 'groq', ''],
    ['us-east-1.api.x.ai', 'x_ai', 'us-east-1'],
    ['router.huggingface.co', 'hugging_face', ''],
    ['integrate.api.nvidia.com', 'nvidia', ''],
    ['dashscope-intl.aliyuncs.com', 'alibaba_cloud', 'intl'],
    ['api.z.ai', 'zhipu', ''],
    ['adb-123.4.azuredatabricks.net', 'databricks', ''],
    ['eu-de.ml.cloud.ibm.com', 'ibm.watsonx.ai', 'eu-de'],
    ['gateway.ai.cloudflare.com', 'cloudflare', ''],
    ['api.tokenfactory.nebius.com', 'nebius', ''],
  ])('%s is %s', (host, provider, region) => {
    expect(endpointForHost(host)).toEqual({ provider, region });
  });

  it('does not take a look-alike for a vendor', () => {
    expect(endpointForHost('api.openai.com.evil.example')).toBeUndefined();
    expect(endpointForHost('llm.internal')).toBeUndefined();
  });

  it('knows Ollama by its port on any host, and no other server by one', () => {
    expect(endpointForHost('localhost', 11_434)).toEqual({ provider: 'ollama', region: '' });
    expect(endpointForHost('localhost', 8000)).toBeUndefined();
    expect(endpointForHost('api.openai.com', 11_434)?.provider).toBe('openai');
  });
});

describe('names for people', () => {
  it('are the vendors’ own, and an unknown server keeps its host', () => {
    expect(providerDisplayName('gcp.gemini')).toBe('Google Gemini');
    expect(providerDisplayName('llm.internal:8000')).toBe('llm.internal:8000');
  });

  it('name each vendor once', () => {
    expect(new Set(knownProviders.map(({ provider }) => provider)).size).toBe(knownProviders.length);
    expect(new Set(knownProviders.map(({ displayName }) => displayName)).size).toBe(knownProviders.length);
  });
});
