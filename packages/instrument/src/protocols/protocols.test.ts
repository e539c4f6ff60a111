import { describe, expect, it } from 'vitest';
import { llmPathHint, protocolForPath, protocols } from './protocols.ts';

const paths: readonly (readonly [path: string, name: string, operation: string])[] = [
  ['/v1/chat/completions', 'openai-chat', 'chat'],
  ['/v1/fim/completions', 'openai-chat', 'chat'],
  ['/openai/deployments/gpt/chat/completions', 'openai-chat', 'chat'],
  ['/v1/completions', 'openai-completions', 'text_completion'],
  ['/v1/responses', 'openai-responses', 'chat'],
  ['/v1/embeddings', 'openai-embeddings', 'embeddings'],
  ['/api/v1/embeddings', 'openai-embeddings', 'embeddings'],
  ['/v1/messages', 'anthropic-messages', 'chat'],
  ['/anthropic/v1/messages', 'anthropic-messages', 'chat'],
  ['/v1beta/models/gemini-x:streamGenerateContent', 'gemini', 'generate_content'],
  ['/v1beta/models/e:batchEmbedContents', 'gemini-embeddings', 'embeddings'],
  ['/v1beta/models/e:embedContent', 'gemini-embeddings', 'embeddings'],
  [
    '/v1/projects/p/locations/l/publishers/google/models/text-embedding-x:predict',
    'gemini-embeddings',
    'embeddings',
  ],
  [
    '/v1/projects/p/locations/l/publishers/anthropic/models/claude-x@1:streamRawPredict',
    'anthropic-messages',
    'chat',
  ],
  ['/v1/projects/p/locations/l/publishers/mistralai/models/mistral-x:rawPredict', 'openai-chat', 'chat'],
  ['/v2/chat', 'cohere-chat', 'chat'],
  ['/v1/chat', 'cohere-chat-v1', 'chat'],
  ['/v2/embed', 'cohere-embed', 'embeddings'],
  ['/api/chat', 'ollama-chat', 'chat'],
  ['/api/generate', 'ollama-generate', 'text_completion'],
  ['/api/embed', 'ollama-embed', 'embeddings'],
  ['/api/embeddings', 'ollama-embed', 'embeddings'],
  ['/model/m/converse', 'bedrock-converse', 'chat'],
  ['/model/m/invoke-with-response-stream', 'bedrock-invoke', 'chat'],
  ['/model/titan-embed/invoke', 'bedrock-embeddings', 'embeddings'],
];

describe('protocol by path', () => {
  it.each(paths)('%s is %s', (path, name, operation) => {
    expect(protocolForPath(path)).toMatchObject({ name, operation });
    expect(llmPathHint.test(`https://host.example${path}`)).toBe(true);
    expect(llmPathHint.test(`${path}?api-version=1`)).toBe(true);
  });

  it('of every one that there is', () => {
    expect([...new Set(paths.map(([, name]) => name))].sort()).toEqual(
      [...new Set(protocols.map(({ name }) => name))].sort(),
    );
  });

  it.each([
    '/v1/messages/count_tokens',
    '/v1/messages/batches',
    '/v1/models',
    '/v1beta/models/gemini-x:countTokens',
    '/v1/projects/p/locations/l/publishers/anthropic/models/count-tokens:rawPredict',
    '/v1/projects/p/locations/l/publishers/google/models/imagen-x:predict',
    '/v1/chat/rooms',
    '/model/m/count-tokens',
    '/completions/list',
  ])('%s is no call of a model', (path) => {
    expect(protocolForPath(path)).toBeUndefined();
  });

  it.each([
    [
      '/v1/projects/p/locations/l/publishers/anthropic/models/claude-x%401:streamRawPredict',
      'claude-x@1',
      true,
    ],
    ['/v1/projects/p/locations/l/publishers/anthropic/models/claude-x@1:rawPredict', 'claude-x@1', undefined],
  ])('the path of Anthropic on Vertex AI tells the model: %s', (path, model, stream) => {
    const protocol = protocolForPath(path);
    expect(protocol?.modelInPath?.(path)).toBe(model);
    expect(protocol?.streamInPath?.(path)).toBe(stream);
    expect(protocol?.impliedProvider).toBe('gcp.vertex_ai');
  });
});
